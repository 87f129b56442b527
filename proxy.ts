import { type NextRequest, NextResponse } from "next/server";
import { canonicalAddress } from "@/lib/canonical-address";
import { getEnv } from "@/lib/env";
import { pageContentSecurityPolicy, strictTransportSecurity } from "@/lib/security-headers";

/**
 * Runs before every answer, files included: gives pages their nonce and policy, and leads stray
 * host names home. It never decides who may do what; pages, queries and actions do.
 */
export function proxy(request: NextRequest): NextResponse {
  const { appOrigin, isHttps, isDevelopment } = getEnv();
  const response = answer(request, { appOrigin, isHttps, isDevelopment });
  if (isHttps) response.headers.set("Strict-Transport-Security", strictTransportSecurity);
  return response;
}

interface Settings {
  readonly appOrigin: string;
  readonly isHttps: boolean;
  readonly isDevelopment: boolean;
}

function answer(request: NextRequest, { appOrigin, isHttps, isDevelopment }: Settings): NextResponse {
  const { pathname, search } = request.nextUrl;
  const canonical = canonicalAddress({
    appOrigin,
    method: request.method,
    hosts: [request.headers.get("x-forwarded-host"), request.headers.get("host")],
    path: `${pathname}${search}`,
  });
  if (canonical !== undefined) return NextResponse.redirect(canonical, 307);

  const headers = new Headers(request.headers);
  headers.delete("x-middleware-subrequest");
  headers.delete("x-nonce");
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
