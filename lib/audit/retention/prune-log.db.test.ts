import { createHash } from "node:crypto";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeDraft } from "@/lib/audit/chain.fixture";
import { exportLog } from "@/lib/audit/export/export-log";
import { readEvents } from "@/lib/auth/account.fixture";
import { getDb } from "@/lib/db/client";
import { connectAs } from "@/lib/db/test-connection.fixture";
import { planPruning } from "./prune-log";
import {
  addEvents,
  clockAt,
  daysAgo,
  listFiles,
  makeDatedLog,
  makeTools,
  prune,
  readSeqs,
  today,
  verifyArchive,
  verifyLog,
} from "./retention.fixture";

const done = { ok: true, value: null };

test("what is older than the retention is archived, sealed by an event and removed", async () => {
  const { id } = await makeDatedLog([500, 450, 401, 399, 1].map((days) => daysAgo(days)));
  const tools = await makeTools();
  expect(await prune(id, tools)).toEqual(done);
  expect(await readSeqs(id)).toEqual([4, 5, 6]);
  expect(await listFiles(id, tools)).toEqual(["log-1-3.ndjson"]);
  const path = join(tools.folder, `${id}-1-3.ndjson`);
  const range = { first: 1n, last: 3n };
  expect(tools.steps).toMatchObject([
    { kind: "archived", path, range },
    { kind: "sealed", range, seq: 6n },
    { kind: "removed", range },
  ]);
  const verdict = await verifyArchive(path);
  expect(verdict).toMatchObject({
    kind: "genuine",
    isComplete: true,
    count: 3,
    manifest: { type: "latchkey.audit.archive", organizationId: id, range: { first: 1, last: 3 } },
  });
  const lastHash = verdict.kind === "genuine" ? verdict.manifest.lastHash : "";
  const exportSha256 = createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
  expect((await readEvents(id)).at(-1)).toMatchObject({
    action: "log.sealed",
    outcome: "succeeded",
    actor: "system",
    targetId: id,
    detail: { firstSeq: 1, lastSeq: 3, lastHash, exportSha256 },
  });
});

test("an archive can be read by nobody else, and neither can its folder", async () => {
  const { id } = await makeDatedLog([daysAgo(500), today]);
  const tools = await makeTools();
  await prune(id, tools);
  expect((await stat(join(tools.folder, `${id}-1-1.ndjson`))).mode & 0o777).toBe(0o600);
  expect((await stat(tools.folder)).mode & 0o777).toBe(0o700);
});

test("an event that is exactly as old as the retention stays, one a millisecond older goes", async () => {
  const { id } = await makeDatedLog([daysAgo(400, -1), daysAgo(400), today]);
  await prune(id, await makeTools());
  expect(await readSeqs(id)).toEqual([2, 3, 4]);
});

test("an old event behind a newer one stays: a log can only begin later", async () => {
  const { id } = await makeDatedLog([500, 399, 500, 399, 500, 1].map((days) => daysAgo(days)));
  await prune(id, await makeTools());
  expect(await readSeqs(id)).toEqual([2, 3, 4, 5, 6, 7]);
});

test("nothing is sealed, written or removed where nothing is old enough", async () => {
  const { id } = await makeDatedLog([399, 500, 1].map((days) => daysAgo(days)));
  const { id: empty } = await makeDatedLog([]);
  const { id: single } = await makeDatedLog([daysAgo(900)]);
  const tools = await makeTools();
  for (const log of [id, empty, single]) expect(await prune(log, tools)).toEqual(done);
  expect(await readSeqs(id)).toEqual([1, 2, 3]);
  expect(await readSeqs(single)).toEqual([1]);
  expect(await listFiles(id, tools)).toEqual([]);
  expect(tools.steps).toEqual([]);
});

test("the newest event stays however old it is, and a log at rest comes to rest", async () => {
  const { id } = await makeDatedLog([900, 800, 700].map((days) => daysAgo(days)));
  const tools = await makeTools();
  await prune(id, tools);
  expect(await readSeqs(id)).toEqual([3, 4]);
  await prune(id, tools);
  expect(await readSeqs(id)).toEqual([4, 5]);
  // Seals are all that is left, and each seal of a seal would leave another.
  for (const days of [1_000, 2_000]) {
    await prune(id, { ...tools, clock: clockAt(daysAgo(-days)) });
    expect(await readSeqs(id)).toEqual([4, 5]);
  }
  expect(await listFiles(id, tools)).toEqual(["log-1-2.ndjson", "log-3-3.ndjson"]);
});

test("a later pruning goes on where the one before it ended, and proves so", async () => {
  const { id } = await makeDatedLog([500, 450, 300, 200, 1].map((days) => daysAgo(days)));
  const tools = await makeTools();
  await prune(id, tools);
  await prune(id, { ...tools, clock: clockAt(daysAgo(-150)) });
  expect(await readSeqs(id)).toEqual([4, 5, 6, 7]);
  expect(await listFiles(id, tools)).toEqual(["log-1-2.ndjson", "log-3-3.ndjson"]);
  const [one, two] = await Promise.all(
    ["1-2", "3-3"].map((range) => verifyArchive(join(tools.folder, `${id}-${range}.ndjson`))),
  );
  expect(await verifyLog(id)).toMatchObject({ kind: "intact" });
  if (one?.kind !== "genuine" || two?.kind !== "genuine") throw new Error("An archive is not genuine.");
  expect(two.manifest.prevHash).toBe(one.manifest.lastHash);
});

