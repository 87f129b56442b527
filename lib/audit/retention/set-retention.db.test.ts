import { expect, test } from "vitest";
import { AuditUnavailable } from "@/lib/audit/audit-unavailable";
import { readEvents, refuseEvents } from "@/lib/auth/account.fixture";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { readInput } from "@/lib/form-input";
import { readRetentionDays } from "./read-retention-days";
import { setRetentionInput } from "./retention-input";
import { setRetention } from "./set-retention";

test("events are kept for 400 days until an owner says otherwise, and that stands in the log", async () => {
  const context = await makeActContext("owner");
  const { organizationId } = context.viewer;
  expect(await readRetentionDays(organizationId)).toBe(400);
  expect(await setRetention(context, { days: 0 })).toEqual({ ok: true, value: null });
  expect(await readRetentionDays(organizationId)).toBe(0);
  await setRetention(context, { days: 730 });
  expect(await readRetentionDays(organizationId)).toBe(730);
  const said = { action: "log.retention_set", outcome: "succeeded", targetId: organizationId };
  expect(await readEvents(organizationId)).toMatchObject([
    { ...said, actorId: context.viewer.userId, detail: { days: 0, before: 400 } },
    { ...said, actorId: context.viewer.userId, detail: { days: 730, before: 0 } },
  ]);
});

test("the same number again leaves no event, also when two say it at once", async () => {
  const context = await makeActContext("owner");
  const { organizationId } = context.viewer;
  await setRetention(context, { days: 400 });
  expect(await readEvents(organizationId)).toEqual([]);
  await Promise.all([1, 2, 3, 4].map(() => setRetention(context, { days: 90 })));
  expect(await readEvents(organizationId)).toHaveLength(1);
});

test("a retention that cannot be recorded is not set", async () => {
  const context = await makeActContext("owner");
  await refuseEvents(context.viewer.organizationId);
  await expect(setRetention(context, { days: 30 })).rejects.toThrow(AuditUnavailable);
  expect(await readRetentionDays(context.viewer.organizationId)).toBe(400);
});

test("the retention of another organization stays as it is", async () => {
  const [context, other] = [await makeActContext("owner"), await makeActContext("owner")];
  await setRetention(context, { days: 30 });
  expect(await readRetentionDays(other.viewer.organizationId)).toBe(400);
});

function read(days: string) {
  const form = new FormData();
  form.set("days", days);
  return readInput(setRetentionInput, form);
}

test.each([
  ["0", 0],
  [" 1 ", 1],
  ["400", 400],
  ["36500", 36_500],
])("%j is a number of days", (typed, days) => {
  expect(read(typed)).toEqual({ ok: true, value: { days } });
});

test.each(["", "  ", "-1", "1.5", "1e3", "36501", "99999", "4000000", "٣٠", "for ever", "0x10", "400 days"])(
  "%j is none, and the field says what to enter",
  (typed) => {
    expect(read(typed)).toMatchObject({
      ok: false,
      failure: {
        kind: "invalid_input",
        fields: { days: expect.stringMatching(/^Enter .* days.*for ever\.$/) },
      },
    });
  },
);
