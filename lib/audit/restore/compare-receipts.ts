import type { Receipt } from "@/lib/audit/receipts/receipt";
import { readClaims } from "@/lib/audit/receipts/receipts-file";
import { getDb } from "@/lib/db/client";
import type { OrganizationId } from "@/lib/ids";

/** What says to be a receipt of an event that is not there, or is another one. No signature is checked yet. */
export interface LostEvent {
  readonly receipt: Receipt;
  /** There is none with this number. */
  readonly isMissing: boolean;
}

/** How the receipts of one chain compare with what the database holds. */
export interface ChainComparison {
  /** Numbers of the events that are as a receipt says. */
  readonly agreed: readonly number[];
  readonly lost: readonly LostEvent[];
}

/** So many take their time on a cold disk, and a statement is given five seconds. */
const batchSize = 250;

/**
 * Holds every receipt in a folder, of this instance and of others, against the events of the database. One
 * look-up by key each and nothing else, so that a start need not wait for it where there are many.
 */
export async function compareReceipts(folder: string): Promise<ReadonlyMap<OrganizationId, ChainComparison>> {
  const chains = new Map<OrganizationId, { agreed: number[]; lost: LostEvent[] }>();
  const sort = async (batch: readonly Receipt[]) => {
    const lost = await findLost(batch);
    for (const [at, receipt] of batch.entries()) {
      const chain = chains.get(receipt.organizationId) ?? { agreed: [], lost: [] };
      chains.set(receipt.organizationId, chain);
      const isMissing = lost.get(at);
      if (isMissing === undefined) chain.agreed.push(receipt.seq);
      else chain.lost.push({ receipt, isMissing });
    }
  };
  let batch: Receipt[] = [];
  for await (const receipt of readClaims(folder)) {
    batch.push(receipt);
    if (batch.length < batchSize) continue;
    await sort(batch);
    batch = [];
  }
  if (batch.length > 0) await sort(batch);
  return chains;
}

/** Which of these, counted from 0, the database has no equal event of, and whether it has none at all. */
async function findLost(batch: readonly Receipt[]): Promise<ReadonlyMap<number, boolean>> {
  const chains = batch.map(({ organizationId }) => organizationId);
  const numbers = batch.map(({ seq }) => String(seq));
  const hashes = batch.map(({ hash }) => hash);
  const rows = await getDb().$queryRaw<{ at: bigint; isMissing: boolean }[]>`
    SELECT "claim"."at", "event"."seq" IS NULL AS "isMissing"
    FROM unnest(${chains}::uuid[], ${numbers}::bigint[], ${hashes}::text[])
      WITH ORDINALITY AS "claim" ("chain", "seq", "hash", "at")
    LEFT JOIN "AuditEvent" AS "event"
      ON "event"."organizationId" = "claim"."chain" AND "event"."seq" = "claim"."seq"
    WHERE encode("event"."hash", 'hex') IS DISTINCT FROM "claim"."hash"`;
  return new Map(rows.map(({ at, isMissing }) => [Number(at) - 1, isMissing]));
}
