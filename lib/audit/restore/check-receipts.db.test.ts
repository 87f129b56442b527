import { join } from "node:path";
import { expect, test } from "vitest";
import { getAuditKey } from "@/lib/audit/audit-key";
import { genesisOf, instanceChainId } from "@/lib/audit/chain";
import { makeAuditKey, makeChain, makeDraft, makeOrigin } from "@/lib/audit/chain.fixture";
import { makeReceipt } from "@/lib/audit/export/export.fixture";
import { makeTipReceipt } from "@/lib/audit/receipts/keep-receipt";
import { appendReceipts } from "@/lib/audit/receipts/receipts-file";
import { recordEvent } from "@/lib/audit/record-event";
import { recordMany } from "@/lib/audit/record-many.fixture";
import { readEvents, refuseEvents } from "@/lib/auth/account.fixture";
import type { ActContext } from "@/lib/auth/act-context";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { startSession } from "@/lib/auth/sessions";
import { findLastTest } from "@/lib/credentials/find-last-test";
import { getDb } from "@/lib/db/client";
import { addCredential, addSecret } from "@/lib/db/rows.fixture";
import { connectAs } from "@/lib/db/test-connection.fixture";
import { inTransaction } from "@/lib/db/transaction";
import { credentialIdSchema, newOrganizationId, newTokenTestId, type OrganizationId } from "@/lib/ids";
import { acknowledgeRestore } from "./acknowledge-restore";
import { takeBackup } from "./backup.fixture";
import { checkReceipts } from "./check-receipts";
import { findLogAlarm, isRestoreUnacknowledged } from "./find-log-alarm";
import { addEvents, findings, keepTip, makeRestored, openReceiptsFolder } from "./restored.fixture";

const folder = openReceiptsFolder();

const signIn = ({ viewer, origin }: ActContext) =>
  inTransaction((tx) =>
    startSession(
      tx,
      { userId: viewer.userId, userName: viewer.name, organizationId: viewer.organizationId, origin },
      new Date(),
    ),
  );

const countSessions = (organizationId: OrganizationId) =>
  getDb().session.count({ where: { organizationId } });

test("a log that has every event that its receipts tell of raises nothing", async () => {
  const { organizationId } = (await makeActContext()).viewer;
  await addEvents(organizationId, 4);
  await addEvents(organizationId, 3);
  await recordMany(organizationId, 2);
  const { alarms, strangers, newest } = await checkReceipts();
  expect({ alarms, strangers }).toEqual({ alarms: 0, strangers: [] });
  expect(newest.get(organizationId)).toBe(7);
  expect(await findings(organizationId)).toEqual([]);
  expect(await findLogAlarm(organizationId)).toBeNull();
});

test("a database that was put back is found, and recorded once, however often it starts", async () => {
  const { organizationId } = await makeRestored();
  for (let start = 0; start < 3; start += 1) expect(await checkReceipts()).toMatchObject({ alarms: 1 });
  expect(await findings(organizationId)).toEqual([
    {
      action: "log.restore_found",
      outcome: "failed",
      actor: "system",
      actorId: null,
      targetId: organizationId,
      detail: {
        receiptSeq: 9,
        receiptHash: expect.stringMatching(/^[0-9a-f]{64}$/),
        keptSeq: 4,
        lastSeq: 4,
        sessionsEnded: 0,
      },
    },
  ]);
  expect(await findLogAlarm(organizationId)).toEqual({
    foundAt: expect.stringMatching(/Z$/),
    receiptSeq: 9,
    keptSeq: 4,
    lastSeq: 4,
    isOfInstance: false,
  });
});

test("two starts at once record it once", async () => {
  const { organizationId } = await makeRestored();
  await Promise.all([checkReceipts(), checkReceipts(), checkReceipts()]);
  expect(await findings(organizationId)).toHaveLength(1);
});

