import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { connectAs } from "@/lib/db/test-connection.fixture";
import type { OrganizationId } from "@/lib/ids";
import { openArchiveFolder } from "./archive-folder";
import { takePruneLock } from "./prune-lock";
import { addEvents, daysAgo, makeDatedLog, makeTools, prune, readSeqs, today } from "./retention.fixture";

const insufficientPrivilege = "42501";

function remove(client: pg.Client, id: OrganizationId, last: number) {
  return client.query(`DELETE FROM "AuditEvent" WHERE "organizationId" = $1 AND "seq" <= $2`, [id, last]);
}

test("the app's role removes nothing, sealed or not", async () => {
  const { id } = await makeDatedLog([daysAgo(500), today, today]);
  const app = await connectAs("app");
  await expect(remove(app, id, 1)).rejects.toMatchObject({ code: insufficientPrivilege });
  await prune(id, await makeTools());
  await expect(remove(app, id, 2)).rejects.toMatchObject({ code: insufficientPrivilege });
  for (const table of ["AuditDay", "AuditDaily"]) {
    await expect(app.query(`DELETE FROM "${table}"`)).rejects.toMatchObject({ code: insufficientPrivilege });
  }
  expect(await readSeqs(id)).toEqual([2, 3, 4]);
});

test("the owner removes nothing that no seal covers", async () => {
  const { id } = await makeDatedLog([daysAgo(500), today, today]);
  const owner = await connectAs("owner");
  await expect(remove(owner, id, 1)).rejects.toMatchObject({ code: insufficientPrivilege });
  await prune(id, await makeTools());
  await expect(remove(owner, id, 2)).rejects.toMatchObject({ code: insufficientPrivilege });
  await expect(remove(owner, id, 9)).rejects.toMatchObject({ code: insufficientPrivilege });
  expect(await readSeqs(id)).toEqual([2, 3, 4]);
});

test("a seal that nobody signed removes nothing", async () => {
  const { id } = await makeDatedLog([daysAgo(3), daysAgo(2), today]);
  const owner = await connectAs("owner");
  const payload = {
    detail: { firstSeq: 1, lastSeq: 2, lastHash: "0".repeat(64), exportSha256: "0".repeat(64) },
  };
  await owner.query(
    `INSERT INTO "AuditEvent" ("organizationId", "seq", "id", "occurredAt", "action", "outcome", "actorType", "actorName", "kid", "payload", "hash", "signature")
     SELECT "organizationId", 4, gen_random_uuid(), "occurredAt", 'log.sealed', "outcome", "actorType", "actorName", "kid", $2, "hash", "signature"
     FROM "AuditEvent" WHERE "organizationId" = $1 AND "seq" = 3`,
    [id, JSON.stringify(payload)],
  );
  const tools = await makeTools();
  expect(await prune(id, tools)).toEqual({ ok: true, value: null });
  expect(await readSeqs(id)).toEqual([1, 2, 3, 4]);
  expect(tools.steps).toEqual([]);
});

test("who adds an event does not wait for who removes others", async () => {
  const { id } = await makeDatedLog([daysAgo(500), daysAgo(500), today]);
  const tools = await makeTools();
  let added = 0;
  const owner = {
    query: async (sql: string, values?: unknown[]) => {
      await tools.owner.query("BEGIN");
      const result = await tools.owner.query(sql, values);
      await addEvents(id, [today]);
      added += 1;
      await tools.owner.query("COMMIT");
      return result;
    },
  };
  await prune(id, { ...tools, owner });
  expect(added).toBe(2);
  expect(await readSeqs(id)).toEqual([3, 4, 5, 6]);
});

test("one pruning at a time works on a database; its end, however it comes, frees the place", async () => {
  const [one, two] = [await connectAs("owner"), await connectAs("owner")];
  expect(await takePruneLock(one)).toBe(true);
  expect(await takePruneLock(two)).toBe(false);
  await one.end();
  await expect.poll(() => takePruneLock(two)).toBe(true);
});

test("a folder of archives that stood open is closed", async () => {
  const home = await mkdtemp(join(tmpdir(), "latchkey-archive-"));
  onTestFinished(() => rm(home, { recursive: true }));
  await mkdir(join(home, "archive"), { mode: 0o755 });
  expect(await openArchiveFolder(home)).toBe(join(home, "archive"));
  expect((await stat(join(home, "archive"))).mode & 0o777).toBe(0o700);
});
