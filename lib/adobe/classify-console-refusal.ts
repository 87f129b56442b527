import type { AdobeFailureCode } from "@/lib/failure";

/** What is asked of a credential's secrets. */
export type ConsoleVerb = "list" | "add" | "delete";

/** What a refusal of the Console API or of the gateway before it says. */
interface ConsoleRefusal {
  /** The gateway's six digits. */
  readonly errorCode?: string | undefined;
  /** Templates and messages. */
  readonly texts: readonly string[];
}

interface Row {
  readonly statuses: readonly number[];
  readonly verb?: ConsoleVerb;
  /** With both, either of them is enough. */
  readonly errorCodes?: readonly string[];
  readonly words?: RegExp;
  readonly code: AdobeFailureCode;
}

/**
 * Most specific first. Codes and texts of the gateway come from its published source, those of the
 * Console API from Adobe's API description and client library. Adobe documents no answer to a third
 * secret and none to a change during a migration, so these are known by what any wording would say.
 */
const rows: readonly Row[] = [
  {
    statuses: [400, 403, 409, 422, 423],
    words: /\bmigrat(?:e|ed|ing|ion)\b/,
    code: "migration_in_progress",
  },
  {
    statuses: [400, 403, 409, 422],
    verb: "add",
    words: /\b(?:limits?|max|maximum|quota)\b/,
    code: "secret_limit_reached",
  },
  { statuses: [400], code: "console_bad_request" },
  { statuses: [401], code: "console_token_refused" },
  { statuses: [403], errorCodes: ["403000", "403003"], words: /\bapi key\b/, code: "api_not_enabled" },
  { statuses: [403], errorCodes: ["403011"], words: /\bscopes?\b/, code: "console_scopes_missing" },
  {
    statuses: [403],
    errorCodes: ["403010", "403020"],
    words: /\boauth token\b/,
    code: "console_token_refused",
  },
  { statuses: [403], code: "console_not_permitted" },
  { statuses: [404], code: "console_not_found" },
];

/** Maps a refusal to a code of ours. */
export function classifyConsoleRefusal(
  status: number,
  verb: ConsoleVerb,
  { errorCode, texts }: ConsoleRefusal,
): AdobeFailureCode {
  if (status === 429) return "throttled";
  // In the console's own shape it is one request that failed, not the service.
  if (status === 500 && texts.length > 0) return "adobe_internal_error";
  if (status >= 500) return "adobe_unavailable";
  const text = texts.join(" ").toLowerCase().replaceAll("_", " ");
  const row = rows.find(
    (candidate) =>
      candidate.statuses.includes(status) &&
      (candidate.verb === undefined || candidate.verb === verb) &&
      ((candidate.errorCodes === undefined && candidate.words === undefined) ||
        (errorCode !== undefined && candidate.errorCodes?.includes(errorCode) === true) ||
        candidate.words?.test(text) === true),
  );
  return row?.code ?? "unknown_refusal";
}
