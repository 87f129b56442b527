import { randomBytes } from "node:crypto";
import pg from "pg";
import { expect, inject, onTestFinished, test } from "vitest";
import { applyMigrations, MigrationError } from "./migrate";

const server = inject("testServer");

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const role = (url: string) => new URL(url).username;

/** A database with nothing in it, gone when the test ends. */
async function createDatabase(): Promise<{ ownerUrl: string; appUrl: string; superuserUrl: string }> {
  const name = `empty_${randomBytes(6).toString("hex")}`;
  await query(server.superuserUrl, `CREATE DATABASE ${name} OWNER ${role(server.ownerUrl)}`);
  onTestFinished(async () => {
    await query(server.superuserUrl, `DROP DATABASE ${name} WITH (FORCE)`);
  });
  const at = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  return { ownerUrl: at(server.ownerUrl), appUrl: at(server.appUrl), superuserUrl: at(server.superuserUrl) };
}

async function failureOf(work: Promise<unknown>): Promise<string> {
  const thrown: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return thrown instanceof MigrationError ? thrown.message : "no MigrationError";
}

const history = `SELECT "migration_name", "finished_at" IS NOT NULL AS "finished" FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL ORDER BY 1`;

test("three instances starting at once apply each migration once", async () => {
  const urls = await createDatabase();
  const outcomes = await Promise.all([applyMigrations(urls), applyMigrations(urls), applyMigrations(urls)]);
  const applied = outcomes.map((outcome) => outcome.applied).sort();
  expect(applied.slice(0, 2)).toEqual([0, 0]);
  const rows = await query(urls.ownerUrl, history);
  expect(rows).toHaveLength(applied[2] ?? 0);
});

test("a migration that fails leaves nothing behind, and is applied once the cause is gone", async () => {
  const urls = await createDatabase();
  const inTheWay = `FUNCTION "refuse_audit_change"()`;
  await query(urls.ownerUrl, `CREATE ${inTheWay} RETURNS int LANGUAGE sql AS 'SELECT 1'`);
  expect(await failureOf(applyMigrations(urls))).toBe(
    'The database refused a migration (42723: function "refuse_audit_change" already exists with same argument types).',
  );
  expect(await query(urls.ownerUrl, `SELECT to_regclass('"Organization"') AS "table"`)).toEqual([
    { table: null },
  ]);
  await query(urls.ownerUrl, `DROP ${inTheWay}`);
  expect((await applyMigrations(urls)).applied).toBeGreaterThan(0);
  expect(await query(urls.ownerUrl, history)).not.toContainEqual(
    expect.objectContaining({ finished: false }),
  );
});

test("a migration cut off by a kill is applied at the next start", async () => {
  const urls = await createDatabase();
  const { applied } = await applyMigrations(urls);
  await query(
    urls.ownerUrl,
    `CREATE SCHEMA "kept";
     ALTER TABLE "_prisma_migrations" SET SCHEMA "kept";
     DROP SCHEMA public CASCADE;
     ALTER SCHEMA "kept" RENAME TO public;
     UPDATE public."_prisma_migrations" SET "finished_at" = NULL, "applied_steps_count" = 0`,
  );
  expect((await applyMigrations(urls)).applied).toBe(applied);
  await expect(query(urls.appUrl, `SELECT count(*) FROM "AuditEvent"`)).resolves.toHaveLength(1);
});

test("a database that a newer version has migrated is refused", async () => {
  const urls = await createDatabase();
  await applyMigrations(urls);
  await query(
    urls.ownerUrl,
    `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at")
     VALUES ('later', 'x', '99990101000000_later', now())`,
  );
  expect(await failureOf(applyMigrations(urls))).toContain("migrated by a newer version of Latchkey");
});

test("a database that holds something else is left alone", async () => {
  const urls = await createDatabase();
  await query(urls.ownerUrl, `CREATE TABLE "Theirs" ("id" int)`);
  expect(await failureOf(applyMigrations(urls))).toContain("holds other tables already");
  expect(await query(urls.ownerUrl, `SELECT to_regclass('"Organization"') AS "table"`)).toEqual([
    { table: null },
  ]);
});

test("the app's role loses what it should not have, whatever its name is", async () => {
  const urls = await createDatabase();
  const password = randomBytes(12).toString("hex");
  const name = `we"ird ${randomBytes(4).toString("hex")}`;
  const quoted = pg.escapeIdentifier(name);
  await query(urls.superuserUrl, `CREATE ROLE ${quoted} LOGIN PASSWORD '${password}'`);
  onTestFinished(async () => {
    await query(urls.superuserUrl, `DROP OWNED BY ${quoted}; DROP ROLE ${quoted}`);
  });
  const appUrl = new URL(urls.appUrl);
  appUrl.username = name;
  appUrl.password = password;
  await applyMigrations({ ownerUrl: urls.ownerUrl, appUrl: appUrl.href });
  await query(
    urls.ownerUrl,
    `GRANT ALL ON "AuditEvent" TO ${quoted}; GRANT CREATE ON SCHEMA public TO ${quoted}`,
  );
  const again = await applyMigrations({ ownerUrl: urls.ownerUrl, appUrl: appUrl.href });
  expect(again).toEqual({ applied: 0, rolesApart: true });
  await expect(query(appUrl.href, `DELETE FROM "AuditEvent"`)).rejects.toThrow("permission denied");
  await expect(query(appUrl.href, `CREATE TABLE "mine" ()`)).rejects.toThrow("permission denied");
  await expect(query(appUrl.href, `SELECT 1 FROM "AuditEvent"`)).resolves.toEqual([]);
});

test("one role for both works, and is told apart", async () => {
  const { ownerUrl } = await createDatabase();
  const outcome = await applyMigrations({ ownerUrl, appUrl: ownerUrl });
  expect(outcome.rolesApart).toBe(false);
});

test("a failure is one sentence without the connection string", async () => {
  const urls = await createDatabase();
  const password = randomBytes(12).toString("hex");
  const wrongPassword = Object.assign(new URL(urls.ownerUrl), { password }).href;
  const noDatabase = Object.assign(new URL(urls.appUrl), { pathname: "/nowhere" }).href;
  const closedPort = Object.assign(new URL(urls.appUrl), { port: "1" }).href;
  const sentences = [
    await failureOf(applyMigrations({ ...urls, ownerUrl: wrongPassword })),
    await failureOf(applyMigrations({ ...urls, appUrl: wrongPassword })),
    await failureOf(applyMigrations({ ...urls, appUrl: noDatabase })),
    await failureOf(applyMigrations({ ...urls, appUrl: closedPort })),
    await failureOf(applyMigrations({ ...urls, appUrl: "nonsense" })),
  ];
  expect(sentences.slice(0, 4)).toEqual([
    "PostgreSQL refuses the user or password of DATABASE_OWNER_URL.",
    "PostgreSQL refuses the user or password of DATABASE_URL.",
    "The database named in DATABASE_URL does not exist; create it first.",
    "PostgreSQL at DATABASE_URL cannot be reached (ECONNREFUSED).",
  ]);
  expect(sentences[4]).toContain("DATABASE_URL");
  expect(sentences.join()).not.toContain(password);
});
