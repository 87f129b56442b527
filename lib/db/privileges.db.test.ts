import { randomUUID } from "node:crypto";
import type pg from "pg";
import { expect, test } from "vitest";
import { connectAs } from "./test-connection.fixture";

const insufficientPrivilege = "42501";

/** Adds one event with the least that the table accepts. */
async function addEvent(client: pg.Client): Promise<string> {
  const organizationId = randomUUID();
  await client.query(
    `INSERT INTO "AuditEvent" ("organizationId", "seq", "id", "occurredAt", "action", "outcome", "actorType", "actorName", "kid", "payload", "hash", "signature")
     VALUES ($1, 1, $2, now(), 'session.started', 'succeeded', 'system', '', 'k', '{}', $3, $4)`,
    [organizationId, randomUUID(), Buffer.alloc(32), Buffer.alloc(64)],
  );
  return organizationId;
}

async function refusalOf(client: pg.Client, sql: string): Promise<{ code: unknown; message: string }> {
  const thrown: unknown = await client.query(sql).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(thrown instanceof Error) || !("code" in thrown)) return { code: "done", message: "" };
  return { code: thrown.code, message: thrown.message };
}

const changes = [
  `UPDATE "AuditEvent" SET "actorName" = 'nobody'`,
  `DELETE FROM "AuditEvent"`,
  `TRUNCATE "AuditEvent"`,
  `INSERT INTO "AuditEvent" SELECT * FROM "AuditEvent" ON CONFLICT ("id") DO UPDATE SET "actorName" = 'nobody'`,
  `MERGE INTO "AuditEvent" a USING "AuditEvent" b ON a."id" = b."id" WHEN MATCHED THEN DELETE`,
];

test.for(changes)("the app's role can add and read events, and is refused: %s", async (sql) => {
  const app = await connectAs("app");
  const organizationId = await addEvent(app);
  expect((await refusalOf(app, sql)).code).toBe(insufficientPrivilege);
  const kept = await app.query(`SELECT "actorName" FROM "AuditEvent" WHERE "organizationId" = $1`, [
    organizationId,
  ]);
  expect(kept.rows).toEqual([{ actorName: "" }]);
});

test.for(changes)("the owner is stopped by the trigger, which says why: %s", async (sql) => {
  const owner = await connectAs("owner");
  await addEvent(owner);
  const refusal = await refusalOf(owner, sql);
  expect(refusal.code).toBe(insufficientPrivilege);
  expect(refusal.message).toMatch(
    /^The audit log only grows: (UPDATE|DELETE|TRUNCATE) on "AuditEvent" is refused\.$/,
  );
});

test("a session that plays a replica does not slip past the trigger", async () => {
  const superuser = await connectAs("superuser");
  await addEvent(superuser);
  await superuser.query("SET session_replication_role = replica");
  expect((await refusalOf(superuser, `DELETE FROM "AuditEvent"`)).message).toContain("only grows");
});

test.for([
  `CREATE TABLE "Mine" ("id" int)`,
  `CREATE TEMPORARY TABLE "Mine" ("id" int)`,
  `CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
  `CREATE SCHEMA mine`,
  `ALTER TABLE "AuditEvent" DISABLE TRIGGER "AuditEvent_only_grows"`,
  `DROP TRIGGER "AuditEvent_only_grows" ON "AuditEvent"`,
  `DROP TABLE "AuditEvent"`,
  `TRUNCATE "Credential"`,
  `ALTER TABLE "Credential" ADD COLUMN "mine" int`,
  `SET session_replication_role = replica`,
  `INSERT INTO "_prisma_migrations" SELECT * FROM "_prisma_migrations"`,
  `ALTER TABLE "AuditEvent" OWNER TO CURRENT_USER`,
])("the app's role may not change the shape of anything: %s", async (sql) => {
  const app = await connectAs("app");
  expect((await refusalOf(app, sql)).code).toBe(insufficientPrivilege);
});

test("the app's role can do its work on every other table", async () => {
  const app = await connectAs("app");
  const tables = await app.query(`
    SELECT relname, has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT') AS adds,
           has_table_privilege(oid, 'UPDATE') OR has_table_privilege(oid, 'DELETE') AS changes
    FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname`);
  const limited = tables.rows.filter((row) => !row.adds || !row.changes);
  expect(limited).toEqual([
    { relname: "AuditDaily", adds: false, changes: false },
    { relname: "AuditDay", adds: false, changes: false },
    { relname: "AuditEvent", adds: true, changes: false },
    { relname: "AuditName", adds: false, changes: false },
    { relname: "_prisma_migrations", adds: false, changes: false },
  ]);
  expect(tables.rows.length).toBeGreaterThan(8);
});
