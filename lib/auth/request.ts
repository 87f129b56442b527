import { cookies, headers } from "next/headers";
import { getEnv } from "@/lib/env";
import { newRequestId, type RequestId } from "@/lib/ids";
import type { Secret } from "@/lib/secret";
import { findClientAddress } from "./client-address";
import { openSessionCookie, sealSessionCookie, sessionCookie } from "./next-auth";
import { safeNextPath } from "./safe-next-path";
import type { StartedSession } from "./sessions";

/** How one request is named in the log and in the audit log. */
export interface RequestContext {
  readonly requestId: RequestId;
  /** Client address as the trusted proxies established it. */
  readonly address: string | null;
}

/** What the gate asks of a request, with Next taken out of it. */
export interface GateRequest extends RequestContext {
  readonly sid: Secret | null;
  readonly originHeader: string | null;
  readonly fetchSite: string | null;
}

/** For pages and actions: how this request is named, and where it comes from. */
export async function getRequestContext(): Promise<RequestContext> {
  const sent = await headers();
  const address = findClientAddress({
    peer: sent.get("x-latchkey-peer"),
    forwardedFor: sent.get("x-forwarded-for"),
    trustedProxies: getEnv().trustedProxies,
  });
  return { requestId: newRequestId(), address };
}

/** For actions: what the gate asks of the request at hand. */
export async function getGateRequest(): Promise<GateRequest> {
  const sent = await headers();
  return {
    ...(await getRequestContext()),
    sid: await getSid(),
    originHeader: sent.get("origin"),
    fetchSite: sent.get("sec-fetch-site"),
  };
}

/** The session that the browser's cookie names. An `Authorization` header never names one. */
export async function getSid(): Promise<Secret | null> {
  const cookie = (await cookies()).get(sessionCookie().name);
  return cookie === undefined ? null : openSessionCookie(cookie.value);
}

/** Whether React sent the form; a browser without scripts posts it by itself. */
export async function isSentByScript(): Promise<boolean> {
  return (await headers()).has("next-action");
}

/** Path and query of the page that is asked for, or that holds the form. Written by the proxy. */
export async function getPagePath(): Promise<string> {
  return safeNextPath((await headers()).get("x-latchkey-path"), getEnv().appOrigin);
}

/** Gives the browser its session; for actions. */
export async function setSessionCookie(session: StartedSession): Promise<void> {
  const { name, options } = sessionCookie();
  const text = await sealSessionCookie(session.sid);
  (await cookies()).set(name, text, { ...options, expires: session.expiresAt });
}

/** Takes the session from the browser; for actions. */
export async function clearSessionCookie(): Promise<void> {
  const { name, options } = sessionCookie();
  (await cookies()).set(name, "", { ...options, maxAge: 0 });
}
