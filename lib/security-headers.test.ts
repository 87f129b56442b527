import { expect, test } from "vitest";
import { commonHeaders, pageContentSecurityPolicy } from "./security-headers";

test("what development needs is allowed there and nowhere else", () => {
  const page = { nonce: "n", isHttps: false };
  expect(pageContentSecurityPolicy({ ...page, isDevelopment: true })).toContain("'unsafe-eval'");
  expect(pageContentSecurityPolicy({ ...page, isDevelopment: false })).not.toContain("unsafe");
});

test("every answer is closed to frames, sniffing and other origins", () => {
  const headers = Object.fromEntries(commonHeaders.map(({ key, value }) => [key, value]));
  expect(headers).toMatchObject({
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
  });
  expect(headers["Permissions-Policy"]).toContain("camera=()");
});
