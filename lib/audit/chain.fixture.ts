import { newCredentialId, newOrganizationId, newRequestId, newUserId } from "@/lib/ids";
import { type AuditKey, generateAuditKey, parseAuditKey } from "./audit-key";
import { type AuditRow, buildLink, type ChainTip, genesisOf } from "./chain";
import type { EventDraft, EventOrigin } from "./event";

/** For tests: a key that signs nothing else. */
export function makeAuditKey(): AuditKey {
  const read = parseAuditKey(generateAuditKey());
  if (!read.ok) throw new Error(read.failure);
  return read.value;
}

/** For tests: somebody who acts. */
export function makeOrigin(name = "Ann Lee"): EventOrigin {
  return {
    actor: { type: "user", id: newUserId(), name },
    requestId: newRequestId(),
    address: "198.51.100.7",
  };
}

/** For tests: an event about a credential. */
export function makeDraft(name = "Payments export", id: string = newCredentialId()): EventDraft {
  return {
    action: "credential.archived",
    outcome: "succeeded",
    target: { type: "credential", id, name },
    detail: {},
  };
}

/** For tests: a whole chain in memory. */
export function makeChain(
  length: number,
  key: AuditKey,
  organizationId = newOrganizationId(),
): { readonly organizationId: typeof organizationId; readonly rows: readonly AuditRow[] } {
  const rows: AuditRow[] = [];
  let tip: ChainTip = genesisOf(organizationId);
  for (let index = 0; index < length; index += 1) {
    const occurredAt = new Date(Date.UTC(2026, 10, 22, 10, 0, index, 7));
    const row = buildLink({ organizationId, tip, occurredAt }, makeOrigin(), makeDraft(), key);
    rows.push(row);
    tip = row;
  }
  return { organizationId, rows };
}
