import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { getAuditKey } from "@/lib/audit/audit-key";
import { countActions } from "@/lib/auth/account.fixture";
import { getDb } from "@/lib/db/client";
import { connectAs } from "@/lib/db/test-connection.fixture";
import type { OrganizationId } from "@/lib/ids";
import { archivePath } from "./archive-folder";
import { cutoffOf, type ExpiredPart, findExpiredPart } from "./expired-part";
import { findSealedParts } from "./find-sealed-parts";
import { planPruning } from "./prune-log";
import { removeEvents } from "./remove-events";
import { removeSealed } from "./remove-sealed";
import {
  auditKeys,
  clockAt,
  daysAgo,
  listFiles,
  makeDatedLog,
  makeTools,
  prune,
  readSeqs,
  type TestTools,
  verifyArchive,
  verifyLog,
} from "./retention.fixture";
import { sealPart } from "./seal-part";
import { setRetention } from "./set-retention";
import { writeArchive } from "./write-archive";

const done = { ok: true, value: null };

/** The steps of a pruning one by one, so that a test can stop after any of them. */
async function plan(id: OrganizationId, { clock }: TestTools): Promise<ExpiredPart> {
  const newest = (await readSeqs(id)).at(-1) ?? 0;
  const limits = { cutoff: cutoffOf(400, clock), keep: BigInt(newest) };
  const part = await findExpiredPart(id, limits, auditKeys());
  if (part === undefined) throw new Error("Nothing is old enough.");
  return part;
}

async function archive(part: ExpiredPart, tools: TestTools) {
  const written = await writeArchive(part, tools.folder, getAuditKey(), tools);
  if (!written.ok) throw new Error(written.failure.kind);
  const path = archivePath(tools.folder, part.organizationId, part);
  return { part, path, sha256: written.value };
}

async function seal(id: OrganizationId, tools: TestTools) {
  const archived = await archive(await plan(id, tools), tools);
  const sealed = await sealPart(archived, auditKeys(), tools.clock);
  if (!sealed.ok) throw new Error(sealed.failure.kind);
  return archived;
}

const makeOldLog = () => makeDatedLog([500, 480, 450, 1].map((days) => daysAgo(days)));

/** What any pruning of that log comes to, however often it was broken off. */
async function expectPruned(id: OrganizationId, tools: TestTools): Promise<void> {
  expect(await readSeqs(id)).toEqual([4, 5]);
  expect(await countActions(id)).toEqual({ "credential.archived": 1, "log.sealed": 1 });
  expect(await listFiles(id, tools)).toEqual(["log-1-3.ndjson"]);
  expect(await verifyArchive(join(tools.folder, `${id}-1-3.ndjson`))).toMatchObject({ kind: "genuine" });
  expect(await verifyLog(id)).toMatchObject({ kind: "intact" });
  const days = await getDb().auditDay.findMany({ where: { organizationId: id }, select: { day: true } });
  expect(days.filter(({ day }) => day < daysAgo(400))).toEqual([]);
}

test("killed while it wrote the archive: the half file goes, and the whole one is written", async () => {
  const { id } = await makeOldLog();
  const tools = await makeTools();
  // No process has this number.
  const half = `${archivePath(tools.folder, id, { first: 1n, last: 3n })}.partial-4194305`;
  await writeFile(half, "half a line");
  expect(await prune(id, tools)).toEqual(done);
  await expectPruned(id, tools);
});

test("killed before it sealed the archive: the same file is sealed, and no second one written", async () => {
  const { id } = await makeOldLog();
  const tools = await makeTools();
  const { path } = await archive(await plan(id, tools), tools);
  const written = await readFile(path, "utf8");
  expect(await prune(id, tools)).toEqual(done);
  await expectPruned(id, tools);
  expect(await readFile(path, "utf8")).toBe(written);
  expect(tools.steps.map(({ kind }) => kind)).toEqual(["found", "sealed", "removed"]);
});

