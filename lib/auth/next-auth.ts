/**
 * The one file that knows next-auth. It keeps the cookie: an encrypted token that holds the session's
 * name and nothing else. Who that is, in which organization and role, stands in the database and is
 * read there each time, so nothing that a browser sends or keeps can change it.
 */

import type { NextRequest } from "next/server";
import NextAuth, { type AuthOptions } from "next-auth";
import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import { type Env, getEnv } from "@/lib/env";
import { writeLog } from "@/lib/log";
import { Secret } from "@/lib/secret";
import { safeNextPath } from "./safe-next-path";

const maxAgeSeconds = 8 * 60 * 60;

/** What next-auth may ask of us. */
export interface AuthDoors {
  /** Null for every refusal; never throws, because next-auth would put the message into an address. */
  readonly signIn: (email: string, password: Secret) => Promise<{ readonly sid: Secret } | null>;
  readonly findPerson: (sid: Secret) => Promise<SessionAnswer | null>;
  readonly signOut: (sid: Secret) => Promise<void>;
}

interface SessionAnswer {
  readonly name: string;
  readonly email: string;
  readonly expiresAt: Date;
}

const tokenSchema = z.object({ sid: z.string().length(43) });

/** Over HTTPS the name itself makes the browser refuse a cookie that another host or plain http set. */
export function sessionCookie({ isHttps }: Pick<Env, "isHttps"> = getEnv()) {
  return {
    name: isHttps ? "__Host-latchkey-session" : "latchkey-session",
    options: { httpOnly: true, sameSite: "lax", path: "/", secure: isHttps },
  } as const;
}

/** The cookie's text for a session. It ends with the session at the latest. */
export function sealSessionCookie(sid: Secret): Promise<string> {
  const secret = getEnv().nextAuthSecret.reveal();
  return encode({ token: { sid: sid.reveal() }, secret, maxAge: maxAgeSeconds });
}

/** The session that a cookie names; null for any cookie that we did not make. */
export async function openSessionCookie(text: string): Promise<Secret | null> {
  const opened = await decode({ token: text, secret: getEnv().nextAuthSecret.reveal() }).catch(() => null);
  const token = tokenSchema.safeParse(opened);
  return token.success ? new Secret(token.data.sid) : null;
}

/** All that next-auth is told. It reaches accounts and sessions through the doors alone. */
export function authOptions(doors: AuthDoors): AuthOptions {
  return {
    secret: getEnv().nextAuthSecret.reveal(),
    session: { strategy: "jwt", maxAge: maxAgeSeconds },
    cookies: { sessionToken: sessionCookie() },
    useSecureCookies: getEnv().isHttps,
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    providers: [
      {
        id: "credentials",
        name: "Email and password",
        type: "credentials",
        credentials: { email: {}, password: {} },
        authorize: async (sent) => {
          const session = await doors.signIn(
            String(sent?.email ?? ""),
            new Secret(String(sent?.password ?? "")),
          );
          return session && { id: session.sid.reveal() };
        },
      },
    ],
    callbacks: {
      // Its own check throws over an address that is none, and lets paths through that name a host.
      redirect: ({ url }) => {
        const { appOrigin } = getEnv();
        const path = url.startsWith(appOrigin) ? url.slice(appOrigin.length) : url;
        return `${appOrigin}${safeNextPath(path, appOrigin)}`;
      },
      // `session` holds what a browser posts to change its own session: nothing of it is taken over.
      jwt: ({ token, user, trigger }) => ({ sid: trigger === "signIn" ? user.id : token.sid }),
      session: async ({ token }) => {
        const { sid } = tokenSchema.parse(token);
        const person = await doors.findPerson(new Secret(sid));
        // next-auth answers a throw here with an empty session and takes the cookie back.
        if (person === null) throw new Error("The session has ended.");
        const { name, email, expiresAt } = person;
        return { user: { name, email }, expires: expiresAt.toISOString() };
      },
    },
    events: {
      signOut: async ({ token }) => {
        const parsed = tokenSchema.safeParse(token);
        if (parsed.success) await doors.signOut(new Secret(parsed.data.sid));
      },
    },
    logger: {
      // Its second argument can hold what was sent.
      error: (code) => writeLog("next_auth.error", { code }),
      warn: () => {},
      debug: () => {},
    },
  };
}

/** What Next hands to a route of `/api/auth/…`. */
export interface AuthRouteContext {
  readonly params: Promise<{ nextauth: string[] }>;
}

/** Lets next-auth answer one request to `/api/auth/…`. */
export async function answerAuthRequest(
  request: NextRequest,
  context: AuthRouteContext,
  doors: AuthDoors,
): Promise<Response> {
  const answer: unknown = await NextAuth(request, context, authOptions(doors));
  if (!(answer instanceof Response)) throw new TypeError("next-auth gave no response.");
  return answer;
}
