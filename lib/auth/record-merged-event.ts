import { AuditUnavailable } from "@/lib/audit/audit-unavailable";
import type { EventOrigin } from "@/lib/audit/event";
import { recordEvent } from "@/lib/audit/record-event";
import { getDb } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import { userIdSchema } from "@/lib/ids";
import {
  draftMerged,
  type MergedEvent,
  mergedKey,
  mergedKeyPrefix,
  mergedUserId,
  parseMergedKey,
} from "./merged-event";
import type { RequestContext } from "./request";

const windowMs = 15 * 60 * 1000;
const closedAtOnce = 5;

/**
 * Counts one refusal, and writes its event unless one was written for the same within the last 15
 * minutes. The event's count says how many there were since the one before.
 *
 * @throws AuditUnavailable when the event cannot be written.
 */
export async function recordMergedEvent(
  event: MergedEvent,
  request: RequestContext,
  now: Date,
): Promise<void> {
  const key = mergedKey(event);
  const counted = await getDb().$queryRaw<{ windowEndsAt: Date }[]>`
    INSERT INTO "RateBudget" AS budget ("key", "count", "windowEndsAt") VALUES (${key}, 1, ${now}::timestamptz)
    ON CONFLICT ("key") DO UPDATE SET "count" = budget."count" + 1
    RETURNING "windowEndsAt"`;
  if (counted.some(({ windowEndsAt }) => windowEndsAt <= now)) await writeCounted(key, event, request, now);
}

/** Drops what has been quiet for a day: tries on accounts, and windows whose count is written. */
async function sweepQuietKeys(now: Date): Promise<void> {
  await getDb().$executeRaw`
    DELETE FROM "RateBudget" WHERE "key" IN (
      SELECT "key" FROM "RateBudget"
      WHERE "windowEndsAt" < ${now}::timestamptz - interval '1 day'
        AND ("key" LIKE 'sign-in%' OR ("key" LIKE 'merged:%' AND "count" = 0))
      LIMIT 100 FOR UPDATE SKIP LOCKED)`;
}

/**
 * Writes what was counted after the last event of windows that have closed since, a few at a time, so
 * that the number of a burst gets into the log when nobody tries again.
 */
export async function recordClosedCounts(now: Date): Promise<void> {
  await sweepQuietKeys(now);
  const closed = await getDb().rateBudget.findMany({
    where: { key: { startsWith: mergedKeyPrefix }, windowEndsAt: { lte: now }, count: { gt: 0 } },
    orderBy: [{ windowEndsAt: "asc" }, { key: "asc" }],
    take: closedAtOnce,
    select: { key: true },
  });
  for (const { key } of closed) {
    const event = parseMergedKey(key);
    if (event !== null) await writeForNobody(key, event, now);
  }
}

/** No answer depends on these: when one cannot be written it stays counted, and the next request tries. */
async function writeForNobody(key: string, event: MergedEvent, now: Date): Promise<void> {
  try {
    await writeCounted(key, event, { requestId: null, address: null }, now);
  } catch (thrown) {
    if (!(thrown instanceof AuditUnavailable)) throw thrown;
  }
}

async function writeCounted(
  key: string,
  event: MergedEvent,
  whence: Omit<EventOrigin, "actor">,
  now: Date,
): Promise<void> {
  const userId = mergedUserId(event);
  await inTransaction(async (tx) => {
    const rows = await tx.$queryRaw<{ count: number }[]>`
      SELECT "count" FROM "RateBudget"
      WHERE "key" = ${key} AND "windowEndsAt" <= ${now}::timestamptz AND "count" > 0 FOR UPDATE`;
    const count = rows[0]?.count;
    // Another request has written it in the meantime.
    if (count === undefined) return;
    await tx.rateBudget.update({
      where: { key },
      data: { count: 0, windowEndsAt: new Date(now.getTime() + windowMs) },
      select: { key: true },
    });
    const user =
      userId === null
        ? null
        : await tx.user.findUnique({ where: { id: userId }, select: { id: true, name: true } });
    const { actor, draft } = draftMerged(
      event,
      count,
      user && { id: userIdSchema.parse(user.id), name: user.name },
    );
    const { requestId, address } = whence;
    await recordEvent(tx, event.chain, { actor, requestId, address }, draft);
  });
}
