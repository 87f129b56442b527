import type { AdobeFailureCode } from "@/lib/failure";
import { matchRefusal, type RefusalRow } from "./match-refusal";

/**
 * What Adobe's token endpoint answers when it refuses, most specific first. Too many requests and a
 * failing server speak by their status; everything else by its words under any status, because
 * Adobe's statuses differ between sources.
 */
export const tokenRefusalRows: readonly RefusalRow[] = [
  { statuses: [429], code: "throttled", wire: "429, with Retry-After", source: "http" },
  {
    statuses: [500],
    errors: ["internal_error"],
    code: "adobe_internal_error",
    wire: '500 internal_error "Please try again later"',
    source: "jwtMigration",
  },
  { statuses: ["5xx"], code: "adobe_unavailable", wire: "500, 502, 503 or 504", source: "http" },
  {
    errors: ["invalid_client"],
    words: /missing client id/,
    code: "missing_client_id",
    wire: '400 invalid_client "missing client_id parameter"',
    source: "tokenApi",
  },
  {
    errors: ["invalid_client"],
    words: /invalid client id/,
    code: "unknown_client_id",
    wire: '400 invalid_client "invalid client_id parameter"',
    source: "tokenApi",
  },
  {
    errors: ["invalid_client"],
    words: /missing client secret/,
    code: "missing_client_secret",
    wire: '400 invalid_client "missing client_secret parameter"',
    source: "tokenApi",
  },
  {
    errors: ["invalid_client"],
    words: /invalid client secret/,
    code: "client_secret_refused",
    wire: '400 invalid_client "invalid client_secret parameter"',
    source: "tokenApi",
  },
  {
    errors: ["invalid_client"],
    code: "client_authentication_failed",
    wire: "401 invalid_client",
    source: "rfc6749",
  },
  {
    errors: ["unauthorized_client"],
    code: "grant_not_allowed",
    wire: '400 unauthorized_client "client is not authorized to use this grant type."',
    source: "tokenApi",
  },
  {
    errors: ["unsupported_grant_type"],
    code: "grant_not_allowed",
    wire: "400 unsupported_grant_type",
    source: "rfc6749",
  },
  {
    errors: ["invalid_target_scope"],
    code: "no_scope_enabled",
    wire: '400 invalid_target_scope "None of the requested scopes is enabled in the SP binding"',
    source: "tokenApi",
  },
  { errors: ["invalid_scope"], code: "scope_refused", wire: "400 invalid_scope", source: "rfc6749" },
  {
    errors: ["missing_separator"],
    code: "identifier_malformed",
    wire: '400 missing_separator "The guid … is invalid."',
    source: "tokenApi",
  },
  {
    errors: ["access_denied"],
    words: /no longer part of the organization/,
    code: "technical_account_removed",
    wire: '403 access_denied "Service principal is no longer part of the organization."',
    source: "tokenApi",
  },
  { errors: ["access_denied"], code: "operation_not_allowed", wire: "403 access_denied", source: "rfc6749" },
  {
    errors: ["forbidden"],
    code: "operation_not_allowed",
    wire: '403 Forbidden "The client is not allowed to perform the operation."',
    source: "tokenApi",
  },
  {
    errors: ["not_found"],
    words: /organization/,
    code: "organization_not_found",
    wire: '404 not_found "Organization with id … cannot be found"',
    source: "tokenApi",
  },
  {
    errors: ["duplicate_binding"],
    code: "duplicate_binding",
    wire: '409 duplicate_binding "There are multiple bindings for this client and org."',
    source: "tokenApi",
  },
  { errors: ["internal_error"], code: "adobe_internal_error" },
];

/** Maps a refusal of the token endpoint to a code of ours. */
export function classifyRefusal(
  status: number,
  error: string | undefined,
  description: string | undefined,
): AdobeFailureCode {
  return matchRefusal(tokenRefusalRows, {
    status,
    error,
    texts: description === undefined ? [] : [description],
  });
}
