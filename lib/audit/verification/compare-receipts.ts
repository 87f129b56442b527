import type { KnownReceipt, KnownReceipts } from "@/lib/audit/receipts/receipts-file";
import type { LogAcknowledgement } from "./log-marks";

/** Holds the events of a chain against its receipts, as they go by. */
export interface ReceiptsComparison {
  /** Whether event `seq` may have this hash. */
  agrees(seq: bigint, hash: Uint8Array): boolean;
  /** Whether no receipt that counts is of an event after `lastSeq`, where the chain ends. */
  agreesWithEnd(lastSeq: bigint): boolean;
  /** Number of the newest event that has a receipt; null where none has. */
  newestHeld(): number | null;
  /** How many events had other receipts, of a log that was given up by a restore that was acknowledged. */
  countGivenUp(): number;
}

/** @param acknowledgements of this chain. Where its walk does not meet one of them, the chain is not intact. */
export function compareReceipts(
  receipts: KnownReceipts,
  acknowledgements: readonly LogAcknowledgement[],
): ReceiptsComparison {
  let newest: number | null = null;
  let givenUp = 0;
  const isGivenUp = (seq: number, { ts }: KnownReceipt) =>
    acknowledgements.some((known) => known.keptSeq < seq && seq <= known.receiptSeq && known.ts >= ts);
  const allGivenUp = (seq: number, differing: readonly KnownReceipt[]) => {
    if (!differing.every((receipt) => isGivenUp(seq, receipt))) return false;
    if (differing.length > 0) givenUp += 1;
    return true;
  };
  return {
    agrees: (number, hash) => {
      const seq = Number(number);
      const known = receipts.get(seq);
      if (known === undefined) return true;
      const text = Buffer.from(hash).toString("hex");
      const differing = known.filter((receipt) => receipt.hash !== text);
      if (differing.length < known.length) newest = Math.max(newest ?? 0, seq);
      return allGivenUp(seq, differing);
    },
    agreesWithEnd: (lastSeq) => {
      for (const [seq, known] of receipts) {
        if (BigInt(seq) > lastSeq && !allGivenUp(seq, known)) return false;
      }
      return true;
    },
    newestHeld: () => newest,
    countGivenUp: () => givenUp,
  };
}
