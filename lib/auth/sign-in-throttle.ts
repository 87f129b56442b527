/**
 * Slows down guessing. The first four failures on an account are free, from the fifth on each doubles
 * the wait, up to 15 minutes; the hundredth in a row stops the account for a day. A success, or 15
 * minutes of quiet after the wait, wipes the slate. An address has 20 tries a minute and 200 an hour.
 *
 * A try is counted as failed before the password is looked at, in one statement, so that a thousand
 * at once get no further than one after the other. Sessions that are open go on.
 */

import { getDb } from "@/lib/db/client";
import { spend } from "@/lib/db/rate-budget";
import { fail, type Result, succeed } from "@/lib/result";
import { countedAddress } from "./client-address";

export interface Attempt {
  /** From `accountKey`. */
  readonly account: string;
  readonly address: string | null;
}

const quietSeconds = 900;
const longestWaitSeconds = 900;
const firstFailureThatWaits = 5;
const failuresThatStop = 100;
const stopSeconds = 24 * 60 * 60;

const addressLimits = [
  { limit: 20, windowSeconds: 60 },
  { limit: 200, windowSeconds: 3_600 },
] as const;

export interface Throttled {
  readonly by: "address" | "account";
  readonly retryAfterSeconds: number;
}

/** Counts one try. When refused, no password may be looked at. */
export async function admitAttempt(attempt: Attempt, now: Date): Promise<Result<void, Throttled>> {
  for (const limits of addressLimits) {
    const spent = await spend(addressKey(attempt, limits.windowSeconds), limits);
    if (!spent.ok) return fail({ by: "address", ...spent.failure });
  }
  const key = accountBudgetKey(attempt);
  const admitted = await getDb().$queryRaw<{ count: number }[]>`
    INSERT INTO "RateBudget" AS budget ("key", "count", "windowEndsAt")
    VALUES (${key}, 1, ${now}::timestamptz + make_interval(secs => ${quietSeconds}))
    ON CONFLICT ("key") DO UPDATE SET ("count", "blockedUntil", "windowEndsAt") = (
      SELECT failure,
             ${now}::timestamptz + make_interval(secs => wait),
             ${now}::timestamptz + make_interval(secs => wait + ${quietSeconds})
      FROM (SELECT CASE WHEN budget."windowEndsAt" <= ${now}::timestamptz THEN 1 ELSE budget."count" + 1 END) AS counted (failure),
      LATERAL (SELECT CASE
        WHEN failure >= ${failuresThatStop} THEN ${stopSeconds}
        WHEN failure >= ${firstFailureThatWaits} THEN least(2 ^ (failure - ${firstFailureThatWaits}), ${longestWaitSeconds})
        ELSE 0 END::float8) AS waiting (wait))
    WHERE budget."blockedUntil" IS NULL OR budget."blockedUntil" <= ${now}::timestamptz
    RETURNING "count"`;
  if (admitted.length > 0) return succeed(undefined);
  const row = await getDb().rateBudget.findUnique({ where: { key }, select: { blockedUntil: true } });
  const waitMs = (row?.blockedUntil?.getTime() ?? 0) - now.getTime();
  return fail({ by: "account", retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) });
}

/** After the right password: the account starts afresh, and the try does not count for the address. */
export async function forgiveAttempts(attempt: Attempt): Promise<void> {
  await getDb().rateBudget.deleteMany({ where: { key: accountBudgetKey(attempt) } });
  await refundAddress(attempt);
}

/** For a try whose password was never looked at: it is taken back. A wait that was due before stays. */
export async function withdrawAttempt(attempt: Attempt): Promise<void> {
  await getDb().$executeRaw`
    UPDATE "RateBudget" SET
      "count" = "count" - 1,
      "blockedUntil" = CASE WHEN "count" > ${firstFailureThatWaits} THEN "blockedUntil" END
    WHERE "key" = ${accountBudgetKey(attempt)} AND "count" > 0`;
  await refundAddress(attempt);
}

async function refundAddress(attempt: Attempt): Promise<void> {
  const keys = addressLimits.map(({ windowSeconds }) => addressKey(attempt, windowSeconds));
  await getDb().$executeRaw`
    UPDATE "RateBudget" SET "spentAt" = trim_array("spentAt", 1)
    WHERE "key" = ANY(${keys}) AND cardinality("spentAt") > 0`;
}

function accountBudgetKey({ account }: Attempt): string {
  return `sign-in:${account}`;
}

function addressKey({ address }: Attempt, windowSeconds: number): string {
  return `sign-in-address:${windowSeconds}:${countedAddress(address)}`;
}
