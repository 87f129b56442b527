import type { ExportDoubt, ExportProblem } from "@/lib/audit/export/export-verdict";
import type { ChainProblem } from "@/lib/audit/verification/chain-verdict";

/** Every way in which an event of the log can be found not to be as it was signed. */
export type LogProblem = ChainProblem | { readonly kind: ExportProblem };

/** What is wrong with an event, as a clause about it. */
export function describeProblem(problem: LogProblem): string {
  switch (problem.kind) {
    case "edited":
      return "what it says is not what was signed";
    case "missing":
      return "it is not there";
    case "inserted":
      return "it was signed, but has no place here";
    case "reordered":
      return "it stands in another place than the one it was signed for";
    case "wrong_signature":
      return "its signature is not from the audit key";
    case "columns_differ":
      return `what it says was signed, but not its columns ${problem.columns.join(", ")}`;
    case "unknown_key":
      return `it names the key ${problem.kid}, which is not known here`;
    case "cut_tail":
      return "it and all after it were cut off";
    case "older_than_receipt":
      return "a receipt says that the log held it, and it is not there: it was cut off, or this is from before the receipt";
    case "differs_from_receipt":
      return "a receipt says that another event had this number";
  }
}

/** Why nothing can be told about an exported file, as a sentence without its end. */
export function describeDoubt(doubt: ExportDoubt): string {
  switch (doubt) {
    case "not_an_export":
      return "the file does not begin with the manifest of an exported log";
    case "unknown_version":
      return "the file is of another version than this verifier knows";
    case "unknown_key":
      return "the file was signed with a key that was not given";
    case "receipt_unreadable":
      return "the receipt cannot be read";
    case "receipt_unknown_key":
      return "the receipt was signed with a key that was not given";
    case "receipt_wrong_signature":
      return "the signature of the receipt is wrong, so it says nothing about this log";
    case "receipt_of_another_organization":
      return "the receipt is of another organization's log";
  }
}
