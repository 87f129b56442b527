import { expect, test } from "vitest";
import { readEvents } from "@/lib/auth/account.fixture";
import { acknowledgeRestore } from "./acknowledge-restore";
import { takeBackup } from "./backup.fixture";
import { checkReceipts } from "./check-receipts";
import { findLogAlarm, isRestoreUnacknowledged } from "./find-log-alarm";
import { addEvents, findings, keepTip, makeRestored, openReceiptsFolder } from "./restored.fixture";

openReceiptsFolder();

/** A log that was put back, which its owner has acknowledged. */
async function makeAcknowledged() {
  const restored = await makeRestored();
  await checkReceipts();
  expect(await isRestoreUnacknowledged(restored.organizationId)).toBe(true);
  expect(await acknowledgeRestore(restored.context, {})).toEqual({ ok: true, value: null });
  return restored;
}

test("the log says so, the alarm is over, and no later start raises it again", async () => {
  const { organizationId, context } = await makeAcknowledged();
  expect((await readEvents(organizationId)).at(-1)).toEqual({
    action: "log.restore_acknowledged",
    outcome: "succeeded",
    actor: "user",
    actorId: context.viewer.userId,
    targetId: organizationId,
    detail: { receiptSeq: 9, keptSeq: 4 },
  });
  expect(await findLogAlarm(organizationId)).toBeNull();
  expect(await isRestoreUnacknowledged(organizationId)).toBe(false);
  for (const count of [1, 2, 30]) {
    await addEvents(organizationId, count);
    expect(await checkReceipts()).toMatchObject({ alarms: 0 });
  }
  expect(await findings(organizationId)).toHaveLength(1);
});

test("a second press changes nothing", async () => {
  const { organizationId, context } = await makeAcknowledged();
  expect(await acknowledgeRestore(context, {})).toEqual({ ok: true, value: null });
  expect((await readEvents(organizationId)).slice(-2).map(({ action }) => action)).toEqual([
    "log.restore_found",
    "log.restore_acknowledged",
  ]);
});

test("a second restore takes the acknowledgement with it, and is found", async () => {
  const { organizationId, putBack } = await makeAcknowledged();
  await keepTip(organizationId);
  await putBack();
  expect(await checkReceipts()).toMatchObject({ alarms: 1 });
  expect(await findLogAlarm(organizationId)).toMatchObject({ receiptSeq: 9, keptSeq: 4, lastSeq: 4 });
});

test("events that were recorded since are missed all the same, also under the numbers of those given up", async () => {
  const { organizationId } = await makeAcknowledged();
  await keepTip(organizationId);
  const putBack = await takeBackup();
  await addEvents(organizationId, 2);
  await putBack();
  expect(await checkReceipts()).toMatchObject({ alarms: 1 });
  expect(await findLogAlarm(organizationId)).toMatchObject({ receiptSeq: 8, keptSeq: 6, lastSeq: 6 });
});
