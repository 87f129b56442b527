import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "@playwright/test";
import pg from "pg";
import { findFreePort } from "@/lib/db/embedded/find-free-port";
import { fromRoot, plainEnvironment } from "@/scripts/child";
import { findRunningDatabase } from "@/scripts/find-running-database";
import { getProduct } from "./get-product";
import { type Launch, type LaunchOptions, launchProduct, makeFolder } from "./launch-product";
import { isAlive, listDescendants } from "./processes";

// Some tests start the product three times.
test.describe.configure({ timeout: 240_000 });

let folder = "";
let home = "";
let port = 0;
let launches: Launch[] = [];

test.beforeEach(async () => {
  folder = await makeFolder();
  home = join(folder, "home");
  port = await findFreePort();
  launches = [];
});

test.afterEach(async () => {
  for (const launch of launches) {
    launch.signal("SIGTERM");
    await launch.ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: Partial<LaunchOptions> = {}): Promise<Launch> {
  const launch = await launchProduct({ home, port, ...options });
  launches.push(launch);
  return launch;
}

const ready = /^Ready on /;

async function query(connectionString: string, sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function requireDatabase(): Promise<string> {
  const database = await findRunningDatabase(home);
  if (database === undefined) throw new Error("The database does not run.");
  return database.superuserUrl.reveal();
}

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  test(`${signal} to npm ends everything with exit code 0`, async () => {
    const launch = await start({ isThroughNpm: true });
    expect(await launch.waitFor(ready)).toBe(`Ready on http://localhost:${port}`);
    const started = listDescendants(launch.pid);
    const commands = started.map(({ command }) => command).join("\n");
    for (const part of ["next-server", "sandbox/main.ts", "postgres"]) expect(commands).toContain(part);
    launch.signal(signal);
    expect(await launch.ended).toEqual({ code: 0, signal: null });
    expect(started.filter(({ pid }) => isAlive(pid))).toEqual([]);
    expect(existsSync(join(home, "run.json"))).toBe(false);
  });
}

test("a signal while the database is being made ends everything with exit code 0", async () => {
  const launch = await start();
  await launch.waitFor(/^Starting PostgreSQL/);
  launch.signal("SIGINT");
  expect(await launch.ended).toEqual({ code: 0, signal: null });
  expect(launch.output()).not.toContain("Ready on");
  expect(await findRunningDatabase(home)).toBeUndefined();
});

test("a killed product leaves nothing that hurts, and the next start finds all data", async () => {
  const killed = await start();
  await killed.waitFor(ready);
  const started = listDescendants(killed.pid);
  await query(
    await requireDatabase(),
    `INSERT INTO "RateBudget" (key, count, "windowEndsAt") VALUES ('kept', 42, now())`,
  );
  const keys = readKeys();
  killed.signal("SIGKILL");
  await killed.ended;

  const next = await start();
  await next.waitFor(ready);
  expect(started.filter(({ pid }) => isAlive(pid))).toEqual([]);
  expect(await query(await requireDatabase(), `SELECT count FROM "RateBudget" WHERE key = 'kept'`)).toEqual([
    { count: 42 },
  ]);
  expect(readKeys()).toEqual(keys);
});

test("a killed npm takes everything with it, and a start right after waits for that", async () => {
  const killed = await start({ isThroughNpm: true });
  await killed.waitFor(ready);
  const started = listDescendants(killed.pid);
  killed.signal("SIGKILL");
  const next = await start();
  await next.waitFor(ready);
  expect(started.filter(({ pid }) => isAlive(pid))).toEqual([]);
});

test("a child that is killed takes everything with it, in one sentence", async () => {
  const launch = await start();
  await launch.waitFor(ready);
  const started = listDescendants(launch.pid);
  const server = started.find(({ command }) => command.includes("next-server"));
  if (server === undefined) throw new Error("There is no web server.");
  process.kill(server.pid, "SIGKILL");
  expect(await launch.ended).toEqual({ code: 1, signal: null });
  expect(launch.output()).toContain("The web server ended unexpectedly (SIGKILL)");
  expect(started.filter(({ pid }) => isAlive(pid))).toEqual([]);
});

test("a taken port is told in one sentence, before anything else is done", async () => {
  const other = createServer().listen(port, "127.0.0.1");
  await once(other, "listening");
  const launch = await start();
  expect(await launch.ended).toEqual({ code: 1, signal: null });
  expect(launch.output()).toBe(
    `Port ${port} is taken by another program: stop it, or set PORT to another number.`,
  );
  expect(existsSync(join(home, "postgres"))).toBe(false);
  other.close();
});

test("a second start from the same folder names the first and does it no harm", async ({ request }) => {
  const first = await start();
  await first.waitFor(ready);
  const second = await start({ port: await findFreePort() });
  expect(await second.ended).toEqual({ code: 1, signal: null });
  expect(second.output()).toBe(
    `Latchkey already runs from this folder: process ${first.pid}, http://localhost:${port}. Stop that one first, or use it.`,
  );
  expect((await request.get(`http://localhost:${port}/api/health`)).status()).toBe(200);
});

test("a later start keeps every key, and only the newest setup address is worth anything", async () => {
  const first = await start();
  const firstToken = readToken(await first.waitFor(/^Create the first owner: /));
  await first.waitFor(ready);
  const keys = readKeys();
  // The fourth, the key of the build, is given here.
  expect(Object.keys(keys).sort()).toEqual(["audit-key.json", "key-ring.json", "nextauth-secret"]);
  for (const name of Object.keys(keys)) expect(modeOf(join(home, "keys", name))).toBe(0o600);
  expect(modeOf(join(home, "keys"))).toBe(0o700);
  expect(modeOf(join(home, "setup-token"))).toBe(0o600);
  expect(readFileSync(join(home, "setup-token"), "utf8").trim()).toBe(hash(firstToken));
  first.signal("SIGTERM");
  await first.ended;

  const second = await start();
  const secondToken = readToken(await second.waitFor(/^Create the first owner: /));
  await second.waitFor(ready);
  expect(second.output()).not.toContain("Building");
  expect(readKeys()).toEqual(keys);
  expect(secondToken).not.toBe(firstToken);
  expect(readFileSync(join(home, "setup-token"), "utf8").trim()).toBe(hash(secondToken));
});

test("a lost key ring is asked for, and no other is made", async () => {
  const first = await start();
  await first.waitFor(ready);
  first.signal("SIGTERM");
  await first.ended;
  rmSync(join(home, "keys", "key-ring.json"));
  const second = await start();
  expect(await second.ended).toEqual({ code: 1, signal: null });
  expect(second.output()).toContain("put that file back");
  expect(existsSync(join(home, "keys", "key-ring.json"))).toBe(false);
});

test("with a database of one's own, no other is started and the owner's address is kept from the server", async () => {
  const name = `given_${port}`;
  await query(getProduct().databaseUrl, `CREATE DATABASE ${name}`);
  const url = getProduct().databaseUrl.replace(/\/[^/]*$/, `/${name}`);
  const launch = await start({
    environment: { DATABASE_URL: url, DATABASE_OWNER_URL: url },
  });
  await launch.waitFor(ready);
  const started = listDescendants(launch.pid);
  expect(started.map(({ command }) => command).join("\n")).not.toMatch(/postgres|sandbox/);
  expect(launch.output()).toContain("The role of DATABASE_URL owns the tables");
  expect(existsSync(join(home, "postgres"))).toBe(false);
  const server = started.find(({ command }) => command.includes("next-server"));
  if (server !== undefined && existsSync(`/proc/${server.pid}/environ`)) {
    const names = readFileSync(`/proc/${server.pid}/environ`, "utf8")
      .split("\0")
      .map((line) => line.split("=")[0]);
    expect(names).toContain("DATABASE_URL");
    for (const hidden of ["DATABASE_OWNER_URL", "SANDBOX_CONTROL_KEY", "LATCHKEY_HOME"]) {
      expect(names).not.toContain(hidden);
    }
  }
  launch.signal("SIGTERM");
  expect(await launch.ended).toEqual({ code: 0, signal: null });
  await query(getProduct().databaseUrl, `DROP DATABASE ${name}`);
});

for (const [what, environment, sentence] of [
  [
    "a database that does not answer",
    { DATABASE_URL: "postgresql://app:hidden-word@127.0.0.1:1/latchkey" },
    "cannot be reached",
  ],
  ["a home folder that cannot be", { LATCHKEY_HOME: "/dev/null/home" }, "/dev/null"],
  ["switched-off certificate checks", { NODE_TLS_REJECT_UNAUTHORIZED: "0" }, "NODE_TLS_REJECT_UNAUTHORIZED"],
  [
    "a sandbox beside real data",
    { DATABASE_URL: "postgresql://app@db.example/latchkey", SANDBOX_URL: "http://localhost:1" },
    "ALLOW_SANDBOX",
  ],
] as const) {
  test(`${what} is told in one sentence without a stack`, async () => {
    const launch = await start({ environment });
    expect(await launch.ended).toEqual({ code: 1, signal: null });
    const last = launch.output().split("\n").at(-1) ?? "";
    expect(last).toContain(sentence);
    expect(launch.output()).not.toMatch(/\n\s+at |hidden-word/);
  });
}

test("an account can be made beside the running product and without it, from one line of input", async () => {
  const launch = await start();
  await launch.waitFor(ready);
  const beside = await createUser("first@example.com", "owner");
  expect(beside).toEqual({
    code: 0,
    output: "first@example.com can now sign in, as owner of the new organization Example.\n",
  });
  launch.signal("SIGTERM");
  await launch.ended;

  const alone = await createUser("second@example.com", "auditor");
  expect(alone).toEqual({ code: 0, output: "second@example.com can now sign in, as auditor of Example.\n" });
  expect(await findRunningDatabase(home)).toBeUndefined();

  const again = await start();
  await again.waitFor(ready);
  expect(again.output()).not.toContain("Create the first owner");
  expect(existsSync(join(home, "setup-token"))).toBe(false);
});

async function createUser(email: string, role: string): Promise<{ code: number | null; output: string }> {
  const child = spawn(
    process.execPath,
    [
      ...["--import", "tsx", fromRoot("scripts/user-create.ts"), "--no-env-file"],
      ...["--email", email, "--name", "A Person", "--organization", "Example", "--role", role],
    ],
    {
      cwd: fromRoot("."),
      env: { ...plainEnvironment(), NODE_ENV: "production", LATCHKEY_HOME: home },
    },
  );
  child.stdin.end(`${email} walks over nine bridges\n`);
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code: child.exitCode, output: out + errors };
}

function readKeys(): Record<string, string> {
  const keys = join(home, "keys");
  return Object.fromEntries(readdirSync(keys).map((name) => [name, readFileSync(join(keys, name), "utf8")]));
}

function readToken(line: string): string {
  return new URL(line.replace("Create the first owner: ", "")).searchParams.get("token") ?? "";
}

function hash(value: string): string {
  return createHash("sha256").update(value).digest("hex");
}

function modeOf(path: string): number {
  return statSync(path).mode & 0o777;
}
