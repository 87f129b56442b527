import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getAuditKey } from "@/lib/audit/audit-key";
import { makeChain } from "@/lib/audit/chain.fixture";
import { listEvents } from "@/lib/audit/queries/list-events";
import { downloadReceipt } from "@/lib/audit/receipts/download-proof";
import { recordMany } from "@/lib/audit/record-many.fixture";
import { readEvents, refuseEvents } from "@/lib/auth/account.fixture";
import type { ActContext } from "@/lib/auth/act-context";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { getDb } from "@/lib/db/client";
import { connectAs } from "@/lib/db/test-connection.fixture";
import { findLogVerification } from "./find-log-verification";
import { readChain } from "./read-chain";
import { cancelLogVerification, startLogVerification } from "./verify-log";
import { verifyStoredChain } from "./verify-stored-chain";

const folder = mkdtempSync(join(tmpdir(), "latchkey-receipts-"));

beforeAll(() => {
  process.env.RECEIPTS_FILE = join(folder, "receipts-test.ndjson");
  process.env.LEASE_SECONDS = "5";
});
afterAll(() => rmSync(folder, { recursive: true }));

async function makeLog(count: number): Promise<ActContext> {
  const context = await makeActContext("auditor");
  await recordMany(context.viewer.organizationId, count);
  return context;
}

/** Starts the job and gives its work, which `after` would run. Undefined where none was started. */
async function start(context: ActContext): Promise<(() => Promise<void>) | undefined> {
  let work: (() => Promise<void>) | undefined;
  const started = await startLogVerification(context, {}, (later) => {
    work = later;
  });
  expect(started).toEqual({ ok: true, value: null });
  return work;
}

async function verify(context: ActContext) {
  await (await start(context))?.();
  return findLogVerification(context.viewer.organizationId);
}

/** As whoever holds the database's own account. */
async function tamper(sql: string, { viewer }: ActContext): Promise<void> {
  const superuser = await connectAs("superuser");
  await superuser.query(`ALTER TABLE "AuditEvent" DISABLE TRIGGER ALL`);
  await superuser.query(sql, [viewer.organizationId]);
  await superuser.query(`ALTER TABLE "AuditEvent" ENABLE ALWAYS TRIGGER "AuditEvent_only_grows"`);
}

test("nobody has asked: there is no job and no answer", async () => {
  const { organizationId } = (await makeLog(1)).viewer;
  expect(await findLogVerification(organizationId)).toEqual({ job: null, answer: null });
});

test("an untouched log is intact, which stands in the log", async () => {
  const context = await makeLog(620);
  const { organizationId, name } = context.viewer;
  const { job, answer } = await verify(context);
  expect(job).toMatchObject({ state: "succeeded", progress: 100 });
  expect(answer).toMatchObject({
    actor: name,
    kind: "intact",
    lastSeq: 620,
    finding: null,
  });
  expect((await readEvents(organizationId)).at(-1)).toMatchObject({
    action: "log.verified",
    outcome: "succeeded",
    detail: { jobId: job?.id, lastSeq: 620, receiptSeq: answer?.receiptSeq, finding: null },
  });
  expect((await verify(context)).answer).toMatchObject({ kind: "intact", lastSeq: 621 });
});

