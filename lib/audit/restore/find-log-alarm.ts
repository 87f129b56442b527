import { instanceChainId } from "@/lib/audit/chain";
import { getDb } from "@/lib/db/client";
import type { OrganizationId } from "@/lib/ids";
import type { LogAlarmView } from "./log-alarm-view";

/** The alarm that keeps an organization from acts with secrets: of its own log, else of the instance's. Changes nothing. */
export async function findLogAlarm(organizationId: OrganizationId): Promise<LogAlarmView | null> {
  const alarms = await getDb().logAlarm.findMany({ where: ofOrganization(organizationId) });
  const alarm = alarms.find(({ chainId }) => chainId === organizationId) ?? alarms[0];
  if (alarm === undefined) return null;
  return {
    foundAt: alarm.foundAt.toISOString(),
    receiptSeq: Number(alarm.receiptSeq),
    keptSeq: Number(alarm.keptSeq),
    lastSeq: Number(alarm.lastSeq),
    isOfInstance: alarm.chainId === instanceChainId,
  };
}

/** Whether acts with secrets are to be refused: a restored database may hold secrets that Adobe has since deleted. */
export async function isRestoreUnacknowledged(organizationId: OrganizationId): Promise<boolean> {
  const alarm = await getDb().logAlarm.findFirst({
    where: ofOrganization(organizationId),
    select: { chainId: true },
  });
  return alarm !== null;
}

/** The instance's log stands for the database as a whole, so its alarm is everybody's. */
export function ofOrganization(organizationId: OrganizationId) {
  return { chainId: { in: [organizationId, instanceChainId] } };
}