test("the log of another organization is not touched", async () => {
  const { id } = await makeDatedLog([daysAgo(500), today]);
  const { id: other } = await makeDatedLog([daysAgo(500), today]);
  await prune(id, await makeTools());
  expect(await readSeqs(other)).toEqual([1, 2]);
});

test("days of which nothing is left are no longer counted; names stay", async () => {
  const { id } = await makeDatedLog([daysAgo(402), daysAgo(401), daysAgo(400, -1), daysAgo(400), today]);
  await prune(id, await makeTools());
  const where = { organizationId: id };
  const days = async (rows: Promise<readonly { readonly day: Date }[]>) => [
    ...new Set((await rows).map(({ day }) => day.toISOString().slice(0, 10))),
  ];
  const sealedToday = new Date(today).toISOString().slice(0, 10);
  const left = [daysAgo(400).toISOString().slice(0, 10), sealedToday];
  expect(await days(getDb().auditDay.findMany({ where, orderBy: { day: "asc" } }))).toEqual(left);
  expect(await days(getDb().auditDaily.findMany({ where, orderBy: { day: "asc" } }))).toEqual(left);
  expect(await getDb().auditName.count({ where: { ...where, side: "target" } })).toBe(6);
});

test("what would be done is told without doing it", async () => {
  const { id } = await makeDatedLog([daysAgo(500), daysAgo(450), today]);
  expect(await planPruning({ id, retentionDays: 400 }, clockAt(today))).toMatchObject({
    ok: true,
    value: { sealed: [], expired: { first: 1n, last: 2n } },
  });
  expect(await readSeqs(id)).toEqual([1, 2, 3]);
});

test("while a restore is not acknowledged, nothing is removed", async () => {
  const { id } = await makeDatedLog([daysAgo(500), today]);
  const tools = await makeTools();
  const alarm = { receiptSeq: 5n, keptSeq: 1n, lastSeq: 2n };
  await getDb().logAlarm.create({ data: { chainId: id, ...alarm } });
  const refusal = { ok: false, failure: { kind: "restore_unacknowledged" } };
  expect(await prune(id, tools)).toEqual(refusal);
  expect(await planPruning({ id, retentionDays: 400 }, tools.clock)).toEqual(refusal);
  expect(await readSeqs(id)).toEqual([1, 2]);
});

test.each([
  ["a column", `UPDATE "AuditEvent" SET "targetName" = 'Another' WHERE "organizationId" = $1 AND seq = 2`],
  ["the signed text", `UPDATE "AuditEvent" SET "payload" = '{}' WHERE "organizationId" = $1 AND seq = 2`],
  ["the whole row", `DELETE FROM "AuditEvent" WHERE "organizationId" = $1 AND seq = 2`],
])("a part of which %s was changed stays, for it shows that", async (_, sql) => {
  const { id } = await makeDatedLog([500, 450, 401, 1].map((days) => daysAgo(days)));
  const superuser = await connectAs("superuser");
  await superuser.query("BEGIN");
  await superuser.query(`ALTER TABLE "AuditEvent" DISABLE TRIGGER ALL`);
  await superuser.query(sql, [id]);
  for (const name of ["AuditEvent_only_grows", "AuditEvent_keeps_unsealed", "AuditEvent_counts"]) {
    await superuser.query(`ALTER TABLE "AuditEvent" ENABLE ALWAYS TRIGGER "${name}"`);
  }
  await superuser.query("COMMIT");
  const before = await readSeqs(id);
  const tools = await makeTools();
  expect(await prune(id, tools)).toMatchObject({ ok: false, failure: { kind: "tampered", seq: 2n } });
  expect(await readSeqs(id)).toEqual(before);
  expect(await listFiles(id, tools)).toEqual([]);
});

test("an export that is made after a pruning begins after it, and verifies", async () => {
  const { id, context } = await makeDatedLog([500, 450, 1].map((days) => daysAgo(days)));
  const tools = await makeTools();
  await prune(id, tools);
  const answer = await exportLog(context, new URLSearchParams({ format: "ndjson" }));
  if (!answer.ok) throw new Error(answer.failure.kind);
  const file = join(tools.folder, "export.ndjson");
  await writeFile(file, await answer.value.text());
  expect(await verifyArchive(file)).toMatchObject({
    kind: "genuine",
    isComplete: true,
    manifest: { type: "latchkey.audit.export", range: { first: 3, last: 5 } },
  });
});

test("an acknowledged restore stays while receipts that it makes void are of numbers that stay", async () => {
  const { id } = await makeDatedLog([500, 490].map((days) => daysAgo(days)));
  await addEvents(id, [daysAgo(480)], () => ({
    ...makeDraft(),
    action: "log.restore_acknowledged",
    detail: { receiptSeq: 5, keptSeq: 2 },
  }));
  await addEvents(id, [daysAgo(470), daysAgo(1), daysAgo(1), daysAgo(1)]);
  const tools = await makeTools();
  expect(await prune(id, tools)).toEqual(done);
  expect(await listFiles(id, tools)).toEqual(["log-1-2.ndjson"]);
  expect((await readSeqs(id)).at(0)).toBe(3);
  expect(await prune(id, { ...tools, clock: clockAt(daysAgo(-500)) })).toEqual(done);
  expect((await readSeqs(id)).at(0)).toBeGreaterThan(5);
  expect(await verifyLog(id)).toMatchObject({ kind: "intact" });
});
