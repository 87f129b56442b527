import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/lib/db/embedded";
import { Secret } from "@/lib/secret";
import { openDatabase } from "./database";
import { readSettings } from "./settings";

const folder = mkdtempSync(join(tmpdir(), "latchkey-lossy-"));
let durable: EmbeddedPostgres;

beforeAll(async () => {
  chmodSync(folder, 0o711);
  durable = await startEmbeddedPostgres({ home: join(folder, "home"), log: () => undefined });
});
afterAll(async () => {
  await durable.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a database as a start does; says what a person is told. */
async function open(appUrl: string, ownerUrl: string): Promise<string> {
  const settings = readSettings({ DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl }, folder);
  const said: string[] = [];
  try {
    const database = await openDatabase(settings, (line) => said.push(line));
    expect(database.appUrl).toBeInstanceOf(Secret);
  } catch (thrown) {
    if (thrown instanceof Error) said.push(thrown.message);
  }
  return said.join("\n");
}

const openDurable = (appUrl = durable.appUrl) => open(appUrl, durable.ownerUrl);

async function change(...statements: readonly string[]): Promise<void> {
  const client = new pg.Client(durable.superuserUrl);
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.query("SELECT pg_reload_conf()");
  await client.end();
}

test("the server that comes along keeps what it says it keeps", async () => {
  expect(await openDurable()).toBe("");
});

test("a server without fsync is refused in one sentence that names each setting", async () => {
  const { DATABASE_URL = "", TEST_OWNER_URL = "" } = process.env;
  const sentence = await open(DATABASE_URL, TEST_OWNER_URL);
  expect(sentence).toContain("PostgreSQL runs with fsync, full_page_writes and synchronous_commit off");
  expect(sentence).toContain("set fsync = on, full_page_writes = on and synchronous_commit = on");
});

test("a server that may write half pages is refused until it may not", async () => {
  await change("ALTER SYSTEM SET full_page_writes = off");
  await expect
    .poll(() => openDurable(), { timeout: 20_000 })
    .toMatch(/^PostgreSQL runs with full_page_writes off, so .*\.$/);
  await change("ALTER SYSTEM RESET full_page_writes");
  await expect.poll(() => openDurable(), { timeout: 20_000 }).toBe("");
});

test("commits that do not wait are refused, whether the role, the database or the address says so", async () => {
  const { user, database } = new pg.Client(durable.appUrl);
  const refused = /^PostgreSQL runs with synchronous_commit off, so .* ALTER ROLE, .*\.$/;
  for (const subject of [`ROLE ${user}`, `DATABASE ${database}`, `ROLE ${user} IN DATABASE ${database}`]) {
    await change(`ALTER ${subject} SET synchronous_commit = off`);
    expect(await openDurable(), subject).toMatch(refused);
    await change(`ALTER ${subject} RESET synchronous_commit`);
    expect(await openDurable(), subject).toBe("");
  }
  expect(await openDurable(`${durable.appUrl}?options=-c%20synchronous_commit%3Doff`)).toMatch(refused);
});

test("commits that wait for this server alone are kept, too", async () => {
  expect(await openDurable(`${durable.appUrl}?options=-c%20synchronous_commit%3Dlocal`)).toBe("");
});
