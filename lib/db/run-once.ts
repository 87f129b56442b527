import { setTimeout as pause } from "node:timers/promises";
import { getEnv } from "@/lib/env";
import type { Failure } from "@/lib/failure";
import type { OrganizationId, UserId } from "@/lib/ids";
import { describeThrown, writeLog } from "@/lib/log";
import { fail, type Result, succeed } from "@/lib/result";
import { getDb } from "./client";

/** What makes two submitted forms the same one. */
export interface SubmittedForm {
  readonly organizationId: OrganizationId;
  readonly userId: UserId;
  /** Name of the action. */
  readonly action: string;
  /** A UUID, made with the form. */
  readonly key: string;
}

const maxWaitMs = 45_000;
const pollMs = 200;

/** Share of forms that also clear away the keys of yesterday's. */
const sweepShare = 0.01;

/**
 * Runs the work of a form that may arrive more than once: sent again, or many times at once, also to other
 * instances. The first runs; the others wait for it and answer its success. After a failure the next
 * one runs, as does the next after a process that stopped giving signs of life.
 *
 * @returns null to whoever waited; a conflict where the first has not ended within 45 seconds
 */
export async function runOnce<T>(
  form: SubmittedForm,
  work: () => Promise<Result<T, Failure>>,
  limits = { maxWaitMs, sweepShare },
): Promise<Result<T | null, Failure>> {
  const giveUpAt = performance.now() + limits.maxWaitMs;
  for (;;) {
    const claimedAt = await claim(form);
    if (claimedAt !== null) return runClaimed(form, claimedAt, work, limits);
    const earlier = await getDb().idempotency.findFirst({ where: form, select: { doneAt: true } });
    if (earlier !== null && earlier.doneAt !== null) return succeed(null);
    if (performance.now() >= giveUpAt) return fail(stillRunning);
    await pause(pollMs);
  }
}

/** Drops the keys of forms that were sent more than a day ago, some at a time. */
export async function sweepForms(): Promise<void> {
  await getDb().$executeRaw`
    DELETE FROM "Idempotency" WHERE ("organizationId", "userId", "action", "key") IN (
      SELECT "organizationId", "userId", "action", "key" FROM "Idempotency"
      WHERE "claimedAt" < clock_timestamp() - interval '1 day' AND "leaseUntil" < clock_timestamp()
      ORDER BY "claimedAt" LIMIT 1000 FOR UPDATE SKIP LOCKED
    )`;
}

const stillRunning: Failure = {
  kind: "conflict",
  message:
    "This form was sent before, and that is still being worked on. Nothing was done a second time. Reload the page in a minute to see what came of it.",
};

/** @returns when it was claimed, which no other claim of this form shares; null while somebody else has it. */
async function claim({ organizationId, userId, action, key }: SubmittedForm): Promise<Date | null> {
  const rows = await getDb().$queryRaw<{ claimedAt: Date }[]>`
    INSERT INTO "Idempotency" AS "form" ("organizationId", "userId", "action", "key", "claimedAt", "leaseUntil")
    VALUES (${organizationId}::uuid, ${userId}::uuid, ${action}, ${key}::uuid, clock_timestamp(),
      clock_timestamp() + make_interval(secs => ${getEnv().leaseMs / 1000}))
    ON CONFLICT ("organizationId", "userId", "action", "key") DO UPDATE
      SET "claimedAt" = EXCLUDED."claimedAt", "leaseUntil" = EXCLUDED."leaseUntil"
      WHERE "form"."doneAt" IS NULL AND "form"."leaseUntil" < clock_timestamp()
    RETURNING "claimedAt"`;
  return rows[0]?.claimedAt ?? null;
}

async function runClaimed<T>(
  form: SubmittedForm,
  claimedAt: Date,
  work: () => Promise<Result<T, Failure>>,
  limits: { readonly sweepShare: number },
): Promise<Result<T, Failure>> {
  const mine = { ...form, claimedAt, doneAt: null };
  const heartbeat = setInterval(() => {
    keepClaim(form, claimedAt).catch((thrown: unknown) => {
      writeLog("form.heartbeat_missed", describeThrown(thrown));
    });
  }, getEnv().leaseMs / 4);
  let isDone = false;
  try {
    const result = await work();
    isDone = result.ok;
    return result;
  } finally {
    clearInterval(heartbeat);
    const ending = isDone
      ? getDb().idempotency.updateMany({ where: mine, data: { doneAt: new Date() } })
      : getDb().idempotency.deleteMany({ where: mine });
    // What the work came to stands, whether or not this is noted: its lease ends by itself.
    await ending.catch((thrown: unknown) => writeLog("form.end_not_noted", describeThrown(thrown)));
    if (Math.random() < limits.sweepShare) {
      await sweepForms().catch((thrown: unknown) => writeLog("form.sweep_failed", describeThrown(thrown)));
    }
  }
}

async function keepClaim(form: SubmittedForm, claimedAt: Date): Promise<void> {
  const { organizationId, userId, action, key } = form;
  await getDb().$executeRaw`
    UPDATE "Idempotency" SET "leaseUntil" = clock_timestamp() + make_interval(secs => ${getEnv().leaseMs / 1000})
    WHERE "organizationId" = ${organizationId}::uuid AND "userId" = ${userId}::uuid AND "action" = ${action}
      AND "key" = ${key}::uuid AND "claimedAt" = ${claimedAt}::timestamptz`;
}