test("what was put back with it is worth nothing, and what is of others stays", async () => {
  const context = await makeActContext();
  const other = await makeActContext();
  const credentials = await Promise.all([addTested(context), addTested(other)]);
  for (const one of [context, context, other]) await signIn(one);
  const { organizationId } = context.viewer;
  await keepTip(organizationId);
  const putBack = await takeBackup();
  await addEvents(organizationId, 1);
  await putBack();
  await checkReceipts();
  expect(await findings(organizationId)).toMatchObject([{ detail: { sessionsEnded: 2 } }]);
  expect(await countSessions(organizationId)).toBe(0);
  expect(await countSessions(other.viewer.organizationId)).toBe(1);
  expect(await Promise.all(credentials.map((read) => read()))).toEqual([
    { lastTestOutcome: null, lastTestAt: null, isKnown: false },
    { lastTestOutcome: "succeeded", lastTestAt: expect.any(Date), isKnown: true },
  ]);
});

/** A credential whose test succeeded; gives what reads how it stands. */
async function addTested({ viewer }: ActContext) {
  const { organizationId, userId } = viewer;
  const tested = { lastTestAt: new Date(), lastTestOutcome: "succeeded" } as const;
  const credentialId = credentialIdSchema.parse(await addCredential(organizationId, tested));
  const clientSecretId = await addSecret(organizationId, credentialId);
  await getDb().tokenTest.create({
    data: {
      ...{ id: newTokenTestId(), organizationId, credentialId, clientSecretId, requestedById: userId },
      ...{
        requestId: crypto.randomUUID(),
        requestedAt: new Date(),
        outcome: "succeeded",
        durationMs: 9,
        answeredAt: new Date(),
      },
      ...{ requestedScopes: [], grantedScopes: [] },
    },
  });
  return async () => {
    const { lastTestOutcome, lastTestAt } = await getDb().credential.findUniqueOrThrow({
      where: { id: credentialId },
    });
    const isKnown = (await findLastTest(organizationId, credentialId)) !== null;
    return { lastTestOutcome, lastTestAt, isKnown };
  };
}

test("a log that went on after it was put back differs from its receipts, however long it is", async () => {
  const { organizationId } = await makeRestored();
  await addEvents(organizationId, 20);
  expect(await checkReceipts()).toMatchObject({ alarms: 1 });
  expect(await findLogAlarm(organizationId)).toMatchObject({ receiptSeq: 9, keptSeq: 4, lastSeq: 24 });
});

test("a backup made while an alarm stood, and put back, is a finding of its own", async () => {
  const { organizationId, context } = await makeRestored();
  await checkReceipts();
  await keepTip(organizationId);
  const putBack = await takeBackup();
  await signIn(context);
  await keepTip(organizationId);
  await putBack();
  expect(await checkReceipts()).toMatchObject({ alarms: 1 });
  expect(await checkReceipts()).toMatchObject({ alarms: 1 });
  expect(await findings(organizationId)).toMatchObject([
    { detail: { receiptSeq: 9, keptSeq: 4, lastSeq: 4 } },
    { detail: { receiptSeq: 9, keptSeq: 4, lastSeq: 5 } },
  ]);
  await acknowledgeRestore(context, {});
  expect(await checkReceipts()).toMatchObject({ alarms: 0 });
});

test("receipts of every instance count, also those that are brought later", async () => {
  const context = await makeActContext();
  const { organizationId } = context.viewer;
  await addEvents(organizationId, 4);
  const putBack = await takeBackup();
  await addEvents(organizationId, 1);
  await recordMany(organizationId, 6);
  const late = await makeTipReceipt(organizationId);
  await putBack();
  await checkReceipts();
  expect(await findLogAlarm(organizationId)).toMatchObject({ receiptSeq: 5 });
  await appendReceipts(join(folder, "receipts-two.ndjson"), late.ok ? [late.value] : []);
  await checkReceipts();
  expect(await findLogAlarm(organizationId)).toMatchObject({ receiptSeq: 11, keptSeq: 4 });
  expect(await findings(organizationId)).toHaveLength(2);
  await acknowledgeRestore(context, {});
  expect(await checkReceipts()).toMatchObject({ alarms: 0 });
});

test("an organization that the database does not hold is named, and nobody is alarmed", async () => {
  const { organizationId, rows } = makeChain(3, getAuditKey());
  const receipts = rows.map((row) => makeReceipt(row, organizationId, getAuditKey()));
  await appendReceipts(join(folder, "receipts-one.ndjson"), receipts);
  expect(await checkReceipts()).toMatchObject({ alarms: 0, strangers: [organizationId] });
  expect(await readEvents(organizationId)).toEqual([]);
});

