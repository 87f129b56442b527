import { expect, test } from "vitest";
import { newOrganizationId, newUserId } from "@/lib/ids";
import { fail, succeed } from "@/lib/result";
import { getDb } from "./client";
import { runOnce, type SubmittedForm, sweepForms } from "./run-once";
import { connectAs } from "./test-connection.fixture";

function makeForm(changes: Partial<SubmittedForm> = {}): SubmittedForm {
  return {
    organizationId: newOrganizationId(),
    userId: newUserId(),
    action: "secret.add",
    key: crypto.randomUUID(),
    ...changes,
  };
}

/** Work that counts its runs. */
function makeWork() {
  const runs: Date[] = [];
  const work = async () => {
    runs.push(new Date());
    return succeed("made");
  };
  return { runs, work };
}

const refuse = async () => fail({ kind: "not_found" } as const);
const noWait = { maxWaitMs: 0, sweepShare: 0 };

/** As if the process that holds the form had died some time ago. */
async function endLease(form: SubmittedForm): Promise<void> {
  await getDb().idempotency.updateMany({ where: form, data: { leaseUntil: new Date(0) } });
}

test("twenty of the same form at once run once, and those that waited answer its success", async () => {
  const form = makeForm();
  const { runs, work } = makeWork();
  const answers = await Promise.all(Array.from({ length: 20 }, () => runOnce(form, work)));
  expect(runs).toHaveLength(1);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(20);
  expect(answers.filter((answer) => answer.ok && answer.value === null)).toHaveLength(19);
  expect(await runOnce(form, work)).toEqual({ ok: true, value: null });
  expect(runs).toHaveLength(1);
});

test("forms of other people, organizations, actions and keys are others", async () => {
  const form = makeForm();
  const { runs, work } = makeWork();
  const others = [
    makeForm({ ...form, organizationId: newOrganizationId() }),
    makeForm({ ...form, userId: newUserId() }),
    makeForm({ ...form, action: "secret.promote" }),
    makeForm({ ...form, key: crypto.randomUUID() }),
  ];
  for (const each of [form, ...others]) expect(await runOnce(each, work)).toEqual(succeed("made"));
  expect(runs).toHaveLength(5);
});

test("after a failure, and after a fault, the form may run again", async () => {
  const form = makeForm();
  const { runs, work } = makeWork();
  expect(await runOnce(form, refuse)).toEqual(fail({ kind: "not_found" }));
  await expect(runOnce(form, () => Promise.reject(new Error("canary")))).rejects.toThrow();
  expect(await runOnce(form, work)).toEqual(succeed("made"));
  expect(runs).toHaveLength(1);
});

test("while the first runs, the second is told so; once its process is gone, the second runs", async () => {
  const form = makeForm();
  const { runs, work } = makeWork();
  const outcome = await runOnce(form, async () => {
    expect(await runOnce(form, work, noWait)).toMatchObject({ ok: false, failure: { kind: "conflict" } });
    expect(runs).toHaveLength(0);
    await endLease(form);
    expect(await runOnce(form, work, noWait)).toEqual(succeed("made"));
    // The first was not dead after all. What it comes to changes nothing for the form.
    return fail({ kind: "not_found" });
  });
  expect(outcome.ok).toBe(false);
  expect(await runOnce(form, work, noWait)).toEqual({ ok: true, value: null });
  expect(runs).toHaveLength(1);
});

test("of ten that find a dead process, one takes over", async () => {
  const form = makeForm();
  await getDb().idempotency.create({ data: { ...form, claimedAt: new Date(0), leaseUntil: new Date(0) } });
  const { runs, work } = makeWork();
  await Promise.all(Array.from({ length: 10 }, () => runOnce(form, work)));
  expect(runs).toHaveLength(1);
});

test("yesterday's keys are cleared away, today's and running ones stay", async () => {
  const old = makeForm();
  const running = makeForm();
  const recent = makeForm();
  const { work } = makeWork();
  for (const form of [old, recent]) await runOnce(form, work);
  const claimedAt = new Date(Date.now() - 25 * 60 * 60 * 1000);
  const leaseUntil = new Date(Date.now() + 60_000);
  await getDb().idempotency.updateMany({ where: old, data: { claimedAt, leaseUntil: claimedAt } });
  await getDb().idempotency.create({ data: { ...running, claimedAt, leaseUntil } });
  await sweepForms();
  const kept = async (form: SubmittedForm) => (await getDb().idempotency.count({ where: form })) === 1;
  expect([await kept(old), await kept(running), await kept(recent)]).toEqual([false, true, true]);
});

test("keys that cannot be cleared away take nothing from the form that tried to", async () => {
  const old = makeForm();
  const { work } = makeWork();
  await runOnce(old, work);
  const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000);
  await getDb().idempotency.updateMany({
    where: old,
    data: { claimedAt: yesterday, leaseUntil: yesterday },
  });
  const owner = await connectAs("owner");
  await owner.query(`CREATE RULE keep_forms AS ON DELETE TO "Idempotency" DO INSTEAD SELECT 1 / 0`);
  try {
    await expect(sweepForms()).rejects.toThrow();
    const form = makeForm();
    expect(await runOnce(form, work, { maxWaitMs: 0, sweepShare: 1 })).toEqual(succeed("made"));
  } finally {
    await owner.query(`DROP RULE keep_forms ON "Idempotency"`);
  }
});
