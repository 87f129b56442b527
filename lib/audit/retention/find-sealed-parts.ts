import type { PublicKeys } from "@/lib/audit/public-keys";
import { findLogMarks, type LogSeal } from "@/lib/audit/verification/log-marks";
import { getDb } from "@/lib/db/client";
import type { OrganizationId } from "@/lib/ids";
import type { ArchivedRange } from "./archive-folder";

/** Events that are sealed and still there, because somebody put an end to the run that sealed them. */
export interface SealedRest {
  readonly seal: LogSeal;
  /** What is left of the part that the seal names. */
  readonly left: ArchivedRange;
}

/** What is known of the parts of a log that are sealed. */
export interface SealedParts {
  /** Oldest first. */
  readonly rests: readonly SealedRest[];
  /** Parts of which nothing is left in the database, as far as their seals are still there. */
  readonly removed: readonly ArchivedRange[];
  /** Number of the last event that is sealed; 0 where none is. */
  readonly last: bigint;
}

/** Only seals that were signed count. */
export async function findSealedParts(
  organizationId: OrganizationId,
  keys: PublicKeys,
): Promise<SealedParts> {
  const { seals } = await findLogMarks(organizationId, keys);
  const oldest = await getDb().auditEvent.findFirst({
    where: { organizationId },
    orderBy: { seq: "asc" },
    select: { seq: true },
  });
  const rests: SealedRest[] = [];
  const removed: ArchivedRange[] = [];
  let next = oldest?.seq ?? 1n;
  for (const seal of seals) {
    const range = { first: seal.firstSeq, last: seal.lastSeq };
    if (seal.lastSeq < next) {
      removed.push(range);
      continue;
    }
    rests.push({ seal, left: { first: next, last: seal.lastSeq } });
    next = seal.lastSeq + 1n;
  }
  return { rests, removed, last: seals.at(-1)?.lastSeq ?? 0n };
}
