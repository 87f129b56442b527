import { type Clock, systemClock } from "../clock";
import type { Tx } from "../db/client";
import type { EventId, OrganizationId } from "../ids";
import { getAuditKey } from "./audit-key";
import { buildLink, type ChainTip, genesisOf, instanceChainId } from "./chain";
import type { EventDraft, EventOrigin } from "./event";

/** An organization's chain, or the one for what belongs to no organization. */
export type Chain = OrganizationId | "instance";

/**
 * Adds one signed event to a chain, inside the caller's transaction, so that the change and its event
 * commit together or not at all.
 *
 * The chain stays locked until the caller commits: record last, after the business rows. The isolation
 * must be READ COMMITTED; a snapshot taken before the lock would show an old tip.
 *
 * @throws when the event cannot be written. Callers let that abort their transaction.
 */
export async function recordEvent(
  tx: Tx,
  chain: Chain,
  origin: EventOrigin,
  draft: EventDraft,
  clock: Clock = systemClock,
): Promise<{ readonly id: EventId; readonly seq: bigint }> {
  const organizationId = chain === "instance" ? instanceChainId : chain;
  const tip = await lockTip(tx, organizationId);
  const row = buildLink({ organizationId, tip, occurredAt: clock.now() }, origin, draft, getAuditKey());
  await tx.auditEvent.create({ data: row, select: { seq: true } });
  return { id: row.id, seq: row.seq };
}

/** Two statements: only one that begins after the lock is granted sees what the holder before committed. */
async function lockTip(tx: Tx, organizationId: OrganizationId): Promise<ChainTip> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`audit:${organizationId}`}, 0))`;
  const tip = await tx.auditEvent.findFirst({
    where: { organizationId },
    orderBy: { seq: "desc" },
    select: { seq: true, hash: true },
  });
  return tip ?? genesisOf(organizationId);
}
