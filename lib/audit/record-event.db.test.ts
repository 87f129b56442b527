import { expect, test } from "vitest";
import { readChain } from "@/lib/audit/verification/read-chain";
import { verifyChain } from "@/lib/audit/verification/verify-chain";
import { closeDb, getDb } from "@/lib/db/client";
import { connectAs } from "@/lib/db/test-connection.fixture";
import { inTransaction } from "@/lib/db/transaction";
import { newOrganizationId, type OrganizationId } from "@/lib/ids";
import { getAuditKey } from "./audit-key";
import { AuditUnavailable } from "./audit-unavailable";
import { instanceChainId } from "./chain";
import { makeDraft, makeOrigin } from "./chain.fixture";
import { makeDraftPerAction } from "./event.fixture";
import { recordEvent } from "./record-event";

function record(organizationId: OrganizationId, name?: string) {
  return inTransaction((tx) => recordEvent(tx, organizationId, makeOrigin(), makeDraft(name)));
}

function verify(organizationId: OrganizationId) {
  const key = getAuditKey();
  return verifyChain(organizationId, readChain(organizationId), new Map([[key.kid, key.publicKey]]));
}

test("32 writers at once leave one chain without gaps", async () => {
  const organizationId = newOrganizationId();
  const writers = Array.from({ length: 32 }, async () => {
    const written: bigint[] = [];
    for (let round = 0; round < 8; round += 1) written.push((await record(organizationId)).seq);
    return written;
  });
  const numbers = (await Promise.all(writers)).flat().sort((one, other) => Number(one - other));
  expect(numbers).toEqual(Array.from({ length: 256 }, (_, index) => BigInt(index + 1)));
  expect(await verify(organizationId)).toMatchObject({ kind: "intact", tip: { seq: 256n } });
});

test("every action survives the way to the database and back", async () => {
  const organizationId = newOrganizationId();
  const drafts = Object.values(makeDraftPerAction());
  for (const draft of drafts) {
    await inTransaction((tx) => recordEvent(tx, organizationId, makeOrigin("Zoë \u{1f511}"), draft));
  }
  expect(await verify(organizationId)).toMatchObject({ kind: "intact", tip: { seq: BigInt(drafts.length) } });
});

test("organizations count for themselves and do not wait for each other", async () => {
  const [held, free] = [newOrganizationId(), newOrganizationId()];
  await record(held);
  await inTransaction(async (tx) => {
    await recordEvent(tx, held, makeOrigin(), makeDraft());
    expect((await record(free)).seq).toBe(1n);
    expect((await record(free)).seq).toBe(2n);
  });
  expect(await verify(held)).toMatchObject({ kind: "intact", tip: { seq: 2n } });
  expect(await verify(free)).toMatchObject({ kind: "intact", tip: { seq: 2n } });
});

test("what belongs to no organization has a chain of its own", async () => {
  const origin = { actor: { type: "system" }, requestId: null, address: null } as const;
  const draft = makeDraftPerAction()["access.denied"];
  const { seq } = await inTransaction((tx) => recordEvent(tx, "instance", origin, draft));
  expect(seq).toBe(1n);
  expect(await verify(instanceChainId)).toMatchObject({ kind: "intact", tip: { seq: 1n } });
});

test("two events of one transaction follow each other", async () => {
  const organizationId = newOrganizationId();
  const numbers = await inTransaction(async (tx) => {
    const first = await recordEvent(tx, organizationId, makeOrigin(), makeDraft());
    const second = await recordEvent(tx, organizationId, makeOrigin(), makeDraft());
    return [first.seq, second.seq];
  });
  expect(numbers).toEqual([1n, 2n]);
  expect(await verify(organizationId)).toMatchObject({ kind: "intact" });
});

test("an event that cannot be inserted takes the change with it", async () => {
  const organizationId = newOrganizationId();
  const owner = await connectAs("owner");
  await owner.query(`CREATE FUNCTION refuse_insert() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'no'; END $$`);
  await owner.query(`CREATE TRIGGER refuse_insert BEFORE INSERT ON "AuditEvent"
    FOR EACH ROW WHEN (NEW."organizationId" = '${organizationId}') EXECUTE FUNCTION refuse_insert()`);
  const act = inTransaction(async (tx) => {
    await tx.organization.create({ data: { id: organizationId, name: "Never there" } });
    await recordEvent(tx, organizationId, makeOrigin(), makeDraft());
  });
  await expect(act).rejects.toThrow(AuditUnavailable);
  expect(await getDb().organization.count({ where: { id: organizationId } })).toBe(0);
  expect(await verify(organizationId)).toMatchObject({ kind: "intact", tip: { seq: 0n } });
});

test("an event whose name cannot be stored takes the change with it", async () => {
  const organizationId = newOrganizationId();
  for (const name of ["half \ud83d", "zero \0"]) {
    const act = inTransaction(async (tx) => {
      await tx.organization.create({ data: { id: organizationId, name: "Never there" } });
      await recordEvent(tx, organizationId, makeOrigin(), makeDraft(name));
    });
    await expect(act).rejects.toThrow(AuditUnavailable);
  }
  expect(await getDb().organization.count({ where: { id: organizationId } })).toBe(0);
});