describe("the first bad event is named with what is wrong", () => {
  test.each<[string, string, number, string]>([
    [
      "a changed column",
      `UPDATE "AuditEvent" SET "targetName" = 'x' WHERE "organizationId" = $1 AND seq = 3`,
      3,
      "but not its columns targetName",
    ],
    [
      "a changed payload",
      `UPDATE "AuditEvent" SET payload = payload || ' ' WHERE "organizationId" = $1 AND seq = 4`,
      4,
      "what it says is not what was signed",
    ],
    [
      "a wrong signature",
      `UPDATE "AuditEvent" SET signature = set_byte(signature, 3, 255 - get_byte(signature, 3)) WHERE "organizationId" = $1 AND seq = 2`,
      2,
      "its signature is not from the audit key",
    ],
    [
      "an event taken out",
      `DELETE FROM "AuditEvent" WHERE "organizationId" = $1 AND seq = 5`,
      5,
      "it is not there",
    ],
    [
      "the first event taken out",
      `DELETE FROM "AuditEvent" WHERE "organizationId" = $1 AND seq = 1`,
      1,
      "it is not there",
    ],
  ])("%s", async (_, sql, seq, clause) => {
    const context = await makeLog(8);
    await tamper(sql, context);
    const { job, answer } = await verify(context);
    expect(job).toMatchObject({ state: "succeeded" });
    expect(answer).toMatchObject({
      kind: "tampered",
      lastSeq: 8,
      finding: { seq, clause: expect.stringContaining(clause) },
    });
  });

  test("a tail that was cut off, by the receipt that is kept elsewhere", async () => {
    const context = await makeLog(8);
    expect(await downloadReceipt(context)).toMatchObject({ ok: true });
    await tamper(`DELETE FROM "AuditEvent" WHERE "organizationId" = $1 AND seq > 5`, context);
    expect((await verify(context)).answer).toMatchObject({
      kind: "tampered",
      lastSeq: 5,
      receiptSeq: 8,
      finding: { seq: 6, clause: expect.stringContaining("a receipt says that the log held it") },
    });
  });

  test("a log that was put back and gone on from, by the receipt", async () => {
    const context = await makeLog(8);
    await downloadReceipt(context);
    await tamper(`DELETE FROM "AuditEvent" WHERE "organizationId" = $1 AND seq > 5`, context);
    await recordMany(context.viewer.organizationId, 6);
    expect((await verify(context)).answer).toMatchObject({
      kind: "tampered",
      finding: { seq: 8, clause: "a receipt says that another event had this number" },
    });
  });
});

describe("a log whose oldest events were moved into an archive", () => {
  async function sealLog({ viewer }: ActContext, lastSeq: number): Promise<void> {
    const { organizationId } = viewer;
    const { hash } = await getDb().auditEvent.findUniqueOrThrow({
      where: { organizationId_seq: { organizationId, seq: BigInt(lastSeq) } },
    });
    const lastHash = Buffer.from(hash).toString("hex");
    await recordMany(organizationId, 1, () => ({
      action: "log.sealed",
      outcome: "succeeded",
      target: null,
      detail: { firstSeq: 1, lastSeq, lastHash, exportSha256: "5".repeat(64) },
    }));
  }

  const remove = (context: ActContext, lastSeq: number) =>
    tamper(`DELETE FROM "AuditEvent" WHERE "organizationId" = $1 AND seq <= ${lastSeq}`, context);

  test("is intact, and says so of what it holds", async () => {
    const context = await makeLog(12);
    await sealLog(context, 10);
    await remove(context, 10);
    const { answer } = await verify(context);
    expect(answer).toMatchObject({ kind: "intact", firstSeq: 11, lastSeq: 13, receiptsGivenUp: 0 });
    expect((await readEvents(context.viewer.organizationId)).at(-1)).toMatchObject({
      detail: { firstSeq: 11, lastSeq: 13, finding: null },
    });
  });

  test("is intact though a crash left some of them", async () => {
    const context = await makeLog(12);
    await sealLog(context, 10);
    await remove(context, 6);
    expect((await verify(context)).answer).toMatchObject({ kind: "intact", firstSeq: 7, lastSeq: 13 });
  });

  test("is missing an event that nobody sealed", async () => {
    const context = await makeLog(12);
    await sealLog(context, 10);
    await remove(context, 11);
    expect((await verify(context)).answer).toMatchObject({ kind: "tampered", finding: { seq: 11 } });
  });

  test.each([550, 600])(
    "is intact when %i of 600 are sealed and removed while it is read",
    async (sealed) => {
      const context = await makeActContext("auditor");
      const { rows } = makeChain(600, getAuditKey(), context.viewer.organizationId);
      await getDb().auditEvent.createMany({ data: rows.map((row) => ({ ...row })) });
      const { organizationId } = context.viewer;
      const { kid, publicKey } = getAuditKey();
      let reads = 0;
      const read: typeof readChain = async function* (...asked) {
        reads += 1;
        let isSealed = reads > 1;
        for await (const rows of readChain(...asked)) {
          yield rows;
          if (isSealed) continue;
          isSealed = true;
          await sealLog(context, sealed);
          await remove(context, sealed);
        }
      };
      const keys = new Map([[kid, publicKey]]);
      const { verdict, lastSeq } = await verifyStoredChain(organizationId, keys, { read });
      expect(reads).toBe(2);
      expect(verdict).toMatchObject({ kind: "intact", firstSeq: BigInt(sealed + 1) });
      expect(lastSeq).toBe(601n);
    },
  );
});

