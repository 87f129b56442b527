import { z } from "zod";
import type { EventAction, EventOutcome } from "@/lib/audit/event";
import { getDb } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import type { CredentialId, OrganizationId } from "@/lib/ids";
import type { LatencyCount } from "./latency-percentile";

/** So many events of one day came to one outcome within one bucket of time. */
export interface DailyCount extends LatencyCount {
  /** UTC, `YYYY-MM-DD`. */
  readonly day: string;
  readonly outcome: string;
}

interface Counted {
  /** Each of them. */
  readonly days: readonly string[];
  readonly actions?: readonly EventAction[] | undefined;
  readonly credential?: CredentialId | undefined;
  readonly outcome?: EventOutcome | undefined;
}

/** Under this id everything is counted that is about no credential, and under the other all events once more. */
const noCredential = "00000000-0000-0000-0000-000000000000";
const anyTarget = "ffffffff-ffff-ffff-ffff-ffffffffffff";

const countsSchema = z.array(
  z.object({ day: z.string(), outcome: z.string(), bucket: z.number(), count: z.number() }),
);

/** Of each day its counts, in the order of the days. */
export function groupByDay(
  days: readonly string[],
  counts: readonly DailyCount[],
): ReadonlyMap<string, readonly DailyCount[]> {
  const byDay = new Map<string, DailyCount[]>(days.map((day) => [day, []]));
  for (const one of counts) byDay.get(one.day)?.push(one);
  return byDay;
}

/** How many of the events came to this outcome. */
export function countOutcome(counts: readonly DailyCount[], outcome: EventOutcome): number {
  return counts.reduce((sum, one) => (one.outcome === outcome ? sum + one.count : sum), 0);
}

/** How many events of each kind there were on the days asked for, from the table that counts them. */
export async function readDailyCounts(
  organizationId: OrganizationId,
  { days, actions, credential, outcome }: Counted,
): Promise<readonly DailyCount[]> {
  if (days.length === 0 || credential === noCredential || credential === anyTarget) return [];
  const conditions = [
    Prisma.sql`"organizationId" = ${organizationId}::uuid`,
    // Day by day the index goes to the id; a range of days would be read whole.
    Prisma.sql`"day" = ANY(${days}::date[]) AND "credentialId" = ${credential ?? anyTarget}::uuid`,
    ...(actions === undefined ? [] : [Prisma.sql`"action" = ANY(${actions}::text[])`]),
    ...(outcome === undefined ? [] : [Prisma.sql`"outcome" = ${outcome}`]),
  ];
  const rows = await getDb().$queryRaw`
    SELECT "day"::text AS "day", "outcome", "latencyBucket" AS "bucket", sum("count")::float8 AS "count"
    FROM "AuditDaily"
    WHERE ${Prisma.join(conditions, " AND ")}
    GROUP BY "AuditDaily"."day", "outcome", "latencyBucket"`;
  return countsSchema.parse(rows);
}
