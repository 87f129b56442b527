import { randomBytes } from "node:crypto";
import { NextRequest } from "next/server";
import { afterEach, expect, test, vi } from "vitest";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

interface Asked {
  readonly path?: string;
  readonly host?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly appOrigin?: string;
}

async function ask({ path = "/", host = "localhost:3000", method = "GET", headers = {}, appOrigin }: Asked) {
  vi.stubEnv("APP_ORIGIN", appOrigin ?? "http://localhost:3000");
  vi.stubEnv("NEXTAUTH_SECRET", randomBytes(32).toString("base64url"));
  for (const name of ["DATABASE_URL", "KEYRING_FILE", "AUDIT_KEY_FILE"]) vi.stubEnv(name, "unused");
  const { proxy } = await import("./proxy");
  // Next fills the address from the server's own name, whatever the client called it.
  const request = new NextRequest(`http://localhost:3000${path}`, { method, headers: { host, ...headers } });
  return proxy(request);
}

/** A request header as the page behind the proxy sees it. */
function passed(response: Response, name: string): string | null {
  const names = response.headers.get("x-middleware-override-headers")?.split(",") ?? [];
  return names.includes(name) ? response.headers.get(`x-middleware-request-${name}`) : null;
}

test("a page's policy allows nothing unsafe and names a nonce of its own", async () => {
  const [one, other] = [await ask({}), await ask({})];
  const policy = one.headers.get("content-security-policy") ?? "";
  const nonce = passed(one, "x-nonce") ?? "";
  expect(Buffer.from(nonce, "base64")).toHaveLength(16);
  expect(policy).toContain(`'nonce-${nonce}'`);
  expect(policy).not.toContain("unsafe");
  expect(passed(one, "content-security-policy")).toBe(policy);
  expect(passed(other, "x-nonce")).not.toBe(nonce);
});

test("a client cannot choose the nonce, the way back or the address it is led to", async () => {
  const response = await ask({
    path: "/credentials?q=a",
    headers: {
      "x-nonce": "chosen",
      "x-latchkey-path": "/elsewhere",
      "x-latchkey-canonical-address": "https://evil.example",
      "x-middleware-subrequest": "proxy",
    },
  });
  expect(passed(response, "x-nonce")).not.toBe("chosen");
  expect(passed(response, "x-latchkey-path")).toBe("/credentials?q=a");
  expect(passed(response, "x-latchkey-canonical-address")).toBeNull();
  expect(passed(response, "x-middleware-subrequest")).toBeNull();
});

test("a read under a stray host name is answered with its address at home", async () => {
  const response = await ask({ path: "/credentials?q=a", host: "127.0.0.1:3000" });
  expect(new URL(response.headers.get("x-middleware-rewrite") ?? "").pathname).toBe("/api/home");
  expect(passed(response, "x-latchkey-canonical-address")).toBe("http://localhost:3000/credentials?q=a");
});

test("a path with a slash at its end is led to the one without", async () => {
  const response = await ask({ path: "/credentials/?q=a" });
  expect(response.status).toBe(308);
  expect(new URL(response.headers.get("location") ?? "").pathname).toBe("/credentials");
});

test("a path that looks like a host is never led to that host", async () => {
  for (const path of ["//evil.example/", "/.//evil.example/", "//evil.example//"]) {
    const location = (await ask({ path })).headers.get("location");
    expect(new URL(location ?? "", "http://localhost:3000").host).toBe("localhost:3000");
  }
});

test("only our own origin gets as far as Next, which would answer others without a word or an event", async () => {
  for (const origin of ["https://evil.example", "null", "::::", "http://localhost:3000/"]) {
    expect(passed(await ask({ method: "POST", headers: { origin } }), "origin")).toBeNull();
  }
  const own = await ask({ method: "POST", headers: { origin: "http://localhost:3000" } });
  expect(passed(own, "origin")).toBe("http://localhost:3000");
});

test("a body over the limit is refused in words, whatever it was meant for", async () => {
  const headers = { "content-length": String(8 * 1024 * 1024 + 1) };
  const response = await ask({ method: "POST", headers });
  expect(response.status).toBe(413);
  expect(await response.text()).toContain("nothing was changed");
});

test("only an installation behind HTTPS asks browsers to insist on it", async () => {
  const plain = await ask({});
  expect(plain.headers.get("strict-transport-security")).toBeNull();
  expect(plain.headers.get("content-security-policy")).not.toContain("upgrade-insecure-requests");
  vi.resetModules();
  const appOrigin = "https://latchkey.example";
  const secure = await ask({ appOrigin, host: "latchkey.example" });
  expect(secure.headers.get("strict-transport-security")).toContain("max-age=63072000");
  expect(secure.headers.get("content-security-policy")).toContain("upgrade-insecure-requests");
  const file = await ask({ appOrigin, host: "latchkey.example", path: "/_next/static/a.js" });
  expect(file.headers.get("strict-transport-security")).toContain("max-age=63072000");
});
