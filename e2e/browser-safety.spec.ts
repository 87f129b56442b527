import { once } from "node:events";
import { type IncomingHttpHeaders, request as send } from "node:http";
import { text } from "node:stream/consumers";
import { expect, type Page } from "@playwright/test";
import { commonHeaders } from "@/lib/security-headers";
import { readForm } from "./call-action";
import { registerCredential, testToken } from "./credentials";
import { test } from "./fixtures";
import type { Product } from "./launch-product";
import { signIn } from "./sign-in";

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Asks without anything between: no redirect is followed, and any host name can be claimed. */
async function ask(
  { baseUrl }: Product,
  path: string,
  { method = "GET", headers = {}, body }: Sent = {},
): Promise<Answer> {
  const { hostname, port } = new URL(baseUrl);
  const request = send({ hostname, port, path, method, headers });
  const answered = once(request, "response");
  request.end(body);
  const [response] = await answered;
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

async function cookieOf(page: Page): Promise<string> {
  return (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
}

/** What every answer has in common, its policy apart. */
function expectSafe(what: string, { headers }: Answer): void {
  for (const { key, value } of commonHeaders) {
    if (key !== "Content-Security-Policy") expect(headers[key.toLowerCase()], `${what}: ${key}`).toBe(value);
  }
  expect(headers["content-security-policy"], what).toMatch(/^default-src 'none'; /);
  expect(headers["content-security-policy"], what).toContain("frame-ancestors 'none'");
  expect(headers["content-security-policy"], what).not.toContain("unsafe");
  expect(headers["x-powered-by"], what).toBeUndefined();
  expect(headers.server, what).toBeUndefined();
  expect(headers["access-control-allow-origin"], what).toBeUndefined();
}

test("every kind of answer carries the whole set of headers, and only files may be kept", async ({
  openAs,
  control,
  product,
}) => {
  const page = await openAs("owner", { javaScriptEnabled: false });
  const { id } = await registerCredential(page, control);
  const cookie = await cookieOf(page);
  const form = await readForm(page, page.getByRole("button", { name: "Archive", exact: true }));
  const [file] = /\/_next\/static\/[^"]+\.js/.exec((await ask(product, "/sign-in")).body) ?? [];
  const own = { cookie };
  const script = {
    ...own,
    origin: product.baseUrl,
    "sec-fetch-site": "same-origin",
    accept: "text/x-component",
  };
  const plainForm = {
    ...script,
    accept: "text/html",
    "content-type": "application/x-www-form-urlencoded",
  };
  // Next leads a script that asks without its key to the address that has it.
  const rscPath = (await ask(product, "/audit", { headers: { ...own, rsc: "1" } })).headers.location ?? "";
  const refused = new URLSearchParams({ ...form.fields, organizationId: "" }).toString();
  const tooMuch = "x".repeat(8 * 1024 * 1024 + 1);
  const [, described] = Object.entries(form.fields).find(([name]) => name.endsWith(":0")) ?? [];
  const actionId = /"id":"([0-9a-f]+)"/.exec(described ?? "")?.[1] ?? "";

  const kinds: readonly (readonly [what: string, status: number, path: string, sent?: Sent])[] = [
    ["page behind sign-in", 200, "/credentials", { headers: own }],
    ["page of a credential", 200, `/credentials/${id}`, { headers: own }],
    ["page asked for by script", 200, rscPath, { headers: { ...own, rsc: "1" } }],
    ["page asked for by script at its own address", 307, "/audit", { headers: { ...own, rsc: "1" } }],
    ["head of a page", 200, "/audit", { method: "HEAD", headers: own }],
    ["public page", 200, "/sign-in"],
    ["page that is nowhere", 404, "/nowhere/at/all"],
    ["page that is nowhere, signed in", 404, "/nowhere", { headers: own }],
    ["credential that is nowhere", 404, "/credentials/nothing", { headers: own }],
    ["path that cannot be decoded", 404, "/credentials/%zz", { headers: own }],
    ["redirect to sign-in", 307, `/credentials/${id}`],
    ["redirect of a stray slash", 308, "/credentials/"],
    ["redirect of a stray host", 307, "/credentials", { headers: { host: "127.0.0.1" } }],
    ["health", 200, "/api/health"],
    ["health, asked wrongly", 405, "/api/health", { method: "DELETE" }],
    ["session", 200, "/api/auth/session", { headers: own }],
    ["session of nobody", 200, "/api/auth/session"],
    ["csrf token", 200, "/api/auth/csrf"],
    ["part of next-auth that is none", 404, "/api/auth/nowhere"],
    ["part of the API that is none", 404, "/api/nowhere"],
    ["file", 200, file ?? ""],
    ["file that is nowhere", 404, "/_next/static/chunks/nowhere.js"],
    ["icon", 200, "/icon.svg"],
    ["image optimiser, which is off", 404, "/_next/image?url=%2Ficon.svg&w=64&q=75"],
    [
      "action by script",
      200,
      form.path,
      {
        method: "POST",
        headers: { ...script, "next-action": actionId, "content-type": "text/plain;charset=UTF-8" },
        body: JSON.stringify([{ status: "idle" }, "$undefined"]),
      },
    ],
    [
      "action that is none",
      409,
      form.path,
      {
        method: "POST",
        headers: { ...script, "next-action": "0".repeat(42), "content-type": "text/plain;charset=UTF-8" },
        body: "[]",
      },
    ],
    ["plain form", 200, form.path, { method: "POST", headers: plainForm, body: refused }],
    ["body over the limit", 413, form.path, { method: "POST", headers: plainForm, body: tooMuch }],
    ["method that is none", 400, "/credentials", { method: "OPTIONS", headers: own }],
  ];
  for (const [what, status, path, sent] of kinds) {
    const answer = await ask(product, path, sent);
    expect(answer.status, what).toBe(status);
    expectSafe(what, answer);
    const kept = answer.headers["cache-control"];
    if (what === "file") expect(kept).toBe("public, max-age=31536000, immutable");
    else expect(kept, what).toMatch(/\bno-store\b/);
  }
});

test("a page's policy has a nonce of this one answer, and every script and style of the page bears it", async ({
  openAs,
  product,
}) => {
  const cookie = await cookieOf(await openAs("owner"));
  const nonces = new Set<string>();
  for (const [path, headers] of [
    ["/", { cookie }],
    ["/", { cookie }],
    ["/credentials", { cookie }],
    ["/credentials/new", { cookie }],
    ["/audit", { cookie }],
    ["/step-up", { cookie }],
    ["/sign-in", {}],
    ["/nowhere", {}],
  ] as const) {
    const { headers: answered, body } = await ask(product, path, { headers });
    const policy = String(answered["content-security-policy"]);
    const nonce = /script-src 'self' 'nonce-([A-Za-z0-9+/]{22}==)' 'strict-dynamic';/.exec(policy)?.[1] ?? "";
    expect(nonce, path).not.toBe("");
    expect(nonces.has(nonce), path).toBe(false);
    nonces.add(nonce);
    expect(policy).toContain(`style-src 'self' 'nonce-${nonce}';`);
    for (const part of ["form-action 'self'", "base-uri 'none'", "object-src 'none'", "frame-src 'none'"]) {
      expect(policy, path).toContain(part);
    }
    const tags = body.match(/<(?:script|style)\b[^>]*>/g) ?? [];
    expect(tags.length, path).toBeGreaterThan(3);
    expect(
      tags.filter((tag) => !tag.includes(`nonce="${nonce}"`)),
      path,
    ).toEqual([]);
    expect(body, path).not.toMatch(/<[a-z][^>]* (?:style|on[a-z]+)="/);
  }
});

test("no page of ours breaks its policy, and what does break it is stopped", async ({
  openAs,
  openPage,
  control,
  watch,
}) => {
  test.setTimeout(120_000);
  const page = await openAs("owner");
  const violations = await listenForViolations(page);
  const { id } = await registerCredential(page, control);
  await testToken(page);
  await page.getByRole("button", { name: "Delete for ever", exact: true }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  for (const path of [
    "/",
    "/credentials",
    "/credentials/new",
    `/credentials/${id}`,
    `/credentials/${id}/edit`,
    `/credentials/${id}/secrets`,
    `/credentials/${id}/activity`,
    `/audit?credential=${id}`,
    "/step-up",
    "/nowhere",
  ]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  await page.goto(`/audit?credential=${id}`);
  await page.getByRole("table").getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1, name: /^Event / })).toBeVisible();
  const stranger = await openPage();
  const others = await listenForViolations(stranger);
  for (const path of ["/sign-in", "/setup"]) await stranger.goto(path);
  expect([...violations, ...others]).toEqual([]);

  watch.expect(/Content Security Policy/);
  await page.evaluate(() => {
    const markup = `<button onclick="document.title = 'taken over'">A stranger's</button>`;
    document.querySelector("main")?.insertAdjacentHTML("beforeend", markup);
  });
  await page.getByRole("button", { name: "A stranger's" }).click();
  await expect.poll(() => violations).toEqual(["script-src-attr inline"]);
  await expect(page).not.toHaveTitle("taken over");
});

/** What the browser reports from now on, on every page that is opened. */
async function listenForViolations(page: Page): Promise<readonly string[]> {
  const violations: string[] = [];
  await page.exposeFunction("noteViolation", (violation: string) => void violations.push(violation));
  await page.addInitScript(`addEventListener("securitypolicyviolation", (event) =>
    noteViolation(event.effectiveDirective + " " + event.blockedURI))`);
  return violations;
}

test("a read under another host name is led to the one address, and a stranger's name never comes back", async ({
  openPage,
  product,
}) => {
  const { port } = new URL(product.baseUrl);
  for (const host of [`127.0.0.1:${port}`, "latchkey.example", `localhost.example:${port}`, "[::1]"]) {
    const { status, headers, body } = await ask(product, "/credentials?q=shop&show=archived", {
      headers: { host },
    });
    expect(status, host).toBe(307);
    expect(headers.location, host).toBe(`${product.baseUrl}/credentials?q=shop&show=archived`);
    expect(body, host).toBe("");
  }
  const forwarded = { host: "latchkey.example", "x-forwarded-host": "other.example" };
  const led = await ask(product, "//other.example/x", { headers: forwarded });
  expect(led.headers.location).toBe(`${product.baseUrl}/other.example/x`);
  expect((await ask(product, "/api/health", { headers: { host: `127.0.0.1:${port}` } })).status).toBe(200);

  const page = await openPage();
  await page.goto(`http://elsewhere.localhost:${port}/sign-in?next=%2Faudit`);
  await expect(page).toHaveURL(`${product.baseUrl}/sign-in?next=%2Faudit`);
});

test("the session's cookie is for this host alone, out of reach of scripts, and new at every sign-in", async ({
  organization,
  openPage,
  product,
}) => {
  const owner = await organization.addPerson("owner");
  const page = await openPage();
  const planted = { name: "latchkey-session", value: "planted", url: product.baseUrl };
  await page.context().addCookies([planted]);
  const answers: string[] = [];
  page.on("response", async (response) => {
    answers.push(
      ...(await response.headersArray())
        .filter(({ name }) => /^set-cookie$/i.test(name))
        .map(({ value }) => value),
    );
  });
  await signIn(page, owner);
  const [cookie, ...others] = await page.context().cookies();
  expect(others).toEqual([]);
  expect(cookie).toMatchObject({
    name: "latchkey-session",
    domain: "localhost",
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
    secure: false,
  });
  const lastsSeconds = (cookie?.expires ?? 0) - Date.now() / 1000;
  expect(lastsSeconds).toBeGreaterThan(8 * 3600 - 60);
  expect(lastsSeconds).toBeLessThanOrEqual(8 * 3600);
  expect(cookie?.value).not.toBe("planted");
  expect(answers).toHaveLength(1);
  expect(answers[0]).not.toMatch(/domain=/i);
  expect(await page.evaluate(() => document.cookie)).toBe("");

  const first = cookie?.value;
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page).toHaveURL("/sign-in");
  expect(await page.context().cookies()).toEqual([]);
  await signIn(page, owner);
  expect((await page.context().cookies())[0]?.value).not.toBe(first);
});
