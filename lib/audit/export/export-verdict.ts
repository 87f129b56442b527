import type { ReceiptProblem } from "@/lib/audit/receipts/receipt";
import type { ExportManifest } from "./export-manifest";

export type ExportProblem =
  /** It is not what was signed. */
  | "edited"
  /** An event with this number should be there. */
  | "missing"
  /** A signed event that has no place here. */
  | "inserted"
  /** It stands later in the file. */
  | "reordered"
  | "wrong_signature"
  /** The file ends before this event. */
  | "cut_tail"
  /** The receipt is of an event that comes after the last one of the export. */
  | "older_than_receipt"
  /** The receipt is of another event with this number. */
  | "differs_from_receipt";

export type ExportVerdict =
  | {
      readonly kind: "genuine";
      readonly manifest: ExportManifest;
      /** How many events the file holds. */
      readonly count: number;
      /** Whether it is shown that none of the range is left out. */
      readonly isComplete: boolean;
      /** The archive that ends with the event before the first, where the log itself says so. */
      readonly archive: { readonly lastSeq: number; readonly exportSha256: string } | null;
      readonly receipt: ReceiptStanding;
    }
  | {
      readonly kind: "broken";
      readonly problem: ExportProblem;
      /** Number of the first bad event; null for the manifest, and where a changed line tells none. */
      readonly seq: number | null;
      /** Line of the file, the manifest's is 1; null where it is about none. */
      readonly line: number | null;
    }
  | { readonly kind: "cannot_tell"; readonly reason: ExportDoubt };

/**
 * `not_covered`: the file need not hold the event of the receipt, because it is filtered or begins later.
 * `given_up`: the receipt is of a log that was put back, which an owner acknowledged afterwards.
 */
export type ReceiptStanding = "none" | "held" | "not_covered" | "given_up";

export type ExportDoubt =
  | ReceiptProblem
  | "not_an_export"
  | "unknown_version"
  | "unknown_key"
  | "receipt_of_another_organization";

export type StoppedVerdict = Exclude<ExportVerdict, { kind: "genuine" }>;

export function broken(problem: ExportProblem, seq: number | null, line: number | null): StoppedVerdict {
  return { kind: "broken", problem, seq, line };
}

export function doubt(reason: ExportDoubt): StoppedVerdict {
  return { kind: "cannot_tell", reason };
}
