import { z } from "zod";
import { noteEvent } from "@/lib/audit/receipts/note-event";
import { type Clock, systemClock } from "@/lib/clock";
import type { Tx } from "@/lib/db/client";
import { isTransactionConflict } from "@/lib/db/database-error";
import type { EventId, OrganizationId } from "@/lib/ids";
import { describeThrown, writeLog } from "@/lib/log";
import { getAuditKey } from "./audit-key";
import { AuditUnavailable } from "./audit-unavailable";
import { type AuditRow, buildLink, type ChainTip, genesisOf, instanceChainId } from "./chain";
import type { EventDraft, EventOrigin } from "./event";

/** An organization's chain, or the one for what belongs to no organization. */
export type Chain = OrganizationId | "instance";

/** Where an event stands in its chain. */
export interface RecordedPlace extends ChainTip {
  readonly id: EventId;
}

/**
 * Adds one signed event to a chain, inside the caller's transaction, so that the change and its event
 * commit together or not at all.
 *
 * The chain stays locked until the caller commits: record last, after the business rows. The isolation
 * must be READ COMMITTED; a snapshot taken before the lock would show an old tip.
 *
 * @throws AuditUnavailable when the event cannot be written. Callers let that abort their transaction.
 */
export async function recordEvent(
  tx: Tx,
  chain: Chain,
  origin: EventOrigin,
  draft: EventDraft,
  clock: Clock = systemClock,
): Promise<RecordedPlace> {
  const organizationId = chain === "instance" ? instanceChainId : chain;
  try {
    const tip = await lockTip(tx, organizationId);
    const row = buildLink({ organizationId, tip, occurredAt: clock.now() }, origin, draft, getAuditKey());
    await insertRow(tx, row);
    noteEvent(organizationId, row.seq);
    return { id: row.id, seq: row.seq, hash: row.hash };
  } catch (thrown) {
    // Whoever runs the transaction runs it again after a conflict, and must see it.
    if (isTransactionConflict(thrown)) throw thrown;
    writeLog("audit.unavailable", { action: draft.action, ...describeThrown(thrown) });
    throw new AuditUnavailable();
  }
}

const tipSchema = z.tuple([z.object({ seq: z.bigint(), hash: z.instanceof(Uint8Array) })]).or(z.tuple([]));

/**
 * Keeps a chain as it is until the transaction ends, and reads its newest event.
 *
 * All writers of a chain wait for this and the insert, so both are one round trip each (see
 * `lock_audit_chain` in the migrations), and named so that each connection plans them once.
 */
export async function lockTip(tx: Tx, organizationId: OrganizationId): Promise<ChainTip> {
  const rows =
    await tx.$queryRaw`/* audit_tip */ SELECT "seq", "hash" FROM "lock_audit_chain"(${organizationId}::uuid)`;
  const [tip] = tipSchema.parse(rows);
  return tip ?? genesisOf(organizationId);
}

async function insertRow(tx: Tx, row: AuditRow): Promise<void> {
  await tx.$executeRaw`/* audit_insert */ INSERT INTO "AuditEvent" (
      "organizationId", "seq", "id", "occurredAt", "action", "outcome",
      "actorType", "actorId", "actorName", "targetType", "targetId", "targetName",
      "requestId", "kid", "payload", "hash", "signature"
    ) VALUES (
      ${row.organizationId}::uuid, ${row.seq}, ${row.id}::uuid, ${row.occurredAt}, ${row.action}, ${row.outcome},
      ${row.actorType}, ${row.actorId}::uuid, ${row.actorName}, ${row.targetType}, ${row.targetId}::uuid, ${row.targetName},
      ${row.requestId}::uuid, ${row.kid}, ${row.payload}, ${row.hash}, ${row.signature}
    )`;
}
