import { beforeAll, expect, test } from "vitest";
import { makeOrigin } from "@/lib/audit/chain.fixture";
import type { EventDraft, EventOrigin } from "@/lib/audit/event";
import { makeDraftPerAction } from "@/lib/audit/event.fixture";
import { recordEvent } from "@/lib/audit/record-event";
import { makeRotationDrafts } from "@/lib/audit/words/rotation-event.fixture";
import { connectAs } from "@/lib/db/test-connection.fixture";
import { inTransaction } from "@/lib/db/transaction";
import { newCredentialId, newOrganizationId } from "@/lib/ids";
import { readUsage } from "./read-usage";

const acme = newOrganizationId();
const payments = newCredentialId();
const ann = makeOrigin("Ann Lee");
const bo = makeOrigin("Bo Kim");
const latchkey: EventOrigin = { actor: { type: "system" }, requestId: null, address: null };
const clock = { now: () => new Date("2026-11-22T12:00:00.000Z") };
const {
  "token.tested": tested,
  "token.test_requested": asked,
  "secret.stored": stored,
} = makeDraftPerAction();

function about(id: string) {
  return { type: "credential", id, name: "Payments export" } as const;
}

function works(durationMs: number, id: string = payments): EventDraft {
  return { ...tested, target: about(id), detail: { ...tested.detail, durationMs } };
}

function fails(failureCode: "client_secret_refused" | "timed_out"): EventDraft {
  const detail = { ...tested.detail, durationMs: 15_000, failureCode };
  return { ...tested, outcome: "failed", target: about(payments), detail };
}

function verified(outcome: "succeeded" | "failed"): EventDraft {
  const draft = makeRotationDrafts(about(payments))["secret.verified"];
  const failureCode = outcome === "failed" ? "throttled" : null;
  return { ...draft, outcome, detail: { ...draft.detail, failureCode } };
}

async function record(organizationId: typeof acme, origin: EventOrigin, at: string, draft: EventDraft) {
  return inTransaction((tx) => recordEvent(tx, organizationId, origin, draft, { now: () => new Date(at) }));
}

const events: { id: string }[] = [];

beforeAll(async () => {
  const story: [EventOrigin, string, EventDraft][] = [
    [bo, "2026-10-20T10:00:00.000Z", works(100)],
    [ann, "2026-11-20T10:00:00.000Z", { ...asked, target: about(payments) }],
    [ann, "2026-11-20T10:00:01.000Z", works(200)],
    [ann, "2026-11-20T10:00:02.000Z", works(200, newCredentialId())],
    [{ ...ann, actor: bo.actor }, "2026-11-20T10:00:03.000Z", fails("client_secret_refused")],
    [latchkey, "2026-11-21T10:00:00.000Z", verified("failed")],
    [ann, "2026-11-21T11:00:00.000Z", verified("succeeded")],
    [ann, "2026-11-21T12:00:00.000Z", { ...stored, target: about(payments) }],
  ];
  for (const [origin, at, draft] of story) events.push(await record(acme, origin, at, draft));
  await record(newOrganizationId(), ann, "2026-11-21T10:00:00.000Z", works(100));
});

test("each day says how many tokens were asked for, and how long the tests took", async () => {
  const { days } = await readUsage(acme, payments, 3, clock);
  const none = { asked: 0, succeeded: 0, failed: 0, p50Ms: null, p95Ms: null };
  expect(days).toEqual([
    { day: "2026-11-20", asked: 2, succeeded: 1, failed: 1, p50Ms: 197, p95Ms: 15024 },
    { ...none, day: "2026-11-21", asked: 2, succeeded: 1, failed: 1 },
    { ...none, day: "2026-11-22" },
  ]);
  expect((await readUsage(acme, payments, undefined, clock)).days).toHaveLength(30);
});

test("whoever asked on these days is named, most first, then latest", async () => {
  const { people } = await readUsage(acme, payments, 3, clock);
  expect(people).toEqual([
    { name: "Ann Lee", asked: 2, succeeded: 2, failed: 0, lastAt: "2026-11-21T11:00:00.000Z" },
    { name: "Latchkey", asked: 1, succeeded: 0, failed: 1, lastAt: "2026-11-21T10:00:00.000Z" },
    { name: "Bo Kim", asked: 1, succeeded: 0, failed: 1, lastAt: "2026-11-20T10:00:03.000Z" },
  ]);
});

test("a person who was renamed is one, by the later name", async () => {
  const organizationId = newOrganizationId();
  const { actor } = ann;
  await record(organizationId, ann, "2026-11-22T10:00:00.000Z", works(100));
  const renamed = { ...ann, actor: { ...actor, name: "Ann Berg" } } as const;
  await record(organizationId, renamed, "2026-11-22T11:00:00.000Z", works(100));
  const { people } = await readUsage(organizationId, payments, 3, clock);
  expect(people.map(({ name, asked: count }) => [name, count])).toEqual([["Ann Berg", 2]]);
});

test("the last success and the last failure are told with whoever it was and why", async () => {
  const { lastSuccess, lastFailure } = await readUsage(acme, payments, 1, clock);
  expect(lastSuccess).toEqual({ eventId: events[6]?.id, at: "2026-11-21T11:00:00.000Z", actor: "Ann Lee" });
  expect(lastFailure).toEqual({
    eventId: events[5]?.id,
    at: "2026-11-21T10:00:00.000Z",
    actor: "Latchkey",
    reason: "Adobe asked for fewer requests",
  });
});

test("a token test that failed later is the last failure", async () => {
  const organizationId = newOrganizationId();
  await record(organizationId, ann, "2026-11-20T10:00:00.000Z", verified("failed"));
  await record(organizationId, ann, "2026-11-21T10:00:00.000Z", fails("timed_out"));
  const { lastFailure, lastSuccess } = await readUsage(organizationId, payments, 3, clock);
  expect([lastFailure?.reason, lastSuccess]).toEqual(["there was no answer in time", null]);
});

test("a credential that nobody used has nothing to tell", async () => {
  const { people, lastSuccess, lastFailure, days } = await readUsage(acme, newCredentialId(), 3, clock);
  expect([people, lastSuccess, lastFailure]).toEqual([[], null, null]);
  expect(days.map(({ asked: count }) => count)).toEqual([0, 0, 0]);
});

test("a failure whose signed text was changed is still told, without a reason", async () => {
  const organizationId = newOrganizationId();
  await record(organizationId, ann, "2026-11-21T10:00:00.000Z", fails("timed_out"));
  const superuser = await connectAs("superuser");
  await superuser.query(`ALTER TABLE "AuditEvent" DISABLE TRIGGER ALL`);
  await superuser.query(
    `UPDATE "AuditEvent" SET payload = replace(payload, 'timed_out', 'unheard') WHERE "organizationId" = $1`,
    [organizationId],
  );
  const { lastFailure } = await readUsage(organizationId, payments, 3, clock);
  expect(lastFailure).toMatchObject({ actor: "This event", at: "2026-11-21T10:00:00.000Z" });
  expect(lastFailure?.reason).toContain("cannot be read");
});
