import { beforeAll, expect, test } from "vitest";
import { makeOrigin } from "@/lib/audit/chain.fixture";
import type { EventDraft, EventOutcome } from "@/lib/audit/event";
import { makeDraftPerAction } from "@/lib/audit/event.fixture";
import { recordEvent } from "@/lib/audit/record-event";
import { inTransaction } from "@/lib/db/transaction";
import { newCredentialId, newOrganizationId } from "@/lib/ids";
import { parseEventFilters } from "./event-filters";
import { readChart } from "./read-chart";

const acme = newOrganizationId();
const payments = newCredentialId();
const nightly = newCredentialId();
const lowestId = "00000000-0000-0000-0000-000000000000";
const highestId = "ffffffff-ffff-ffff-ffff-ffffffffffff";
const clock = { now: () => new Date("2026-11-22T12:00:00.000Z") };
const tested = makeDraftPerAction()["token.tested"];

function test200(id: string, durationMs: number, outcome: EventOutcome = "succeeded"): EventDraft {
  const target = { type: "credential", id, name: "Payments export" } as const;
  return { ...tested, outcome, target, detail: { ...tested.detail, durationMs } };
}

async function record(organizationId: typeof acme, at: string, drafts: readonly EventDraft[]) {
  await inTransaction(async (tx) => {
    for (const draft of drafts) {
      await recordEvent(tx, organizationId, makeOrigin(), draft, { now: () => new Date(at) });
    }
  });
}

beforeAll(async () => {
  const drafts = makeDraftPerAction();
  await record(acme, "2026-11-19T23:59:59.999Z", [test200(payments, 900), drafts["session.refused"]]);
  await record(acme, "2026-11-20T00:00:00.000Z", [
    test200(payments, 100),
    test200(payments, 100),
    test200(payments, 3_000, "failed"),
    test200(nightly, 20_000, "failed"),
    drafts["token.test_requested"],
  ]);
  await record(acme, "2026-11-22T12:00:00.000Z", [drafts["log.exported"]]);
  await record(newOrganizationId(), "2026-11-20T00:00:00.000Z", [test200(payments, 100)]);
});

function chart(query: Record<string, string>, organizationId = acme) {
  return readChart(organizationId, parseEventFilters(query), clock);
}

const none = { requested: 0, succeeded: 0, failed: 0, denied: 0, p50Ms: null, p95Ms: null };

test("every day of the range is drawn, with its outcomes and the times of its token tests", async () => {
  expect(await chart({ from: "2026-11-19", to: "2026-11-22" })).toEqual({
    from: "2026-11-19",
    to: "2026-11-22",
    days: [
      { ...none, day: "2026-11-19", succeeded: 1, denied: 1, p50Ms: 939, p95Ms: 939 },
      { ...none, day: "2026-11-20", requested: 1, succeeded: 2, failed: 2, p50Ms: 103, p95Ms: 21247 },
      { ...none, day: "2026-11-21" },
      { ...none, day: "2026-11-22", succeeded: 1 },
    ],
    leavesOut: [],
  });
});

test("without a range it shows the last 30 days", async () => {
  const { from, to, days } = await chart({});
  expect([from, to, days.length]).toEqual(["2026-10-24", "2026-11-22", 30]);
  expect(days.reduce((sum, day) => sum + day.succeeded + day.failed + day.requested + day.denied, 0)).toBe(8);
});

test.each<[string, Record<string, string>, Partial<typeof none>]>([
  ["action", { action: "token.test_requested" }, { requested: 1 }],
  ["credential", { credential: nightly }, { failed: 1 }],
  ["outcome", { outcome: "failed" }, { failed: 2 }],
  ["action and outcome", { action: "token.tested", outcome: "succeeded" }, { succeeded: 2 }],
  ["credential and outcome", { credential: payments, outcome: "failed" }, { failed: 1 }],
  ["a credential that is none", { credential: newCredentialId() }, {}],
  ["the id under which other events are counted", { credential: lowestId }, {}],
  ["the id under which all events are counted", { credential: highestId }, {}],
])("the chart follows the filter by %s", async (_, query, expected) => {
  const { days } = await chart({ ...query, from: "2026-11-20", to: "2026-11-20" });
  expect(days.map(({ day, p50Ms, p95Ms, ...counts }) => counts)).toEqual([
    { requested: 0, succeeded: 0, failed: 0, denied: 0, ...expected },
  ]);
});

test("what nobody waits for has no times", async () => {
  const { days } = await chart({ action: "log.exported", from: "2026-11-22", to: "2026-11-22" });
  expect(days).toEqual([{ ...none, day: "2026-11-22", succeeded: 1 }]);
});

test("the filters that it does not follow are named", async () => {
  const range = { from: "2026-11-22", to: "2026-11-22" };
  const { leavesOut, days } = await chart({ ...range, actor: "system", q: "payments" });
  expect(leavesOut).toEqual(["actor", "q"]);
  expect(days).toEqual([{ ...none, day: "2026-11-22", succeeded: 1 }]);
});

test("a range without days is an empty chart", async () => {
  const { days, from, to } = await chart({ from: "2026-11-22", to: "2026-11-20" });
  expect([from, to, days]).toEqual(["2026-11-22", "2026-11-20", []]);
  expect((await chart({}, newOrganizationId())).days).toHaveLength(30);
});
