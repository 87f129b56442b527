import { once } from "node:events";
import { expect, test } from "vitest";
import { getDb } from "./client";
import { isDatabaseDown, isTransactionConflict, violatedConstraint } from "./database-error";
import { addOrganization } from "./rows.fixture";
import { connectAs } from "./test-connection.fixture";
import { inTransaction } from "./transaction";

const rename = (id: string, name: string) => ({ where: { id }, data: { name } });

test("a transaction that lost a deadlock is run again from the start", async () => {
  const [first, second] = [await addOrganization(), await addOrganization()];
  // Each waits until both hold one row, then asks for the other's: PostgreSQL must break one off.
  let arrived = 0;
  const gate = new EventTarget();
  const bothHold = once(gate, "open");
  let runs = 0;
  const cross = (mine: string, theirs: string, name: string) =>
    inTransaction(async (tx) => {
      runs += 1;
      await tx.organization.update(rename(mine, name));
      arrived += 1;
      if (arrived === 2) gate.dispatchEvent(new Event("open"));
      if (arrived <= 2) await bothHold;
      await tx.organization.update(rename(theirs, name));
    });
  await Promise.all([cross(first, second, "one"), cross(second, first, "two")]);
  // On a busy machine the second run can meet the winner once more.
  expect(runs).toBeGreaterThanOrEqual(3);
  const names = await getDb().organization.findMany({ where: { id: { in: [first, second] } } });
  expect(new Set(names.map(({ name }) => name)).size).toBe(1);
});

test.for(["40001", "40P01"])(
  "work refused with %s is tried five times, then the refusal is thrown",
  async (code) => {
    let runs = 0;
    const refused = inTransaction(async (tx) => {
      runs += 1;
      await tx.$executeRawUnsafe(`DO $$ BEGIN RAISE EXCEPTION 'made up' USING ERRCODE = '${code}'; END $$`);
    });
    const thrown: unknown = await refused.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(isTransactionConflict(thrown)).toBe(true);
    expect(runs).toBe(5);
  },
);

test("a conflict that only shows at commit is retried too", async () => {
  const owner = await connectAs("owner");
  await owner.query(`
    CREATE FUNCTION "lose_at_commit"() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW."name" = 'lose' THEN RAISE EXCEPTION 'made up' USING ERRCODE = '40001'; END IF;
      RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER "lose" AFTER UPDATE ON "Organization" DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION "lose_at_commit"();`);
  const id = await addOrganization();
  let runs = 0;
  await inTransaction(async (tx) => {
    runs += 1;
    await tx.organization.update(rename(id, runs < 3 ? "lose" : "win"));
  });
  expect(runs).toBe(3);
});

test("an error of the work itself is thrown once, and nothing of it is kept", async () => {
  const id = await addOrganization();
  let runs = 0;
  const work = inTransaction(async (tx) => {
    runs += 1;
    await tx.organization.update(rename(id, "half"));
    throw new RangeError("bug");
  });
  await expect(work).rejects.toThrow(RangeError);
  expect(runs).toBe(1);
  expect(await getDb().organization.findUniqueOrThrow({ where: { id } })).toMatchObject({ name: "Acme" });
});

test("a lock that is not given in time fails the work, and the database does not count as down", async () => {
  const id = await addOrganization();
  const other = await connectAs("owner");
  await other.query("BEGIN");
  await other.query(`SELECT 1 FROM "Organization" WHERE "id" = $1 FOR UPDATE`, [id]);
  const late = inTransaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL lock_timeout = '10ms'`;
    await tx.organization.update(rename(id, "late"));
  });
  const thrown: unknown = await late.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect([thrown === undefined, isDatabaseDown(thrown)]).toEqual([false, false]);
});

test("however many writers wait for one lock, reads are answered", async () => {
  const holder = await connectAs("app");
  await holder.query("SELECT pg_advisory_lock(4711)");
  const writers = Array.from({ length: 32 }, () =>
    inTransaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(4711)`;
    }),
  );
  const countWaiting = async () => {
    const { rows } = await holder.query(`SELECT 1 FROM pg_locks WHERE "objid" = 4711 AND NOT "granted"`);
    return rows.length;
  };
  while ((await countWaiting()) < 4);
  expect(await getDb().organization.count()).toBeGreaterThanOrEqual(0);
  expect(await countWaiting()).toBe(4);
  await holder.query("SELECT pg_advisory_unlock(4711)");
  await Promise.all(writers);
});

test("every connection of the app is limited in time", async () => {
  const limits = await getDb().$queryRaw`
    SELECT name, setting FROM pg_settings
    WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout') ORDER BY name`;
  expect(limits).toEqual([
    { name: "idle_in_transaction_session_timeout", setting: "10000" },
    { name: "lock_timeout", setting: "3000" },
    { name: "statement_timeout", setting: "5000" },
  ]);
});

test("a connection cut in the middle counts as down, and the next query gets a new one", async () => {
  const superuser = await connectAs("superuser");
  const cut = inTransaction(async (tx) => {
    const [{ pid } = { pid: 0 }] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
    await superuser.query("SELECT pg_terminate_backend($1)", [pid]);
    await tx.organization.count();
  });
  const thrown: unknown = await cut.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(isDatabaseDown(thrown)).toBe(true);
  expect(violatedConstraint(thrown)).toBeUndefined();
  await expect(getDb().organization.count()).resolves.toBeGreaterThan(0);
});

test.for([undefined, null, "text", new Error("other"), { code: 1 }, {}])(
  "what is no database error is none: %#",
  (thrown) => {
    expect(violatedConstraint(thrown)).toBeUndefined();
    expect([isDatabaseDown(thrown), isTransactionConflict(thrown)]).toEqual([false, false]);
  },
);
