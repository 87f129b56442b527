import { expect, test } from "vitest";
import { getDb, type Tx } from "./client";
import { isTransactionConflict } from "./database-error";
import { addOrganization } from "./rows.fixture";
import { directOf, inTransaction } from "./transaction";

const rename = `UPDATE "Organization" SET "name" = $2 WHERE "id" = $1::uuid`;

async function nameOf(id: string): Promise<string> {
  return (await getDb().organization.findUniqueOrThrow({ where: { id } })).name;
}

test("what is sent directly belongs to the same transaction as what goes through Prisma", async () => {
  const id = await addOrganization();
  await inTransaction(async (tx) => {
    await tx.organization.update({ where: { id }, data: { name: "one" } });
    const rows = await directOf(tx).query(`SELECT "name" FROM "Organization" WHERE "id" = $1::uuid`, [id]);
    expect(rows).toEqual([["one"]]);
    await directOf(tx).query(rename, [id, "two"]);
    expect((await tx.organization.findUniqueOrThrow({ where: { id } })).name).toBe("two");
    expect(await nameOf(id)).toBe("Acme");
  });
  expect(await nameOf(id)).toBe("two");
  const refused = inTransaction(async (tx) => {
    await directOf(tx).query(rename, [id, "three"]);
    throw new RangeError("The command gave up.");
  });
  await expect(refused).rejects.toThrow(RangeError);
  expect(await nameOf(id)).toBe("two");
});

test("transactions at once do not get each other's connection", async () => {
  const pids = await Promise.all(
    Array.from({ length: 8 }, () =>
      inTransaction(async (tx) => {
        const throughPrisma = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
        const directly = await directOf(tx).query("SELECT pg_backend_pid()", []);
        return [throughPrisma[0]?.pid, directly[0]?.[0]];
      }),
    ),
  );
  for (const [throughPrisma, directly] of pids) expect(directly).toBe(throughPrisma);
});

test.for([true, false])("nothing is sent after the end (committed: %s)", async (isCommitted) => {
  const id = await addOrganization();
  let kept: Tx | undefined;
  const work = inTransaction(async (tx) => {
    kept = tx;
    if (!isCommitted) throw new RangeError("The command gave up.");
  });
  if (isCommitted) await work;
  else await expect(work).rejects.toThrow(RangeError);
  const late = kept;
  if (late === undefined) throw new Error("The work did not run.");
  await expect(directOf(late).query(rename, [id, "late"])).rejects.toThrow("is over");
  await expect(late.organization.update({ where: { id }, data: { name: "late" } })).rejects.toThrow();
  expect(await nameOf(id)).toBe("Acme");
});

test("a conflict of a direct statement is one like any other", async () => {
  const refused = inTransaction((tx) =>
    directOf(tx).query(`DO $$ BEGIN RAISE EXCEPTION 'made up' USING ERRCODE = '40001'; END $$`, []),
  );
  const thrown: unknown = await refused.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(isTransactionConflict(thrown)).toBe(true);
});

test("a transaction of somebody else has no direct way", async () => {
  await expect(getDb().$transaction(async (tx) => directOf(tx))).rejects.toThrow("inTransaction");
});