test("receipts of a log that was given up do not count once an owner has acknowledged it", async () => {
  const context = await makeLog(8);
  const { organizationId } = context.viewer;
  await downloadReceipt(context);
  await tamper(`DELETE FROM "AuditEvent" WHERE "organizationId" = $1 AND seq > 5`, context);
  await recordMany(organizationId, 4);
  expect((await verify(context)).answer).toMatchObject({ kind: "tampered", finding: { seq: 8 } });
  await recordMany(organizationId, 1, () => ({
    action: "log.restore_acknowledged",
    outcome: "succeeded",
    target: null,
    detail: { receiptSeq: 8, keptSeq: 5 },
  }));
  const { answer } = await verify(context);
  expect(answer).toMatchObject({ kind: "intact", receiptsGivenUp: 1, lastSeq: 11 });
  expect((await listEvents(organizationId, {})).events[0]?.description.facts).toContain(
    "receipts of 1 event that were given up do not count",
  );
});

test("a receipt that the log agrees with is named", async () => {
  const context = await makeLog(4);
  await downloadReceipt(context);
  await recordMany(context.viewer.organizationId, 3);
  const { answer } = await verify(context);
  expect(answer).toMatchObject({ kind: "intact", lastSeq: 7 });
  // One more may have been kept meanwhile, as time goes by.
  expect(answer?.receiptSeq).toBeGreaterThanOrEqual(4);
});

test("two who press at once start one verification", async () => {
  const context = await makeLog(3);
  const works = await Promise.all(Array.from({ length: 8 }, () => start(context)));
  expect(works.filter((work) => work !== undefined)).toHaveLength(1);
  const { organizationId } = context.viewer;
  expect(await getDb().job.count({ where: { organizationId } })).toBe(1);
});

test("a verification that is cancelled ends so, says nothing of the log, and can be started again", async () => {
  const context = await makeLog(300);
  const work = await start(context);
  expect(await cancelLogVerification(context)).toEqual({ ok: true, value: null });
  await work?.();
  const { organizationId } = context.viewer;
  expect(await findLogVerification(organizationId)).toMatchObject({
    job: { state: "cancelled" },
    answer: null,
  });
  expect((await verify(context)).answer).toMatchObject({ kind: "intact" });
});

test("nobody cancels the verification of another organization", async () => {
  const context = await makeLog(3);
  const work = await start(context);
  await cancelLogVerification(await makeActContext("owner"));
  await work?.();
  expect((await findLogVerification(context.viewer.organizationId)).answer).toMatchObject({ kind: "intact" });
});

test("an answer that cannot be recorded is not shown", async () => {
  const context = await makeLog(3);
  const work = await start(context);
  await refuseEvents(context.viewer.organizationId);
  await work?.();
  expect(await findLogVerification(context.viewer.organizationId)).toMatchObject({
    job: { state: "failed" },
    answer: null,
  });
});
