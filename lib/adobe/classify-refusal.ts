import type { AdobeFailureCode } from "@/lib/failure";

interface Row {
  /** Value of `error`, in lower case. */
  readonly error: string;
  /** What `error_description` must contain, in lower case; without it any description fits. */
  readonly description?: string;
  readonly code: AdobeFailureCode;
}

/**
 * What Adobe's token endpoint answers when it refuses, most specific first. The texts come from
 * Adobe's published token API descriptions and client libraries, the rest from RFC 6749 §5.2.
 */
const rows: readonly Row[] = [
  { error: "invalid_client", description: "missing client_id", code: "missing_client_id" },
  { error: "invalid_client", description: "invalid client_id", code: "unknown_client_id" },
  { error: "invalid_client", description: "missing client_secret", code: "missing_client_secret" },
  { error: "invalid_client", description: "invalid client_secret", code: "client_secret_refused" },
  { error: "invalid_client", code: "client_authentication_failed" },
  { error: "unauthorized_client", code: "grant_not_allowed" },
  { error: "unsupported_grant_type", code: "grant_not_allowed" },
  { error: "invalid_target_scope", code: "no_scope_enabled" },
  { error: "invalid_scope", code: "scope_refused" },
  { error: "missing_separator", code: "identifier_malformed" },
  {
    error: "access_denied",
    description: "no longer part of the organization",
    code: "technical_account_removed",
  },
  { error: "access_denied", code: "operation_not_allowed" },
  { error: "forbidden", code: "operation_not_allowed" },
  { error: "not_found", description: "organization", code: "organization_not_found" },
  { error: "duplicate_binding", code: "duplicate_binding" },
  { error: "internal_error", code: "adobe_internal_error" },
];

/**
 * Maps a refusal to a code of ours. Too many requests and a failing server speak by their status;
 * everything else by its words, in any case and under any status, because Adobe's statuses differ
 * between sources.
 */
export function classifyRefusal(
  status: number,
  error: string | undefined,
  description: string | undefined,
): AdobeFailureCode {
  if (status === 429) return "throttled";
  const word = error?.trim().toLowerCase();
  const text = description?.toLowerCase() ?? "";
  if (status > 500 || (status === 500 && word !== "internal_error")) return "adobe_unavailable";
  const row = rows.find(
    (candidate) =>
      candidate.error === word &&
      (candidate.description === undefined || text.includes(candidate.description)),
  );
  return row?.code ?? "unknown_refusal";
}
