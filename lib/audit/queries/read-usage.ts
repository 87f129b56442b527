import type { EventOutcome } from "@/lib/audit/event";
import { parseEvent } from "@/lib/audit/parse-event";
import { describeEvent, unreadableEvent } from "@/lib/audit/words/describe-event";
import { explainFailure } from "@/lib/audit/words/event-sentence";
import { type Clock, systemClock } from "@/lib/clock";
import { getDb } from "@/lib/db/client";
import { type CredentialId, eventIdSchema, type OrganizationId } from "@/lib/ids";
import { listChartDays } from "./chart-days";
import type { CredentialUsage, UsageDay, UsageEvent } from "./credential-usage";
import { latencyPercentile } from "./latency-percentile";
import { listUsagePeople } from "./list-usage-people";
import { countOutcome, type DailyCount, groupByDay, readDailyCounts } from "./read-daily-counts";
import { tokenActions } from "./token-actions";

/** How a credential was used through Latchkey on the last days, today included. */
export async function readUsage(
  organizationId: OrganizationId,
  credentialId: CredentialId,
  dayCount = 30,
  clock: Clock = systemClock,
): Promise<CredentialUsage> {
  const days = listChartDays({}, clock.now(), dayCount);
  const [counts, people, success, failure] = await Promise.all([
    readDailyCounts(organizationId, { days, actions: tokenActions, credential: credentialId }),
    listUsagePeople(organizationId, credentialId, { from: days.at(0), to: days.at(-1) }),
    findNewest(organizationId, credentialId, "succeeded"),
    findNewest(organizationId, credentialId, "failed"),
  ]);
  return {
    days: [...groupByDay(days, counts)].map(summarizeDay),
    people,
    lastSuccess: success === null ? null : success.event,
    lastFailure: failure === null ? null : { ...failure.event, reason: failure.reason },
  };
}

function summarizeDay([day, counts]: readonly [string, readonly DailyCount[]]): UsageDay {
  return {
    day,
    asked: counts.reduce((sum, { count }) => sum + count, 0),
    succeeded: countOutcome(counts, "succeeded"),
    failed: countOutcome(counts, "failed"),
    p50Ms: latencyPercentile(counts, 0.5),
    p95Ms: latencyPercentile(counts, 0.95),
  };
}

interface Found {
  readonly event: UsageEvent;
  readonly reason: string;
}

async function findNewest(
  organizationId: OrganizationId,
  targetId: CredentialId,
  outcome: EventOutcome,
): Promise<Found | null> {
  const found = await Promise.all(
    tokenActions.map((action) =>
      getDb().auditEvent.findFirst({
        where: { organizationId, targetType: "credential", targetId, action, outcome },
        orderBy: { seq: "desc" },
        select: { id: true, seq: true, occurredAt: true, payload: true },
      }),
    ),
  );
  const newest = found.reduce((one, other) =>
    one === null || (other !== null && other.seq > one.seq) ? other : one,
  );
  if (newest === null) return null;
  const eventId = eventIdSchema.parse(newest.id);
  const parsed = parseEvent(newest);
  if (!parsed.ok) {
    const { actor, phrase } = unreadableEvent;
    return { event: { eventId, at: newest.occurredAt.toISOString(), actor }, reason: phrase };
  }
  const { value } = parsed;
  const { actor } = describeEvent(value);
  const isToken = value.action === "token.tested" || value.action === "secret.verified";
  return {
    event: { eventId, at: value.occurredAt.toISOString(), actor },
    reason: (isToken ? explainFailure(value.detail.failureCode) : null) ?? "no reason was recorded",
  };
}
