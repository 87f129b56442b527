import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { readSettings } from "./settings";

const root = "/srv/latchkey";
const read = (environment: Record<string, string>) => readSettings(environment, root);
const databaseUrl = "postgresql://app:hidden-password@db.example:5432/latchkey";

test("nothing set gives an evaluation on this machine alone", () => {
  expect(read({})).toEqual({
    home: "/srv/latchkey/.latchkey",
    port: 3000,
    listenHost: "localhost",
    appOrigin: "http://localhost:3000",
    database: { kind: "embedded" },
    sandbox: { kind: "own" },
    nextAuthSecret: undefined,
    actionsKey: undefined,
    keyRingFile: undefined,
    auditKeyFile: undefined,
    trustedProxies: "",
    leaseSeconds: 60,
    sandboxControlKey: undefined,
  });
});

test("empty variables count as unset", () => {
  expect(read({ PORT: "", APP_ORIGIN: " ", DATABASE_URL: "", SANDBOX_URL: "" })).toEqual(read({}));
});

test("a database may be reached by a socket", () => {
  const url = "postgresql://app:word@/latchkey?host=/var/run/postgresql";
  expect(read({ DATABASE_URL: url }).database).toMatchObject({ kind: "given" });
});

test("the port and the address follow each other on this machine, and only there", () => {
  expect(read({ PORT: "4000" }).appOrigin).toBe("http://localhost:4000");
  expect(read({ APP_ORIGIN: "http://127.0.0.1:4000" })).toMatchObject({
    port: 4000,
    listenHost: "localhost",
  });
  expect(read({ APP_ORIGIN: "https://latchkey.example" })).toMatchObject({
    port: 3000,
    listenHost: "0.0.0.0",
  });
  expect(read({ APP_ORIGIN: "https://latchkey.example:8443", PORT: "80" }).port).toBe(80);
  expect(read({ APP_ORIGIN: "http://[::1]:4000" })).toMatchObject({ port: 4000, listenHost: "::1" });
});

test("paths start at the root of the clone", () => {
  expect(read({ LATCHKEY_HOME: "state", KEYRING_FILE: "/run/ring.json" })).toMatchObject({
    home: "/srv/latchkey/state",
    keyRingFile: "/run/ring.json",
  });
});

describe("the sandbox", () => {
  test("is absent with a database of one's own, unless allowed", () => {
    expect(read({ DATABASE_URL: databaseUrl }).sandbox).toEqual({ kind: "none" });
    expect(read({ DATABASE_URL: databaseUrl, ALLOW_SANDBOX: "1" }).sandbox).toEqual({ kind: "own" });
    const url = "http://localhost:3010";
    expect(read({ SANDBOX_URL: url }).sandbox).toEqual({ kind: "given", url });
    expect(read({ DATABASE_URL: databaseUrl, ALLOW_SANDBOX: "1", SANDBOX_URL: url }).sandbox).toEqual({
      kind: "given",
      url,
    });
    expect(() => read({ DATABASE_URL: databaseUrl, SANDBOX_URL: url })).toThrow("ALLOW_SANDBOX=1");
  });
});

test.each([
  [{ NODE_TLS_REJECT_UNAUTHORIZED: "0" }, "NODE_TLS_REJECT_UNAUTHORIZED"],
  [{ PORT: "0" }, "PORT"],
  [{ PORT: "65536" }, "PORT"],
  [{ PORT: "3000x" }, "PORT"],
  [{ APP_ORIGIN: "http://localhost:3000/" }, "APP_ORIGIN"],
  [{ APP_ORIGIN: "ftp://localhost" }, "APP_ORIGIN"],
  [{ APP_ORIGIN: "localhost:3000" }, "APP_ORIGIN"],
  [{ DATABASE_URL: "hidden-password" }, "DATABASE_URL"],
  [{ DATABASE_URL: "postgresql://app:hidden-password@host:port/latchkey" }, "is no whole address"],
  [{ DATABASE_URL: "postgresql://app:hidden-password#1@host/latchkey" }, "is no whole address"],
  [{ DATABASE_OWNER_URL: databaseUrl }, "DATABASE_URL"],
  [{ DATABASE_URL: databaseUrl, DATABASE_OWNER_URL: "hidden-password" }, "DATABASE_OWNER_URL"],
  [{ SANDBOX_URL: "http://localhost:3010/ims" }, "SANDBOX_URL"],
  [{ NEXTAUTH_SECRET: "hidden-password" }, "NEXTAUTH_SECRET"],
  [{ NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: "hidden-password" }, "NEXT_SERVER_ACTIONS_ENCRYPTION_KEY"],
  [{ NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: randomBytes(16).toString("base64") }, "32 bytes"],
])("%o is refused in one sentence that names the variable and no secret", (environment, name) => {
  const refusal = (() => {
    try {
      read(environment);
      return "";
    } catch (thrown) {
      return thrown instanceof Error ? thrown.message : "";
    }
  })();
  expect(refusal).toContain(name);
  expect(refusal).not.toContain("hidden-password");
  expect(refusal).not.toContain("\n");
});

test("given secrets are kept as secrets", () => {
  const key = randomBytes(32).toString("base64");
  const settings = read({ NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: key, DATABASE_URL: databaseUrl });
  expect(settings.actionsKey?.reveal()).toBe(key);
  expect(JSON.stringify(settings)).not.toContain("hidden-password");
});

test.for(["0", "601", "2s", "-1"])("a lease of %s is refused", (seconds) => {
  expect(() => read({ LEASE_SECONDS: seconds })).toThrow("LEASE_SECONDS must be a number from 1 to 600.");
});