test("what has grown old since an archive was written goes into a second one", async () => {
  const { id } = await makeDatedLog([500, 480, 395, 1].map((days) => daysAgo(days)));
  const tools = await makeTools();
  await archive(await plan(id, tools), tools);
  expect(await prune(id, { ...tools, clock: clockAt(daysAgo(-10)) })).toEqual(done);
  expect(await readSeqs(id)).toEqual([4, 5, 6]);
  expect(await listFiles(id, tools)).toEqual(["log-1-2.ndjson", "log-3-3.ndjson"]);
});

test("killed after it sealed: what is sealed is removed, and not sealed again", async () => {
  const { id } = await makeOldLog();
  const tools = await makeTools();
  await seal(id, tools);
  expect(await planPruning({ id, retentionDays: 400 }, tools.clock)).toMatchObject({
    value: { sealed: [{ first: 1n, last: 3n }], expired: undefined },
  });
  expect(await prune(id, tools)).toEqual(done);
  await expectPruned(id, tools);
  expect(tools.steps.map(({ kind }) => kind)).toEqual(["removed"]);
});

test("killed while it removed: what is left is removed", async () => {
  const { id } = await makeOldLog();
  const tools = await makeTools();
  await seal(id, tools);
  await removeEvents(tools.owner, id, { first: 1n, last: 2n }, tools);
  expect(await readSeqs(id)).toEqual([3, 4, 5]);
  expect(await prune(id, tools)).toEqual(done);
  await expectPruned(id, tools);
  expect(tools.steps).toEqual([{ kind: "removed", range: { first: 3n, last: 3n } }]);
});

test("killed before it removed the counts: they are removed", async () => {
  const { id } = await makeOldLog();
  const tools = await makeTools();
  await seal(id, tools);
  await removeEvents(tools.owner, id, { first: 1n, last: 3n }, tools);
  expect(await prune(id, tools)).toEqual(done);
  await expectPruned(id, tools);
});

test("the log verifies at every moment, and does not when more is gone than was sealed", async () => {
  const { id } = await makeOldLog();
  const tools = await makeTools();
  const intact = { kind: "intact" };
  await seal(id, tools);
  for (const seq of [1n, 2n, 3n]) {
    expect(await verifyLog(id)).toMatchObject(intact);
    await removeEvents(tools.owner, id, { first: seq, last: seq }, tools);
  }
  expect(await verifyLog(id)).toMatchObject(intact);
  const superuser = await connectAs("superuser");
  await superuser.query(`ALTER TABLE "AuditEvent" DISABLE TRIGGER "AuditEvent_keeps_unsealed"`);
  await removeEvents(superuser, id, { first: 4n, last: 4n }, tools);
  await superuser.query(`ALTER TABLE "AuditEvent" ENABLE ALWAYS TRIGGER "AuditEvent_keeps_unsealed"`);
  expect(await verifyLog(id)).toMatchObject({ kind: "broken", seq: 4n, problem: { kind: "missing" } });
});

test("stopped between two batches, it has removed the oldest events and none else", async () => {
  const { id } = await makeOldLog();
  const tools = await makeTools();
  const stop = new AbortController();
  await seal(id, tools);
  const watch = { ...tools, signal: stop.signal, onProgress: () => stop.abort() };
  await expect(removeEvents(tools.owner, id, { first: 1n, last: 3n }, watch, 2n)).rejects.toThrow("aborted");
  expect(await readSeqs(id)).toEqual([3, 4, 5]);
  expect(await prune(id, tools)).toEqual(done);
  await expectPruned(id, tools);
});

test("without its file, what is sealed stays until the file is put back", async () => {
  const { id } = await makeOldLog();
  const tools = await makeTools();
  const { path } = await seal(id, tools);
  await removeEvents(tools.owner, id, { first: 1n, last: 1n }, tools);
  await rename(path, `${path}.elsewhere`);
  const range = { first: 1n, last: 3n };
  const refusal = { kind: "archive_missing", path, range, next: 2n };
  expect(await prune(id, tools)).toEqual({ ok: false, failure: refusal });
  expect(await readSeqs(id)).toEqual([2, 3, 4, 5]);
  await rename(`${path}.elsewhere`, path);
  expect(await prune(id, tools)).toEqual(done);
  await expectPruned(id, tools);
});

