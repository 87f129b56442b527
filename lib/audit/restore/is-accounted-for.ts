import type { LogMarks } from "@/lib/audit/verification/log-marks";
import type { LostEvent } from "./compare-receipts";

/**
 * Whether the log itself says why it does not have the event of a receipt: it is in an archive, or an owner
 * has acknowledged the restore that took it. Receipts of events after an acknowledgement count again.
 */
export function isAccountedFor(
  { receipt: { seq, ts }, isMissing }: LostEvent,
  { seals, acknowledgements }: LogMarks,
): boolean {
  const isArchived = isMissing && seals.some(({ lastSeq }) => BigInt(seq) <= lastSeq);
  const isGivenUp = acknowledgements.some(
    ({ keptSeq, receiptSeq, ts: at }) => keptSeq < seq && seq <= receiptSeq && ts <= at,
  );
  return isArchived || isGivenUp;
}
