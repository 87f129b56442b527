import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth from "next-auth";
import { encode } from "next-auth/jwt";
import { expect, test } from "vitest";
import { systemClock } from "@/lib/clock";
import { getDb } from "@/lib/db/client";
import { getEnv } from "@/lib/env";
import type { Secret } from "@/lib/secret";
import { countActions, makeAccount, makeRequest } from "./account.fixture";
import {
  type AuthDoors,
  authOptions,
  openSessionCookie,
  sealSessionCookie,
  sessionCookie,
} from "./next-auth";
import { findSessionViewer } from "./sessions";
import { newSid } from "./sid";
import { signIn } from "./sign-in";
import { signOut } from "./sign-out";

const doors: AuthDoors = {
  async signIn(email, password) {
    const session = await signIn(makeRequest(), { email, password }, systemClock.now());
    return session.ok ? session.value : null;
  },
  findPerson: (sid) => findSessionViewer(sid, systemClock.now()),
  signOut: (sid) => signOut(makeRequest({ sid }), systemClock.now()),
};

interface Answer {
  readonly status: number;
  readonly headers: Map<string, string>;
  readonly cookies: Map<string, string>;
  readonly setCookies: readonly string[];
  readonly body: unknown;
}

/** Asks next-auth as its documentation says, without a server around it. */
async function ask(
  method: "GET" | "POST",
  path: readonly string[],
  sent: {
    readonly body?: Record<string, unknown>;
    readonly cookies?: Map<string, string>;
    readonly headers?: Record<string, string>;
  } = {},
): Promise<Answer> {
  let status = 200;
  let body: unknown;
  const headers = new Map<string, string>();
  let setCookies: string[] = [];
  const response = {
    status(code: number) {
      status = code;
      return response;
    },
    getHeader: (name: string) => (name === "Set-Cookie" ? setCookies : headers.get(name)),
    setHeader(name: string, value: string | string[]) {
      if (name === "Set-Cookie") setCookies = [value].flat();
      else headers.set(name.toLowerCase(), String(value));
      return response;
    },
    end: () => undefined,
    json: (value: unknown) => {
      body = value;
    },
    send: (value: unknown) => {
      body = value;
    },
  };
  const request = {
    method,
    query: { nextauth: [...path] },
    cookies: Object.fromEntries(sent.cookies ?? []),
    headers: { host: "localhost:3000", ...sent.headers },
    body: sent.body ?? {},
  };
  await NextAuth(
    request as unknown as NextApiRequest,
    response as unknown as NextApiResponse,
    authOptions(doors),
  );
  const cookies = new Map(
    setCookies.map((line) => {
      const [name = "", value = ""] = (line.split(";")[0] ?? "").split("=");
      return [name, decodeURIComponent(value)] as const;
    }),
  );
  return { status, headers, cookies, setCookies, body };
}

async function signInOverHttp(email: string, password: Secret) {
  const csrf = await ask("GET", ["csrf"]);
  const { csrfToken } = csrf.body as { csrfToken: string };
  const body = { csrfToken, email, password: password.reveal() };
  const answer = await ask("POST", ["callback", "credentials"], { body, cookies: csrf.cookies });
  return { answer, csrfToken, cookies: new Map([...csrf.cookies, ...answer.cookies]) };
}

test("the cookie holds the session's name and nothing else", async () => {
  const account = await makeAccount();
  const { answer } = await signInOverHttp(account.email, account.password);
  const sid = await openSessionCookie(answer.cookies.get("latchkey-session") ?? "");
  if (sid === null) throw new Error("There is no session in the cookie.");
  expect(await findSessionViewer(sid, systemClock.now())).toMatchObject({
    userId: account.userId,
    role: "owner",
  });
  const line = answer.setCookies.find((cookie) => cookie.startsWith("latchkey-session="));
  expect(line).toMatch(/; Path=\/; .*HttpOnly; SameSite=Lax$/);
  expect(line).not.toMatch(/Domain|Secure/);
  const token = await authOptions(doors).callbacks?.jwt?.({
    token: { sid: sid.reveal(), role: "owner", name: "Eve" },
    user: { id: "" },
    account: null,
  });
  expect(token).toEqual({ sid: sid.reveal() });
});

test("a refused sign-in sets no session and says nothing about why", async () => {
  const account = await makeAccount();
  const known = await signInOverHttp(account.email, newSid());
  const unknown = await signInOverHttp("nobody@example.com", newSid());
  for (const { answer } of [known, unknown]) {
    expect(answer.cookies.has("latchkey-session")).toBe(false);
    expect(answer.headers.get("location")).toMatch(/error=CredentialsSignin/);
  }
  expect(known.answer.headers.get("location")).toBe(unknown.answer.headers.get("location"));
});

