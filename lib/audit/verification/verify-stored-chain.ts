import type { PublicKeys } from "@/lib/audit/public-keys";
import type { KnownReceipts } from "@/lib/audit/receipts/receipts-file";
import { getDb } from "@/lib/db/client";
import type { PrismaClient } from "@/lib/db/generated/client";
import type { OrganizationId } from "@/lib/ids";
import type { ChainVerdict } from "./chain-verdict";
import { findLogMarks } from "./log-marks";
import { readChain } from "./read-chain";
import { verifyChain } from "./verify-chain";

interface StoredChainOptions {
  readonly db?: Pick<PrismaClient, "auditEvent">;
  readonly read?: typeof readChain;
  /** Read before this is called: then no event is added in between that a receipt could be missed for. */
  readonly receipts?: KnownReceipts | undefined;
  /** Told how much of the chain is checked, 0 to 1. */
  readonly onProgress?: (share: number) => void;
  /** Stops the work with what `throwIfAborted` throws. */
  readonly signal?: AbortSignal;
}

interface VerifiedChain {
  readonly verdict: ChainVerdict;
  /** Number of the newest event when it began; what came later was not looked at. */
  readonly lastSeq: bigint;
}

/**
 * Verifies a chain as it stands in the database now. Where its oldest events are sealed and removed while it is
 * read, it is read anew.
 */
export async function verifyStoredChain(
  organizationId: OrganizationId,
  keys: PublicKeys,
  { db = getDb(), read = readChain, receipts, onProgress, signal }: StoredChainOptions = {},
): Promise<VerifiedChain> {
  let firstSeq = await readEnd(organizationId, "asc", db);
  for (;;) {
    const marks = await findLogMarks(organizationId, keys, db);
    const lastSeq = await readEnd(organizationId, "desc", db);
    const total = Number(lastSeq - firstSeq + 1n);
    const verdict = await verifyChain(organizationId, read(organizationId, db, lastSeq), keys, {
      onProgress: (checked) => onProgress?.(Number(checked) / total),
      signal,
      lastSeq,
      receipts,
      marks,
    });
    const nowFirst = verdict.kind === "broken" ? await readEnd(organizationId, "asc", db) : firstSeq;
    if (nowFirst <= firstSeq) return { verdict, lastSeq };
    firstSeq = nowFirst;
  }
}

/** Number of the oldest or the newest event; 0 where there is none. */
async function readEnd(
  organizationId: OrganizationId,
  seq: "asc" | "desc",
  db: Pick<PrismaClient, "auditEvent">,
): Promise<bigint> {
  const end = await db.auditEvent.findFirst({
    where: { organizationId },
    orderBy: { seq },
    select: { seq: true },
  });
  return end?.seq ?? 0n;
}
