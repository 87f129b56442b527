import type { KeyObject } from "node:crypto";
import type { AuditRow, ChainTip } from "@/lib/audit/chain";
import type { KnownReceipts } from "@/lib/audit/receipts/receipts-file";
import type { OrganizationId } from "@/lib/ids";
import { contradictsSeal, findChainStart } from "./chain-start";
import { type BrokenChain, broken, type ChainProblem, type ChainVerdict } from "./chain-verdict";
import { compareReceipts } from "./compare-receipts";
import type { LogMarks, LogSeal } from "./log-marks";

/** What the walk of a chain demands beyond each event's being the next one. */
export interface ChainWalk {
  /** What the first row must follow; or what is wrong before it. */
  begin(first: AuditRow | undefined): ChainTip | BrokenChain;
  /** Number of the first event. */
  firstSeq(): bigint;
  /** Looks at a row that is the next one. */
  readonly look: (row: AuditRow) => ChainProblem | undefined;
  /** What it comes to when every row is as it should be. */
  end(tip: ChainTip, lastSeq: bigint): ChainVerdict;
}

export function createWalk(
  organizationId: OrganizationId,
  keys: ReadonlyMap<string, KeyObject>,
  receipts: KnownReceipts,
  marks: LogMarks,
): ChainWalk {
  const comparison = compareReceipts(receipts, marks.acknowledgements);
  const unmet = new Map([...marks.seals, ...marks.acknowledgements].map(({ seq, hash }) => [seq, hash]));
  let firstSeq = 1n;
  let before: ChainTip | undefined;
  let seal: LogSeal | undefined;
  let isContradicted = false;
  return {
    begin: (first) => {
      const start = findChainStart(first, organizationId, keys, marks);
      if (start.kind === "broken") return start;
      ({ before, seal } = start);
      firstSeq = before.seq + 1n;
      return before;
    },
    firstSeq: () => firstSeq,
    look: (row) => {
      if (contradictsSeal(row, seal)) isContradicted = true;
      const mark = unmet.get(row.seq);
      if (mark !== undefined && mark === toHex(row.hash)) unmet.delete(row.seq);
      return comparison.agrees(row.seq, row.hash) ? undefined : { kind: "differs_from_receipt" };
    },
    end: (tip, lastSeq) => {
      const isHeldBefore = before === undefined || comparison.agrees(before.seq, before.hash);
      if (before !== undefined && !isHeldBefore) return broken(before.seq, { kind: "differs_from_receipt" });
      if (tip.seq < lastSeq) return broken(tip.seq + 1n, { kind: "cut_tail" });
      if (!comparison.agreesWithEnd(tip.seq)) return broken(tip.seq + 1n, { kind: "older_than_receipt" });
      if (isContradicted) return broken(1n, { kind: "missing" });
      // It was there when the marks were looked for, signed for its place.
      for (const seq of unmet.keys()) {
        if (seq >= firstSeq) return broken(seq, { kind: "missing" });
      }
      const receiptSeq = comparison.newestHeld();
      return { kind: "intact", tip, firstSeq, receiptSeq, receiptsGivenUp: comparison.countGivenUp() };
    },
  };
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
