import { newCredentialId, newOrganizationId, newRequestId, newUserId, type OrganizationId } from "@/lib/ids";
import { type AuditKey, generateAuditKey, parseAuditKey } from "./audit-key";
import { type AuditRow, buildLink, genesisOf } from "./chain";
import type { EventDetail, EventDraft, EventOrigin } from "./event";

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

/** For tests: what makes the event after these. */
type MakeNext = (rows: readonly AuditRow[]) => EventDraft;

/** For tests: a chain in memory with one more event for each of `next`. */
export function growChain(
  chain: { readonly organizationId: OrganizationId; readonly rows: readonly AuditRow[] },
  next: readonly MakeNext[],
  key: AuditKey,
): readonly AuditRow[] {
  const { organizationId } = chain;
  const rows = [...chain.rows];
  for (const makeNext of next) {
    const occurredAt = new Date(Date.UTC(2026, 10, 22, 10, 0, rows.length, 7));
    const tip = rows.at(-1) ?? genesisOf(organizationId);
    rows.push(buildLink({ organizationId, tip, occurredAt }, makeOrigin(), makeNext(rows), key));
  }
  return rows;
}

/** For tests: says that the events up to `lastSeq` are in an archive. */
export function makeSeal(lastSeq: number, change: Partial<EventDetail<"log.sealed">> = {}): MakeNext {
  return (rows) => ({
    action: "log.sealed",
    outcome: "succeeded",
    target: null,
    detail: {
      firstSeq: 1,
      lastSeq,
      lastHash: Buffer.from(rows[lastSeq - 1]?.hash ?? []).toString("hex"),
      exportSha256: "5".repeat(64),
      ...change,
    },
  });
}

/** For tests: says that an owner knows of a log that was put back. */
export function makeAcknowledgement(keptSeq: number, receiptSeq: number): MakeNext {
  return () => ({
    action: "log.restore_acknowledged",
    outcome: "succeeded",
    target: null,
    detail: { receiptSeq, keptSeq },
  });
}

/** For tests: a whole chain in memory. */
export function makeChain(
  length: number,
  key: AuditKey,
  organizationId = newOrganizationId(),
): { readonly organizationId: typeof organizationId; readonly rows: readonly AuditRow[] } {
  const next = Array.from({ length }, () => () => makeDraft());
  return { organizationId, rows: growChain({ organizationId, rows: [] }, next, key) };
}