test("a file that was changed since it was sealed removes nothing", async () => {
  const { id } = await makeOldLog();
  const tools = await makeTools();
  const { path } = await seal(id, tools);
  await writeFile(path, "\n", { flag: "a" });
  expect(await prune(id, tools)).toMatchObject({ ok: false, failure: { kind: "archive_differs", next: 1n } });
  expect(await readSeqs(id)).toEqual([1, 2, 3, 4, 5]);
});

test("where archives are kept elsewhere, that is told and stops nothing", async () => {
  const { id } = await makeDatedLog([500, 480, 300, 1].map((days) => daysAgo(days)));
  const tools = await makeTools();
  await prune(id, tools);
  await rm(archivePath(tools.folder, id, { first: 1n, last: 2n }));
  expect(await prune(id, { ...tools, clock: clockAt(daysAgo(-150)) })).toEqual(done);
  expect(tools.steps.slice(3)).toMatchObject([
    { kind: "elsewhere", count: 1 },
    { kind: "archived" },
    { kind: "sealed" },
    { kind: "removed" },
  ]);
  expect(await readSeqs(id)).toEqual([4, 5, 6]);
});

test("a file of that name that is not the archive is neither sealed nor written over", async () => {
  const { id } = await makeOldLog();
  const tools = await makeTools();
  const path = archivePath(tools.folder, id, { first: 1n, last: 3n });
  await writeFile(path, "somebody's notes\n");
  expect(await prune(id, tools)).toEqual({ ok: false, failure: { kind: "archive_in_the_way", path } });
  expect(await readFile(path, "utf8")).toBe("somebody's notes\n");
  expect(await readSeqs(id)).toEqual([1, 2, 3, 4]);
});

test("an archive of another log, genuine as it is, is not taken for this one's", async () => {
  const { id } = await makeOldLog();
  const { id: other } = await makeOldLog();
  const tools = await makeTools();
  const { path: foreign } = await archive(await plan(other, tools), tools);
  const path = archivePath(tools.folder, id, { first: 1n, last: 3n });
  await rename(foreign, path);
  expect(await prune(id, tools)).toEqual({ ok: false, failure: { kind: "archive_in_the_way", path } });
  expect(await readSeqs(id)).toEqual([1, 2, 3, 4]);
});

test.each([0, 480])(
  "a retention of %i days that is set meanwhile keeps what is not sealed yet",
  async (days) => {
    const { id, context } = await makeOldLog();
    const tools = await makeTools();
    const archived = await archive(await plan(id, tools), tools);
    await setRetention(context, { days });
    expect(await sealPart(archived, auditKeys(), tools.clock)).toEqual({
      ok: false,
      failure: { kind: "changed_meanwhile" },
    });
    expect(await countActions(id)).toEqual({ "credential.archived": 4, "log.retention_set": 1 });
  },
);

test("of several that seal the same part at once, one does", async () => {
  const { id } = await makeOldLog();
  const tools = await makeTools();
  const archived = await archive(await plan(id, tools), tools);
  const sealed = await Promise.all([1, 2, 3, 4].map(() => sealPart(archived, auditKeys(), tools.clock)));
  expect(sealed.filter(({ ok }) => ok)).toHaveLength(1);
  expect((await countActions(id))["log.sealed"]).toBe(1);
});

test("what no seal names is not removed on account of one that names what comes after", async () => {
  const { id } = await makeOldLog();
  const tools = await makeTools();
  const { path } = await seal(id, tools);
  const [rest] = (await findSealedParts(id, auditKeys())).rests;
  if (rest === undefined) throw new Error("Nothing is sealed.");
  const later = { ...rest, seal: { ...rest.seal, firstSeq: 2n } };
  expect(await removeSealed(id, later, tools, tools)).toEqual({
    ok: false,
    failure: { kind: "unsealed_before_seal", range: { first: 1n, last: 1n } },
  });
  expect(await readFile(path, "utf8")).not.toBe("");
  expect(await readSeqs(id)).toEqual([1, 2, 3, 4, 5]);
});
