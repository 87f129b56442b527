import { z } from "zod";
import { fail, type Result, succeed } from "@/lib/result";
import { getDb } from "./client";

const answerSchema = z
  .array(z.object({ count: z.number(), retryAfterSeconds: z.number() }))
  .length(1)
  .transform(([answer]) => answer);

/** Share of calls that also clear away budgets nobody has used for a day. */
const sweepShare = 0.01;

/**
 * Spends one unit of a budget that all instances share. Exact: in no span of `windowSeconds`, wherever
 * it begins, are more than `limit` units granted. A refused call costs nothing.
 *
 * @param budget.limit units per window, at most 1000
 * @param budget.now for tests; otherwise the database's clock, which all instances share
 * @returns when refused, the whole seconds (at least 1) until the next unit is free
 */
export async function spend(
  key: string,
  budget: { readonly limit: number; readonly windowSeconds: number; readonly now?: Date },
): Promise<Result<void, { readonly retryAfterSeconds: number }>> {
  const { limit, windowSeconds, now = null } = budget;
  const rows = await getDb().$queryRaw`
    WITH "moment" AS (
      SELECT COALESCE(${now}::timestamptz, now())::timestamptz(3) AS "at",
             make_interval(secs => ${windowSeconds}::double precision) AS "window"
    )
    INSERT INTO "RateBudget" AS "budget" ("key", "count", "windowEndsAt", "spentAt")
    SELECT ${key}, 1, "at" + "window", ARRAY["at"] FROM "moment"
    ON CONFLICT ("key") DO UPDATE SET ("count", "windowEndsAt", "spentAt") = (
      SELECT cardinality("recent") + 1,
             CASE WHEN cardinality("recent") < ${limit}::int THEN "at" + "window" ELSE "budget"."windowEndsAt" END,
             CASE WHEN cardinality("recent") < ${limit}::int THEN "recent" || "at" ELSE "recent" END
      FROM "moment", LATERAL (
        SELECT ARRAY(
          SELECT "spent" FROM unnest("budget"."spentAt") AS "spent" WHERE "spent" > "at" - "window" ORDER BY "spent"
        ) AS "recent"
      ) AS "kept"
    )
    RETURNING "count", (
      SELECT GREATEST(1, CEIL(EXTRACT(EPOCH FROM "budget"."spentAt"[1] + "window" - "at")))::int FROM "moment"
    ) AS "retryAfterSeconds"`;
  const answer = answerSchema.parse(rows);
  if (Math.random() < sweepShare) await sweepBudgets();
  if (answer === undefined || answer.count > limit) {
    return fail({ retryAfterSeconds: answer?.retryAfterSeconds ?? windowSeconds });
  }
  return succeed(undefined);
}

/** Drops budgets that have been full again for a day, some at a time. Rows of other uses stay. */
async function sweepBudgets(): Promise<void> {
  await getDb().$executeRaw`
    DELETE FROM "RateBudget" WHERE "key" IN (
      SELECT "key" FROM "RateBudget"
      WHERE "windowEndsAt" < now() - interval '1 day' AND cardinality("spentAt") > 0
      ORDER BY "windowEndsAt" LIMIT 1000 FOR UPDATE SKIP LOCKED
    )`;
}
