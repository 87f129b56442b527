import type { EventOrigin } from "@/lib/audit/event";
import type { PublicKeys } from "@/lib/audit/public-keys";
import { type RecordedPlace, recordEvent } from "@/lib/audit/record-event";
import { findLogMarks } from "@/lib/audit/verification/log-marks";
import type { Clock } from "@/lib/clock";
import { inTransaction } from "@/lib/db/transaction";
import { fail, type Result, succeed } from "@/lib/result";
import { cutoffOf } from "./expired-part";
import type { ArchivedPart } from "./find-unsealed-archive";
import { lockRetention } from "./lock-retention";
import type { PruneRefusal } from "./prune-refusal";

const fromCommandLine: EventOrigin = { actor: { type: "system" }, requestId: null, address: null };

/**
 * Records that a part of a log is in an archive: from then on the part may be removed. Nothing is recorded
 * when the events have to be kept longer by now, or when somebody else sealed them.
 */
export async function sealPart(
  { part, sha256 }: ArchivedPart,
  keys: PublicKeys,
  clock: Clock,
): Promise<Result<RecordedPlace, PruneRefusal>> {
  const { organizationId, first, last, lastHash, cutoff } = part;
  return inTransaction(async (tx) => {
    // Who seals holds the organization's row: one at a time.
    const stored = await lockRetention(tx, organizationId);
    const isDue = stored !== null && stored.retentionDays > 0;
    if (!isDue || cutoffOf(stored.retentionDays, clock) < cutoff) return fail({ kind: "changed_meanwhile" });
    const { seals } = await findLogMarks(organizationId, keys, tx);
    if ((seals.at(-1)?.lastSeq ?? 0n) !== first - 1n) return fail({ kind: "changed_meanwhile" });
    const place = await recordEvent(
      tx,
      organizationId,
      fromCommandLine,
      {
        action: "log.sealed",
        outcome: "succeeded",
        target: { type: "organization", id: organizationId, name: stored.name },
        detail: { firstSeq: Number(first), lastSeq: Number(last), lastHash, exportSha256: sha256 },
      },
      clock,
    );
    return succeed(place);
  });
}
