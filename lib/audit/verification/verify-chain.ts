import type { KeyObject } from "node:crypto";
import { type AuditRow, type ChainTip, checkLink, genesisOf, type LinkProblem } from "@/lib/audit/chain";
import { type KnownReceipts, newestOf } from "@/lib/audit/receipts/receipts-file";
import { createTimeSlice } from "@/lib/audit/time-slice";
import type { OrganizationId } from "@/lib/ids";

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
type ChainVerdict =
  | { readonly kind: "intact"; readonly tip: ChainTip }
  | {
      readonly kind: "broken";
      /** Number of the first event that is not as it was signed. */
      readonly seq: bigint;
      readonly problem: ChainProblem;
    };

interface ChainWatch {
  /** Called after each page with the number of events checked. */
  readonly onProgress?: (checked: bigint) => void;
  /** Stops the work with what `throwIfAborted` throws. */
  readonly signal?: AbortSignal;
  /** Number of the newest event when the verification began. */
  readonly lastSeq?: bigint;
  /** Hashes by number that the chain must agree with. */
  readonly receipts?: KnownReceipts | undefined;
}

/**
 * Derives a whole chain anew from its rows: every payload, hash, signature, link, number and column. It
 * lets other work have its turn between two events.
 *
 * @param pages rows of this chain in the order of `seq`, from the first.
 * @param keys public keys that may have signed, by kid.
 */
export async function verifyChain(
  organizationId: OrganizationId,
  pages: AsyncIterable<readonly AuditRow[]>,
  keys: ReadonlyMap<string, KeyObject>,
  { onProgress, signal, lastSeq = 0n, receipts = noReceipts }: ChainWatch = {},
): Promise<ChainVerdict> {
  const slice = createTimeSlice();
  let tip = genesisOf(organizationId);
  const broken = (problem: ChainProblem) => ({ kind: "broken", seq: tip.seq + 1n, problem }) as const;
  for await (const rows of pages) {
    for (const row of rows) {
      signal?.throwIfAborted();
      const problem = checkLink(row, organizationId, tip, keys);
      if (problem !== undefined) return broken(problem);
      if (isOther(row, receipts)) return broken({ kind: "differs_from_receipt" });
      tip = row;
      if (slice.isOver()) await slice.rest();
    }
    onProgress?.(tip.seq);
  }
  signal?.throwIfAborted();
  if (tip.seq < lastSeq) return broken({ kind: "cut_tail" });
  if (tip.seq < BigInt(newestOf(receipts) ?? 0)) return broken({ kind: "older_than_receipt" });
  return { kind: "intact", tip: { seq: tip.seq, hash: tip.hash } };
}

const noReceipts: KnownReceipts = new Map();

function isOther(row: AuditRow, receipts: KnownReceipts): boolean {
  const hash = Buffer.from(row.hash).toString("hex");
  return receipts.get(Number(row.seq))?.some((known) => known.hash !== hash) ?? false;
}
