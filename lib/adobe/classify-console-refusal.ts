import type { AdobeFailureCode } from "@/lib/failure";
import { matchRefusal, type RefusalRow } from "./match-refusal";

/** What is asked of a credential's secrets. */
export type ConsoleVerb = "list" | "add" | "delete";

/** What a refusal of the Console API or of the gateway before it says. */
interface ConsoleRefusal {
  /** The gateway's six digits. */
  readonly errorCode?: string | undefined;
  /** Templates and messages. */
  readonly texts: readonly string[];
}

/**
 * Most specific first. Adobe documents no answer to a third secret and none to a change during a
 * migration, so these are known by what any wording would say.
 */
export const consoleRefusalRows: readonly RefusalRow[] = [
  {
    statuses: [429],
    code: "throttled",
    wire: '429 error_code 429050 "Too many requests"',
    source: "gateway",
  },
  {
    // In the console's own shape it is one request that failed, not the service.
    statuses: [500],
    words: /\S/,
    code: "adobe_internal_error",
    wire: "500 ERR_MSG_RETRY_ON_INTERNAL_ERROR or ERR_MSG_TRANSIENT",
    source: "consoleReports",
  },
  {
    statuses: ["5xx"],
    code: "adobe_unavailable",
    wire: '504 "Underlying service timed out: …"; 503 error_code 503000 or 503010',
    source: "consoleReports",
  },
  {
    statuses: [400, 403, 409, 422, 423],
    words: /\bmigrat(?:e|ed|ing|ion)\b/,
    code: "migration_in_progress",
    wire: "400, 403, 409, 422 or 423 with a word about a migration",
    source: "undocumented",
  },
  {
    statuses: [400, 403, 409, 422],
    verb: "add",
    words: /\b(?:limits?|max|maximum|quota)\b/,
    code: "secret_limit_reached",
    wire: "400, 403, 409 or 422 with a word about a limit, when a secret is added",
    source: "undocumented",
  },
  {
    statuses: [400],
    code: "console_bad_request",
    wire: '400 ERR_MSG_GENERIC_MESSAGE "Unknown Error"',
    source: "consoleReports",
  },
  {
    statuses: [401],
    code: "console_token_refused",
    wire: '401 error_code 401013 "Oauth token is not valid"',
    source: "gateway",
  },
  {
    statuses: [403],
    errors: ["403000", "403003"],
    code: "api_not_enabled",
    wire: '403 error_code 403000 "Api Key is required" or 403003 "Api Key is invalid"',
    source: "gateway",
  },
  { statuses: [403], words: /\bapi key\b/, code: "api_not_enabled" },
  {
    statuses: [403],
    errors: ["403011"],
    code: "console_scopes_missing",
    wire: '403 error_code 403011 "Scope mismatch"',
    source: "gateway",
  },
  { statuses: [403], words: /\bscopes?\b/, code: "console_scopes_missing" },
  {
    statuses: [403],
    errors: ["403010", "403020"],
    code: "console_token_refused",
    wire: '403 error_code 403010 "Oauth token is missing." or 403020 "Oauth token missing or invalid"',
    source: "gateway",
  },
  { statuses: [403], words: /\boauth token\b/, code: "console_token_refused" },
  { statuses: [403], errors: ["403012", "403013"], code: "address_blocked" },
  {
    statuses: [403],
    code: "console_not_permitted",
    wire: '403 ERR_MSG_OPERATION_NOT_ALLOWED "The user … doesn\'t have the matching licenses for this application"',
    source: "consoleReports",
  },
  {
    statuses: [404],
    code: "console_not_found",
    wire: '404 "Credential Not Found"',
    source: "consoleApi",
  },
];

/** Maps a refusal of the Console API to a code of ours. */
export function classifyConsoleRefusal(
  status: number,
  verb: ConsoleVerb,
  { errorCode, texts }: ConsoleRefusal,
): AdobeFailureCode {
  return matchRefusal(consoleRefusalRows, { status, verb, error: errorCode, texts });
}
