import type { Receipt } from "@/lib/audit/receipts/receipt";
import type { ExportManifest } from "./export-manifest";
import { broken, type ReceiptStanding, type StoppedVerdict } from "./export-verdict";
import type { EventFrame } from "./read-export-line";

/** Holds the events of a file against a receipt, as they go by. */
export interface ReceiptComparison {
  see(frame: EventFrame, line: number): void;
  /** The event that the receipt contradicts, where no event so far says that its log was given up. */
  contradiction(): StoppedVerdict | undefined;
  /** What it comes to when all events have gone by. */
  end(): ReceiptStanding | StoppedVerdict;
}

export function compareReceipt(
  receipt: Receipt | undefined,
  { range, prevHash, lastHash }: ExportManifest,
): ReceiptComparison {
  if (receipt === undefined)
    return { see: () => undefined, contradiction: () => undefined, end: () => "none" };
  const { seq, hash } = receipt;
  let standing: ReceiptStanding = "not_covered";
  let problem: StoppedVerdict | undefined;
  let isGivenUp = false;
  const hold = (known: string, line: number | null) => {
    if (known === hash) standing = "held";
    else problem ??= broken("differs_from_receipt", seq, line);
  };
  return {
    see: (frame, line) => {
      if (givesUp(frame, receipt)) isGivenUp = true;
      if (frame.seq === seq) hold(frame.hash, line);
    },
    contradiction: () => (isGivenUp ? undefined : problem),
    end: () => {
      // The manifest names these two, whether they are among the events or not.
      if (seq === range.first - 1) hold(prevHash, null);
      if (seq === range.last) hold(lastHash, null);
      if (seq > range.last) problem ??= broken("older_than_receipt", range.last + 1, null);
      if (problem === undefined) return standing;
      return isGivenUp ? "given_up" : problem;
    },
  };
}

/** Whether an event says that the log of the receipt was given up. Receipts of later events still count. */
function givesUp({ mark }: EventFrame, { seq, ts }: Receipt): boolean {
  if (mark?.action !== "log.restore_acknowledged") return false;
  const { keptSeq, receiptSeq } = mark.detail;
  return keptSeq < seq && seq <= receiptSeq && mark.ts >= ts;
}
