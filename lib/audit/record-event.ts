import { z } from "zod";
import { noteEvent } from "@/lib/audit/receipts/note-event";
import { type Clock, systemClock } from "@/lib/clock";
import type { Tx } from "@/lib/db/client";
import { isTransactionConflict } from "@/lib/db/database-error";
import { directOf } from "@/lib/db/transaction";
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

/** As they come from the driver. */
const tipSchema = z
  .tuple([z.tuple([z.string().transform(BigInt), z.instanceof(Uint8Array)])])
  .or(z.tuple([]));

/**
 * Keeps a chain as it is until the transaction ends, and reads its newest event.
 *
 * All writers of a chain wait for this, the insert and the commit. So each is one round trip (see
 * `lock_audit_chain` in the migrations), goes to the connection directly, and is named so that each
 * connection plans it once.
 */
export async function lockTip(tx: Tx, organizationId: OrganizationId): Promise<ChainTip> {
  const rows = await directOf(tx).query(
    `/* audit_tip */ SELECT "seq", "hash" FROM "lock_audit_chain"($1::uuid)`,
    [organizationId],
  );
  const [tip] = tipSchema.parse(rows);
  return tip === undefined ? genesisOf(organizationId) : { seq: tip[0], hash: tip[1] };
}

async function insertRow(tx: Tx, row: AuditRow): Promise<void> {
  await directOf(tx).query(
    insertStatement,
    columns.map((column) => row[column]),
  );
}

const columns = [
  ...(["organizationId", "seq", "id", "occurredAt", "action", "outcome"] as const),
  ...(["actorType", "actorId", "actorName", "targetType", "targetId", "targetName"] as const),
  ...(["requestId", "kid", "payload", "hash", "signature"] as const),
] as const;

const insertStatement = `/* audit_insert */ INSERT INTO "AuditEvent" (${columns.map((column) => `"${column}"`).join(", ")})
  VALUES (${columns.map((_, index) => `$${index + 1}`).join(", ")})`;