test("a change that fails after its event leaves no event and no gap", async () => {
  const organizationId = newOrganizationId();
  await record(organizationId);
  const act = inTransaction(async (tx) => {
    await recordEvent(tx, organizationId, makeOrigin(), makeDraft());
    throw new Error("The command gave up.");
  });
  await expect(act).rejects.toThrow("gave up");
  expect((await record(organizationId)).seq).toBe(2n);
  expect(await verify(organizationId)).toMatchObject({ kind: "intact", tip: { seq: 2n } });
});

test("the defaults of the server change neither the times nor the order of events", async () => {
  const organizationId = newOrganizationId();
  const owner = await connectAs("owner");
  const { rows: databases } = await owner.query("SELECT quote_ident(current_database()) AS name");
  const database: string = databases[0].name;
  await owner.query(`ALTER DATABASE ${database} SET TimeZone = 'Asia/Kolkata'`);
  await owner.query(`ALTER DATABASE ${database} SET default_transaction_isolation = 'serializable'`);
  await closeDb();
  await Promise.all(Array.from({ length: 16 }, () => record(organizationId)));
  const { rows } = await owner.query(
    `SELECT floor(extract(epoch FROM "occurredAt") * 1000)::float8 AS stored, payload FROM "AuditEvent"
      WHERE "organizationId" = $1`,
    [organizationId],
  );
  expect(rows.map((row) => row.stored)).toEqual(rows.map((row) => Date.parse(JSON.parse(row.payload).ts)));
  expect(await verify(organizationId)).toMatchObject({ kind: "intact", tip: { seq: 16n } });
  await owner.query(`ALTER DATABASE ${database} RESET ALL`);
  await closeDb();
});

test("a writer that cannot get the chain in time gives up, and the next one succeeds", async () => {
  const organizationId = newOrganizationId();
  const holder = await connectAs("app");
  await holder.query("BEGIN");
  await holder.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`audit:${organizationId}`]);
  const impatient = inTransaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL lock_timeout = '50ms'`;
    await recordEvent(tx, organizationId, makeOrigin(), makeDraft());
  });
  await expect(impatient).rejects.toThrow(AuditUnavailable);
  await holder.query("ROLLBACK");
  expect((await record(organizationId)).seq).toBe(1n);
});

test("the app's role can neither change nor remove an event", async () => {
  const organizationId = newOrganizationId();
  await record(organizationId);
  const app = await connectAs("app");
  for (const statement of [
    `UPDATE "AuditEvent" SET "actorName" = 'Bo Kim'`,
    `DELETE FROM "AuditEvent"`,
    `TRUNCATE "AuditEvent"`,
  ]) {
    await expect(app.query(statement)).rejects.toMatchObject({ code: "42501" });
  }
  expect(await verify(organizationId)).toMatchObject({ kind: "intact", tip: { seq: 1n } });
});

test("whoever gets past the guards of the database is found out by name", async () => {
  const organizationId = newOrganizationId();
  for (let count = 0; count < 5; count += 1) await record(organizationId);
  const superuser = await connectAs("superuser");
  await superuser.query(`ALTER TABLE "AuditEvent" DISABLE TRIGGER ALL`);
  const tamper = [
    { sql: `UPDATE "AuditEvent" SET payload = replace(payload, 'Payments', 'Payment5')`, kind: "edited" },
    { sql: `UPDATE "AuditEvent" SET "actorName" = 'Bo Kim'`, kind: "columns_differ" },
    { sql: `UPDATE "AuditEvent" SET "occurredAt" = "occurredAt" + interval '1 ms'`, kind: "columns_differ" },
    { sql: `UPDATE "AuditEvent" SET signature = sha512(signature)`, kind: "wrong_signature" },
    { sql: `UPDATE "AuditEvent" SET seq = 99`, kind: "missing" },
    { sql: `DELETE FROM "AuditEvent"`, kind: "missing" },
  ];
  for (const { sql, kind } of tamper) {
    await superuser.query("BEGIN");
    await superuser.query(
      `CREATE TEMP TABLE untouched AS SELECT * FROM "AuditEvent" WHERE "organizationId" = $1`,
      [organizationId],
    );
    await superuser.query("COMMIT");
    await superuser.query(`${sql} WHERE "organizationId" = $1 AND seq = 3`, [organizationId]);
    expect(await verify(organizationId)).toMatchObject({ kind: "broken", seq: 3n, problem: { kind } });
    await superuser.query(`DELETE FROM "AuditEvent" WHERE "organizationId" = $1`, [organizationId]);
    await superuser.query(`INSERT INTO "AuditEvent" SELECT * FROM untouched`);
    await superuser.query("DROP TABLE untouched");
    expect(await verify(organizationId)).toMatchObject({ kind: "intact", tip: { seq: 5n } });
  }
  await superuser.query(`ALTER TABLE "AuditEvent" ENABLE TRIGGER ALL`);
});

test("a new process goes on where the last one stopped", async () => {
  const organizationId = newOrganizationId();
  await record(organizationId);
  await closeDb();
  expect((await record(organizationId)).seq).toBe(2n);
  expect(await verify(organizationId)).toMatchObject({ kind: "intact" });
});
