import { parseEvent } from "@/lib/audit/parse-event";
import { getDb } from "@/lib/db/client";
import type { OrganizationId } from "@/lib/ids";

const maxEvents = 50;

/** Adobe's ids of the secrets that Latchkey deleted there, latest first: a list from before still shows them. */
export async function listDeletedIds(
  organizationId: OrganizationId,
  credentialId: string,
): Promise<string[]> {
  const rows = await getDb().auditEvent.findMany({
    where: { organizationId, targetId: credentialId, action: "secret.deleted", outcome: "succeeded" },
    orderBy: { seq: "desc" },
    take: maxEvents,
    select: { payload: true },
  });
  return rows.flatMap((row) => {
    const parsed = parseEvent(row);
    if (!parsed.ok || parsed.value.action !== "secret.deleted") return [];
    return parsed.value.detail.adobeSecretId ?? [];
  });
}
