import { beforeEach, expect, test, vi } from "vitest";
import type { Environment } from "@/lib/environment";

beforeEach(() => {
  vi.resetModules();
  const needed = {
    DATABASE_URL: "postgresql://localhost/made-up",
    APP_ORIGIN: "http://localhost:3000",
    NEXTAUTH_SECRET: crypto.randomUUID(),
    KEYRING_FILE: "made-up.json",
    AUDIT_KEY_FILE: "made-up.json",
  };
  for (const [name, value] of Object.entries(needed)) vi.stubEnv(name, value);
  return () => vi.unstubAllEnvs();
});

async function findHost(environment: Environment) {
  const { findAdobeHost } = await import("./adobe-host");
  return findAdobeHost(environment);
}

test("Adobe's hosts are fixed and asked over https only, whatever the environment says", async () => {
  vi.stubEnv("SANDBOX_URL", "http://127.0.0.1:4000");
  expect(await findHost("production")).toEqual({
    imsOrigin: "https://ims-na1.adobelogin.com",
    consoleOrigin: "https://api.adobe.io",
    allowInsecureRequests: false,
  });
  expect(await findHost("stage")).toEqual({
    imsOrigin: "https://ims-na1-stg1.adobelogin.com",
    consoleOrigin: undefined,
    allowInsecureRequests: false,
  });
});

test("the sandbox is the server of SANDBOX_URL and may speak plain http", async () => {
  vi.stubEnv("SANDBOX_URL", "http://127.0.0.1:4000");
  expect(await findHost("sandbox")).toEqual({
    imsOrigin: "http://127.0.0.1:4000",
    consoleOrigin: "http://127.0.0.1:4000",
    allowInsecureRequests: true,
  });
});

test("without SANDBOX_URL a sandbox credential asks nobody and says so", async () => {
  vi.stubEnv("SANDBOX_URL", "");
  const { requestToken } = await import("./request-token");
  const { Secret } = await import("@/lib/secret");
  const outcome = await requestToken({
    environment: "sandbox",
    clientId: "made-up",
    clientSecret: new Secret("made-up"),
    scopes: [],
  });
  expect(outcome).toEqual({
    ok: false,
    failure: { code: "sandbox_not_running", tries: 0, durationMs: 0 },
  });
});
