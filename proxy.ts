import { type NextRequest, NextResponse } from "next/server";
import { bodyTooLarge, isBodyTooLarge } from "@/lib/body-limit";
import { canonicalAddress, canonicalAddressHeader } from "@/lib/canonical-address";
import { type Env, getEnv } from "@/lib/env";
import { pageContentSecurityPolicy, strictTransportSecurity } from "@/lib/security-headers";

/** Path and query of the page, for those who lead back to it. */
const pathHeader = "x-latchkey-path";

/** What no client may set. `x-middleware-subrequest` once made Next skip its proxy. */
const privateHeaders = ["x-middleware-subrequest", "x-nonce", pathHeader, canonicalAddressHeader];

/**
 * Runs before every answer, files included: gives pages their nonce and policy, and leads stray
 * host names home. It never decides who may do what; pages, queries and actions do.
 */
export function proxy(request: NextRequest): NextResponse {
  const env = getEnv();
  const headers = new Headers(request.headers);
  for (const name of privateHeaders) headers.delete(name);
  const response =
    leadHome(request, headers, env) ??
    refuseLarge(request) ??
    tidyPath(request) ??
    pass(request, headers, env);
  if (env.isHttps) response.headers.set("Strict-Transport-Security", strictTransportSecurity);
  return response;
}

function leadHome(request: NextRequest, headers: Headers, { appOrigin }: Env): NextResponse | undefined {
  const address = canonicalAddress({
    appOrigin,
    method: request.method,
    hosts: [headers.get("x-forwarded-host"), headers.get("host")],
    path: `${request.nextUrl.pathname}${request.nextUrl.search}`,
  });
  if (address === undefined) return undefined;
  headers.set(canonicalAddressHeader, address);
  return NextResponse.rewrite(new URL("/api/home", request.url), { request: { headers } });
}

/** As plain text: a browser shows it, and a form sent by script finds it in its error. */
function refuseLarge({ headers }: NextRequest): NextResponse | undefined {
  if (!isBodyTooLarge(headers.get("content-length"))) return undefined;
  return new NextResponse(bodyTooLarge, { status: 413, headers: { "Content-Type": "text/plain" } });
}

/** Next's own redirect of `/page/` would go out without our headers. */
function tidyPath({ nextUrl }: NextRequest): NextResponse | undefined {
  const { pathname } = nextUrl;
  if (pathname === "/" || !pathname.endsWith("/")) return undefined;
  // Put together by its parts: as a text, a path that begins with two slashes would name a host.
  const tidy = new URL(nextUrl.href);
  tidy.pathname = pathname.replace(/\/+$/, "");
  return NextResponse.redirect(tidy, 308);
}

function pass(request: NextRequest, headers: Headers, env: Env): NextResponse {
  const { appOrigin, isHttps, isDevelopment } = env;
  const { pathname, search } = request.nextUrl;
  headers.set(pathHeader, `${pathname}${search}`);
  // Next answers a foreign origin, and one that is no address, by itself: bare, and without an event.
  // The gate refuses a missing one as it refuses a foreign one, in words, and records it.
  if (headers.get("origin") !== appOrigin) headers.delete("origin");
  if (!isPage(pathname)) return NextResponse.next({ request: { headers } });
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = pageContentSecurityPolicy({ nonce, isHttps, isDevelopment });
  headers.set("x-nonce", nonce);
  // Next reads the nonce for its own tags from here.
  headers.set("Content-Security-Policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  return response;
}

function isPage(pathname: string): boolean {
  return !pathname.startsWith("/api/") && !pathname.startsWith("/_next/");
}
