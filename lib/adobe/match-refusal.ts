import type { AdobeFailureCode } from "@/lib/failure";
import type { RefusalSource } from "./refusal-sources";

/** What an answer says, reduced to what is compared. */
export interface Refusal {
  readonly status: number;
  /** What was asked for, where the same answer means different things. */
  readonly verb?: string;
  /** The machine's word: `error`, `error_code` or `errorCode`. */
  readonly error?: string | undefined;
  /** Every text of the answer. */
  readonly texts: readonly string[];
  /** The header `WWW-Authenticate`. */
  readonly challenge?: string | undefined;
}

/** One answer of Adobe's and what we call it. All that a row names must hold. */
export interface RefusalRow {
  readonly statuses?: readonly (number | "4xx" | "5xx")[];
  readonly verb?: string;
  /** In lower case. */
  readonly errors?: readonly string[];
  /** Tried on all texts in lower case, with spaces for low lines. */
  readonly words?: RegExp;
  /** Tried on the challenge in lower case. */
  readonly challenge?: RegExp;
  readonly code: AdobeFailureCode;
  /** The answer as Adobe sends it, for `docs/errors.md`; a row without it widens the one before. */
  readonly wire?: string;
  readonly source?: RefusalSource;
}

/** Maps a refusal to a code of ours by the first row that fits. */
export function matchRefusal(rows: readonly RefusalRow[], refusal: Refusal): AdobeFailureCode {
  const { status, verb, texts, challenge } = refusal;
  const error = refusal.error?.trim().toLowerCase();
  const text = texts.join(" ").toLowerCase().replaceAll("_", " ");
  const row = rows.find(
    (one) =>
      (one.statuses === undefined ||
        one.statuses.includes(status) ||
        (status >= 400 && status < 500 && one.statuses.includes("4xx")) ||
        (status >= 500 && one.statuses.includes("5xx"))) &&
      (one.verb === undefined || one.verb === verb) &&
      (one.errors === undefined || (error !== undefined && one.errors.includes(error))) &&
      (one.words === undefined || one.words.test(text)) &&
      (one.challenge === undefined || one.challenge.test(challenge?.toLowerCase() ?? "")),
  );
  return row?.code ?? "unknown_refusal";
}
