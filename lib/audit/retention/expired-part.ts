import { genesisOf } from "@/lib/audit/chain";
import type { PublicKeys } from "@/lib/audit/public-keys";
import { findLogMarks, type LogAcknowledgement } from "@/lib/audit/verification/log-marks";
import type { Clock } from "@/lib/clock";
import { getDb } from "@/lib/db/client";
import type { OrganizationId } from "@/lib/ids";

/** The oldest events of a log, each of which is older than the retention. */
export interface ExpiredPart {
  readonly organizationId: OrganizationId;
  readonly first: bigint;
  readonly last: bigint;
  /** Hexadecimal hash of the event before `first`, or of the chain's genesis. */
  readonly prevHash: string;
  /** Hexadecimal hash of event `last`. */
  readonly lastHash: string;
  /** Every event of the part happened before this. */
  readonly cutoff: Date;
}

const dayMs = 24 * 60 * 60 * 1000;

/** What happened before this is older than the retention; what happened at this very moment is not. */
export function cutoffOf(retentionDays: number, clock: Clock): Date {
  return new Date(clock.now().getTime() - retentionDays * dayMs);
}

/** So few numbers that looking through them ends well before the database loses its patience. */
const windowSize = 50_000n;

/**
 * The part that may go: from the oldest event up to the first one that is not older. An old event behind a
 * newer one stays, because a chain can only begin later. Undefined where there is none, and where it would
 * be nothing but the records of earlier parts: each of those would leave a new one behind.
 *
 * @param keep number of the event that stays in any case, with all after it
 */
export async function findExpiredPart(
  organizationId: OrganizationId,
  { cutoff, keep }: { readonly cutoff: Date; readonly keep: bigint },
  keys: PublicKeys,
): Promise<ExpiredPart | undefined> {
  const { seals, acknowledgements } = await findLogMarks(organizationId, keys);
  const seal = seals.at(-1);
  const first = (seal?.lastSeq ?? 0n) + 1n;
  const oldest = (await findFirstKept(organizationId, { first, cutoff, keep })) - 1n;
  const last = endBeforeNeeded(oldest, acknowledgements);
  if (last < first) return undefined;
  const events = getDb().auditEvent;
  const other = await events.findFirst({
    where: { organizationId, seq: { gte: first, lte: last }, NOT: { action: "log.sealed" } },
    orderBy: { seq: "asc" },
    select: { seq: true },
  });
  if (other === null) return undefined;
  const newest = await events.findUnique({
    where: { organizationId_seq: { organizationId, seq: last } },
    select: { hash: true },
  });
  return {
    organizationId,
    first,
    last,
    prevHash: seal?.lastHash ?? toHex(genesisOf(organizationId).hash),
    // Where it is missing, the walk through the part says so.
    lastHash: toHex(newest?.hash ?? new Uint8Array(32)),
    cutoff,
  };
}

/**
 * An acknowledged restore stays as long as receipts that it makes void are of numbers that stay: without it
 * they would count again, against events that are genuine.
 */
function endBeforeNeeded(last: bigint, acknowledgements: readonly LogAcknowledgement[]): bigint {
  return acknowledgements.reduceRight(
    (end, { seq, receiptSeq }) => (seq <= end && BigInt(receiptSeq) > end ? seq - 1n : end),
    last,
  );
}

async function findFirstKept(
  organizationId: OrganizationId,
  { first, cutoff, keep }: { readonly first: bigint; readonly cutoff: Date; readonly keep: bigint },
): Promise<bigint> {
  for (let from = first; from < keep; from += windowSize) {
    const end = from + windowSize;
    const row = await getDb().auditEvent.findFirst({
      where: {
        organizationId,
        seq: { gte: from, lt: end < keep ? end : keep },
        occurredAt: { gte: cutoff },
      },
      orderBy: { seq: "asc" },
      select: { seq: true },
    });
    if (row !== null) return row.seq;
  }
  return keep;
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