test("what nobody known signed says nothing, of whomever it is", async () => {
  const { organizationId } = (await makeActContext()).viewer;
  await addEvents(organizationId, 1);
  for (const chain of [organizationId, newOrganizationId(), instanceChainId]) {
    const { rows } = makeChain(3, getAuditKey(), chain);
    const receipts = rows.map((row) => makeReceipt(row, chain, makeAuditKey()));
    await appendReceipts(join(folder, "receipts-one.ndjson"), receipts);
  }
  expect(await checkReceipts()).toMatchObject({ alarms: 0, strangers: [] });
});

test("a database put back under the instance's own log is everybody's matter", async () => {
  const one = await makeActContext();
  const other = await makeActContext();
  const credential = await addTested(other);
  await addEvents(instanceChainId, 2);
  const { seq } = await readTip(instanceChainId);
  await signIn(one);
  await signIn(other);
  const putBack = await takeBackup();
  await addEvents(instanceChainId, 1);
  await putBack();
  expect(await checkReceipts()).toMatchObject({ alarms: 1 });
  expect(await findings(instanceChainId)).toMatchObject([
    { targetId: null, detail: { keptSeq: seq, sessionsEnded: expect.any(Number) } },
  ]);
  expect(await getDb().session.count()).toBe(0);
  expect(await credential()).toMatchObject({ lastTestOutcome: null, isKnown: false });
  for (const { viewer } of [one, other]) {
    expect(await isRestoreUnacknowledged(viewer.organizationId)).toBe(true);
    expect(await findLogAlarm(viewer.organizationId)).toMatchObject({ isOfInstance: true, keptSeq: seq });
  }
  await acknowledgeRestore(other, {});
  expect((await readEvents(instanceChainId)).at(-1)).toMatchObject({
    action: "log.restore_acknowledged",
    actorId: other.viewer.userId,
    targetId: other.viewer.organizationId,
    detail: { keptSeq: seq, receiptSeq: seq + 1 },
  });
  expect(await isRestoreUnacknowledged(one.viewer.organizationId)).toBe(false);
  expect(await checkReceipts()).toMatchObject({ alarms: 0 });
});

async function readTip(organizationId: OrganizationId) {
  const tip = await getDb().auditEvent.findFirst({ where: { organizationId }, orderBy: { seq: "desc" } });
  return { seq: Number(tip?.seq ?? 0) };
}

test("events that are in an archive are not missed, and others before them are", async () => {
  const { organizationId } = (await makeActContext()).viewer;
  for (let kept = 0; kept < 3; kept += 1) await addEvents(organizationId, 2);
  const seal = async (lastSeq: number) => {
    const { hash } = await getDb().auditEvent.findFirstOrThrow({ where: { organizationId, seq: lastSeq } });
    const lastHash = Buffer.from(hash).toString("hex");
    const exportSha256 = Buffer.from(genesisOf(organizationId).hash).toString("hex");
    const detail = { firstSeq: 1, lastSeq, lastHash, exportSha256 };
    await inTransaction((tx) =>
      recordEvent(tx, organizationId, makeOrigin(), {
        ...makeDraft(),
        action: "log.sealed",
        detail,
      }),
    );
  };
  await seal(4);
  const owner = await connectAs("owner");
  const removed = await owner.query(`DELETE FROM "AuditEvent" WHERE "organizationId" = $1 AND seq <= 4`, [
    organizationId,
  ]);
  expect(removed.rowCount).toBe(4);
  expect(await checkReceipts()).toMatchObject({ alarms: 0 });
  const superuser = await connectAs("superuser");
  await superuser.query(`ALTER TABLE "AuditEvent" DISABLE TRIGGER ALL`);
  await superuser.query(`DELETE FROM "AuditEvent" WHERE "organizationId" = $1 AND seq <= 6`, [
    organizationId,
  ]);
  expect(await checkReceipts()).toMatchObject({ alarms: 1 });
  expect(await findLogAlarm(organizationId)).toMatchObject({ receiptSeq: 6, keptSeq: 0 });
});

test("what cannot be recorded is not passed over: the check fails and changes nothing", async () => {
  const { organizationId, context } = await makeRestored();
  await signIn(context);
  await refuseEvents(organizationId);
  await expect(checkReceipts()).rejects.toThrow();
  expect(await countSessions(organizationId)).toBe(1);
  expect(await findLogAlarm(organizationId)).toBeNull();
});
