import type { Environment } from "./environment";

/**
 * Every way a call to Adobe can end badly, as a code of ours. The sentences for each stand in
 * `lib/diagnosis`, and what Adobe sends for each in the `classify-` files of `lib/adobe`; both
 * together are `docs/errors.md`.
 */
export const adobeFailureCodes = [
  "missing_client_id",
  "unknown_client_id",
  "missing_client_secret",
  "client_secret_refused",
  "client_authentication_failed",
  "grant_not_allowed",
  "no_scope_enabled",
  "scope_refused",
  "identifier_malformed",
  "technical_account_removed",
  "operation_not_allowed",
  "organization_not_found",
  "duplicate_binding",
  "console_token_refused",
  "api_not_enabled",
  "console_scopes_missing",
  "console_not_permitted",
  "console_not_found",
  "console_bad_request",
  "console_not_offered",
  "secret_limit_reached",
  "migration_in_progress",
  "api_key_missing",
  "api_not_added",
  "gateway_token_missing",
  "access_token_refused",
  "token_scope_missing",
  "address_blocked",
  "profile_token_refused",
  "profile_not_valid",
  "profile_not_readable",
  "profile_not_attached",
  "header_missing",
  "service_limit_reached",
  "key_limit_reached",
  "key_check_failed",
  "token_check_failed",
  "umapi_token_refused",
  "aem_client_not_listed",
  "aem_scope_missing",
  "analytics_token_refused",
  "product_token_refused",
  "product_refused",
  "product_not_found",
  "product_bad_request",
  "jwt_client_refused",
  "jwt_malformed",
  "jwt_signature_refused",
  "jwt_metascopes_refused",
  "jwt_claims_refused",
  "jwt_ended",
  "adobe_internal_error",
  "throttled",
  "cooling_down",
  "adobe_unavailable",
  "unknown_refusal",
  "network_down",
  "name_not_resolved",
  "connection_refused",
  "connection_reset",
  "tls_failed",
  "timed_out",
  "redirected",
  "not_json",
  "answer_too_large",
  "answer_compressed",
  "answer_malformed",
  "circuit_open",
  "sandbox_not_running",
  "cancelled",
] as const;

export type AdobeFailureCode = (typeof adobeFailureCodes)[number];

/**
 * A failed call, reduced to what may be stored and shown. Nothing of Adobe's own text is kept:
 * it can echo what was sent.
 */
export interface AdobeFailure {
  readonly code: AdobeFailureCode;
  /** HTTP status, when an answer came. */
  readonly status?: number;
  /** Adobe's `x-debug-id`, from the Console API its `x-request-id`, cut to 100 visible characters. */
  readonly debugId?: string;
  /** Seconds Adobe asked us to wait. */
  readonly retryAfterSeconds?: number;
  /** How many requests were sent. */
  readonly tries: number;
  /** Milliseconds from the first request to the last answer. */
  readonly durationMs: number;
}

/** One message per field, keyed by the field's form name. */
export type FieldErrors = Readonly<Record<string, string>>;

/**
 * Everything an action may answer instead of success. Closed: `describeFailure` fails to compile
 * when a kind is added without its sentence.
 */
export type Failure =
  | { readonly kind: "invalid_input"; readonly fields: FieldErrors; readonly message?: string }
  | { readonly kind: "unauthenticated" }
  | { readonly kind: "foreign_origin" }
  | { readonly kind: "other_organization" }
  | { readonly kind: "forbidden" }
  | { readonly kind: "step_up_required" }
  | { readonly kind: "step_up_refused" }
  | { readonly kind: "sign_in_refused" }
  | { readonly kind: "not_found" }
  | {
      readonly kind: "conflict";
      readonly message: string;
      /** The form field it is about, if one. */
      readonly field?: string;
      /** Form values to put in place of those sent, such as a newer version. */
      readonly values?: Readonly<Record<string, string>>;
      readonly href?: string;
      readonly hrefLabel?: string;
    }
  | { readonly kind: "too_many_requests"; readonly retryAfterSeconds: number }
  | { readonly kind: "busy"; readonly retryAfterSeconds: number }
  | { readonly kind: "key_unavailable" }
  | { readonly kind: "audit_unavailable" }
  /** The log is not what its receipts say, and no owner has acknowledged that. */
  | { readonly kind: "restore_unacknowledged" }
  /** Adobe was asked and has answered; the outcome event could not be written. */
  | { readonly kind: "answer_unrecorded" }
  | {
      readonly kind: "adobe";
      readonly adobe: AdobeFailure;
      readonly environment: Environment;
    }
  | { readonly kind: "unexpected"; readonly requestId: string };