test("a sign-in without next-auth's own token is not looked at", async () => {
  const account = await makeAccount();
  const body = { email: account.email, password: account.password.reveal() };
  const answer = await ask("POST", ["callback", "credentials"], { body });
  expect(answer.cookies.has("latchkey-session")).toBe(false);
  expect(await countActions(account.organizationId)).toEqual({});
});

test("what a browser posts to its session changes neither user nor role", async () => {
  const account = await makeAccount({ role: "auditor" });
  const other = await makeAccount();
  const { cookies, csrfToken } = await signInOverHttp(account.email, account.password);
  const data = {
    role: "owner",
    sid: newSid().reveal(),
    sub: other.userId,
    user: { name: "Eve", role: "owner" },
  };
  const answer = await ask("POST", ["session"], { cookies, body: { csrfToken, data } });
  expect(answer.body).toMatchObject({ user: { name: account.name, email: account.email } });
  expect(JSON.stringify(answer.body)).not.toMatch(/owner|Eve|role/);
  const sid = await openSessionCookie(answer.cookies.get("latchkey-session") ?? "");
  if (sid === null) throw new Error("There is no session in the cookie.");
  expect(await findSessionViewer(sid, systemClock.now())).toMatchObject({
    userId: account.userId,
    role: "auditor",
  });
});

test("a session that has ended is an empty one, and its cookie is taken back", async () => {
  const account = await makeAccount();
  const { cookies } = await signInOverHttp(account.email, account.password);
  expect((await ask("GET", ["session"], { cookies })).body).toHaveProperty("user");
  await getDb().session.deleteMany({ where: { userId: account.userId } });
  const answer = await ask("GET", ["session"], { cookies });
  expect(answer.body).toEqual({});
  expect(answer.cookies.get("latchkey-session")).toBe("");
});

test("next-auth's own sign-out ends the session on the server", async () => {
  const account = await makeAccount();
  const { cookies, csrfToken } = await signInOverHttp(account.email, account.password);
  await ask("POST", ["signout"], { cookies, body: { csrfToken } });
  expect(await getDb().session.count({ where: { userId: account.userId } })).toBe(0);
  expect(await countActions(account.organizationId)).toEqual({ "session.started": 1, "session.ended": 1 });
});

test("an Authorization header is no session", async () => {
  const account = await makeAccount();
  const { cookies } = await signInOverHttp(account.email, account.password);
  const headers = { authorization: `Bearer ${cookies.get("latchkey-session")}` };
  expect((await ask("GET", ["session"], { headers })).body).toEqual({});
});

test.each([
  ["https://attacker.example/", "/"],
  ["http://localhost:3000.attacker.example/", "/"],
  ["http://localhost:3000@attacker.example/", "/"],
  ["//attacker.example/", "/"],
  ["/\\attacker.example/", "/"],
  ["javascript:alert(1)", "/"],
  ["/audit?q=a", "/audit?q=a"],
  ["http://localhost:3000/audit", "/audit"],
])("after signing in, %s leads to our own %s", async (callbackUrl, path) => {
  const account = await makeAccount();
  const csrf = await ask("GET", ["csrf"]);
  const { csrfToken } = csrf.body as { csrfToken: string };
  const body = { csrfToken, email: account.email, password: account.password.reveal(), callbackUrl };
  const answer = await ask("POST", ["callback", "credentials"], { body, cookies: csrf.cookies });
  expect(answer.headers.get("location")).toBe(`${getEnv().appOrigin}${path}`);
});

test("only a cookie of our own making opens", async () => {
  const sid = newSid();
  const own = await sealSessionCookie(sid);
  expect((await openSessionCookie(own))?.reveal()).toBe(sid.reveal());
  const secret = getEnv().nextAuthSecret.reveal();
  const others = [
    "",
    "x",
    `${own.slice(0, -2)}AA`,
    await encode({ token: { sid: sid.reveal() }, secret: `${secret}x` }),
    await encode({ token: { sid: sid.reveal() }, secret, maxAge: -60 }),
    await encode({ token: { sub: "somebody" }, secret }),
    await encode({ token: { sid: ["x"] }, secret }),
  ];
  for (const other of others) expect(await openSessionCookie(other)).toBeNull();
});

test("over HTTPS the cookie is bound to this very host, and no script or other site can use it", () => {
  const options = { httpOnly: true, sameSite: "lax", path: "/" };
  expect(sessionCookie({ isHttps: true })).toEqual({
    name: "__Host-latchkey-session",
    options: { ...options, secure: true },
  });
  expect(sessionCookie({ isHttps: false })).toEqual({
    name: "latchkey-session",
    options: { ...options, secure: false },
  });
});
