import type { ChainTip, LinkProblem } from "@/lib/audit/chain";

export type ChainProblem =
  | LinkProblem
  /** It was there when the verification began, or a receipt says so, and is not there now. */
  | { readonly kind: "cut_tail" | "older_than_receipt" }
  /** The receipt is of another event with this number. */
  | { readonly kind: "differs_from_receipt" };

/**
 * `intact` holds for the events that are there: that none was cut off the end only a receipt of an
 * earlier tip, kept outside the database, can show.
 */
export type ChainVerdict =
  | {
      readonly kind: "intact";
      readonly tip: ChainTip;
      /** Number of the first event; the chain itself says that those before are in an archive. */
      readonly firstSeq: bigint;
      /** Number of the newest event that has a receipt. */
      readonly receiptSeq: number | null;
      /** How many events had other receipts, of a log that was given up by an acknowledged restore. */
      readonly receiptsGivenUp: number;
    }
  | {
      readonly kind: "broken";
      /** Number of the first event that is not as it was signed. */
      readonly seq: bigint;
      readonly problem: ChainProblem;
    };

export type IntactChain = Extract<ChainVerdict, { kind: "intact" }>;
export type BrokenChain = Extract<ChainVerdict, { kind: "broken" }>;

export function broken(seq: bigint, problem: ChainProblem): BrokenChain {
  return { kind: "broken", seq, problem };
}
