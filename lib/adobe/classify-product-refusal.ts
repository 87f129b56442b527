import type { AdobeFailureCode } from "@/lib/failure";
import { matchRefusal, type RefusalRow } from "./match-refusal";

/** What a refusal of a product, or of the gateway in front of it, says. */
interface ProductRefusal {
  /** The gateway's `error_code`, or the `errorCode` of Analytics. */
  readonly errorCode?: string;
  /** Every text of the answer: messages, titles, details. */
  readonly texts: readonly string[];
  readonly wwwAuthenticate?: string;
}

/**
 * Most specific first: the gateway's six digits under any status, the products' own shapes, then the
 * gateway's texts where the digits are missing, and at last the status alone.
 */
export const productRefusalRows: readonly RefusalRow[] = [
  {
    errors: ["403000"],
    code: "api_key_missing",
    wire: '403 error_code 403000 "Api Key is required"',
    source: "gateway",
  },
  {
    errors: ["403003"],
    code: "api_not_added",
    wire: '403 error_code 403003 "Api Key is invalid"',
    source: "gateway",
  },
  {
    errors: ["403010"],
    code: "gateway_token_missing",
    wire: '403 error_code 403010 "Oauth token is missing."',
    source: "gateway",
  },
  {
    errors: ["401013"],
    code: "access_token_refused",
    wire: '401 error_code 401013 "Oauth token is not valid"',
    source: "gateway",
  },
  {
    errors: ["403011"],
    code: "token_scope_missing",
    wire: '403 error_code 403011 "Scope mismatch"',
    source: "gateway",
  },
  {
    errors: ["403012", "403013"],
    code: "address_blocked",
    wire: "403 error_code 403012 or 403013",
    source: "gateway",
  },
  {
    errors: ["403020"],
    code: "profile_token_refused",
    wire: '403 error_code 403020 "Oauth token missing or invalid"',
    source: "gateway",
  },
  {
    errors: ["403023"],
    code: "profile_not_valid",
    wire: '403 error_code 403023 "Profile is not valid"',
    source: "gateway",
  },
  {
    errors: ["403024"],
    code: "profile_not_readable",
    wire: '403 error_code 403024 "Not allowed to read the profile"',
    source: "gateway",
  },
  {
    errors: ["403025"],
    code: "profile_not_attached",
    wire: '403 error_code 403025 "Profile is not valid"',
    source: "platform",
  },
  {
    errors: ["400003"],
    code: "header_missing",
    wire: '400 error_code 400003 "Missing header"',
    source: "platform",
  },
  {
    errors: ["429001"],
    code: "service_limit_reached",
    wire: '429 error_code 429001 "Service usage limit reached"',
    source: "gateway",
  },
  {
    errors: ["429002"],
    code: "key_limit_reached",
    wire: '429 error_code 429002 "Developer key usage limit reached"',
    source: "gateway",
  },
  {
    statuses: [429],
    code: "throttled",
    wire: '429 error_code 429050 "Too many requests", with Retry-After',
    source: "userManagement",
  },
  {
    errors: ["503000"],
    code: "key_check_failed",
    wire: '503 error_code 503000 "Could not validate Api Key"',
    source: "gateway",
  },
  {
    errors: ["503010"],
    code: "token_check_failed",
    wire: '503 error_code 503010 "Could not validate the oauth token"',
    source: "gateway",
  },
  {
    statuses: [500],
    words: /\S/,
    code: "adobe_internal_error",
  },
  { statuses: ["5xx"], code: "adobe_unavailable" },
  {
    statuses: [401],
    challenge: /\brealm="?jil\b/,
    code: "umapi_token_refused",
    wire: '401, empty, with WWW-Authenticate: Bearer realm="JIL", error="invalid_token"',
    source: "userManagement",
  },
  {
    statuses: [401, 403],
    words: /\bclient ?id\b.*\ballow-?listed\b/,
    code: "aem_client_not_listed",
    wire: '403 application/problem+json "IMS Client ID not allowlisted…"',
    source: "aem",
  },
  {
    statuses: [401, 403],
    words: /\bmissing required scopes\b/,
    code: "aem_scope_missing",
    wire: '403 application/problem+json "The access token is missing required scopes."',
    source: "aem",
  },
  {
    statuses: [401, 403],
    words: /\bmissing required scope\b/,
    code: "token_scope_missing",
    wire: '403 "Missing required scope: …"',
    source: "appBuilder",
  },
  {
    statuses: [401, 403],
    errors: ["invalid_token"],
    code: "analytics_token_refused",
    wire: '401 errorCode invalid_token "IMS token failed IMS Facade token validation"',
    source: "analytics",
  },
  { statuses: [403], words: /\bapi key is required\b/, code: "api_key_missing" },
  { statuses: [403], words: /\bapi key is invalid\b/, code: "api_not_added" },
  { statuses: [401, 403], words: /\boauth token is missing\b/, code: "gateway_token_missing" },
  { statuses: [401], words: /\boauth token is not valid\b/, code: "access_token_refused" },
  { statuses: [403], words: /\bscope mismatch\b/, code: "token_scope_missing" },
  { statuses: [403], words: /\bprofile is not valid\b/, code: "profile_not_attached" },
  { statuses: [401], code: "product_token_refused", wire: "401 in any other form", source: "commerce" },
  { statuses: [403], code: "product_refused", wire: "403 in any other form", source: "commerce" },
  { statuses: [404], code: "product_not_found", wire: "404", source: "http" },
  { statuses: ["4xx"], code: "product_bad_request", wire: "400 and any other 4xx", source: "http" },
];

/** Maps a refusal of a product to a code of ours. */
export function classifyProductRefusal(
  status: number,
  { errorCode, texts, wwwAuthenticate }: ProductRefusal,
): AdobeFailureCode {
  return matchRefusal(productRefusalRows, {
    status,
    error: errorCode,
    texts,
    challenge: wwwAuthenticate,
  });
}
