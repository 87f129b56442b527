import type { AdobeFailureCode } from "@/lib/failure";
import { matchRefusal, type RefusalRow } from "./match-refusal";

/**
 * What Adobe answers to a JWT that is to be exchanged for a token, most specific first. An internal
 * error here is how Adobe refuses the JWT of a credential that was migrated.
 */
export const jwtRefusalRows: readonly RefusalRow[] = [
  { statuses: [429], code: "throttled" },
  {
    statuses: [500],
    errors: ["internal_error"],
    code: "jwt_ended",
    wire: "500 internal_error",
    source: "jwtMigration",
  },
  { statuses: ["5xx"], code: "adobe_unavailable" },
  {
    words: /could not match jwt signature/,
    code: "jwt_signature_refused",
    wire: '400 invalid_token "Could not match JWT signature to any of the bindings"',
    source: "jwtReports",
  },
  {
    errors: ["invalid_signature"],
    code: "jwt_signature_refused",
    wire: "400 invalid_signature",
    source: "jwtGuide",
  },
  { errors: ["invalid_client"], words: /invalid client secret/, code: "client_secret_refused" },
  {
    errors: ["invalid_client"],
    code: "jwt_client_refused",
    wire: "400 or 401 invalid_client",
    source: "jwtGuide",
  },
  { errors: ["invalid_token"], code: "jwt_malformed", wire: "400 invalid_token", source: "jwtGuide" },
  {
    errors: ["invalid_scope"],
    code: "jwt_metascopes_refused",
    wire: '400 invalid_scope "The metascopes in the JWT are not a subset of the metascopes in the binding."',
    source: "jwtReports",
  },
  { errors: ["bad_request"], code: "jwt_claims_refused", wire: "400 bad_request", source: "jwtGuide" },
  {
    errors: ["access_denied"],
    words: /no longer part of the organization/,
    code: "technical_account_removed",
  },
  { errors: ["access_denied", "forbidden"], code: "operation_not_allowed" },
  { errors: ["unauthorized_client", "unsupported_grant_type"], code: "jwt_ended" },
  { statuses: [404, 410], code: "jwt_ended", wire: "404 or 410", source: "undocumented" },
];

/** Maps a refusal of the JWT exchange to a code of ours. */
export function classifyJwtRefusal(status: number, error?: string, description?: string): AdobeFailureCode {
  return matchRefusal(jwtRefusalRows, {
    status,
    error,
    texts: description === undefined ? [] : [description],
  });
}
