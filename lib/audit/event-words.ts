import type { AdobeFailureCode } from "@/lib/failure";
import type { CredentialField, EventAction, EventOutcome } from "./event";

/** Names of actions for choosing among them. */
export const actionNames: Readonly<Record<EventAction, string>> = {
  "organization.created": "Organization created",
  "user.created": "User created",
  "session.started": "Signed in",
  "session.refused": "Sign-in refused",
  "session.throttled": "Sign-in held back",
  "session.ended": "Signed out",
  "session.stepped_up": "Password confirmed",
  "session.step_up_refused": "Password confirmation refused",
  "credential.registered": "Credential registered",
  "credential.edited": "Credential edited",
  "credential.archived": "Credential archived",
  "credential.restored": "Credential restored",
  "credential.deleted": "Credential deleted for ever",
  "secret.stored": "Client secret stored",
  "token.test_requested": "Token test asked for",
  "token.tested": "Token tested",
  "access.denied": "Access denied",
};

/** Names of outcomes for choosing among them. */
export const outcomeNames: Readonly<Record<EventOutcome, string>> = {
  requested: "Asked for",
  succeeded: "Succeeded",
  failed: "Failed",
  denied: "Denied",
};

/** What a failed call to Adobe came to, as a clause. */
export const failureClauses: Readonly<Record<AdobeFailureCode, string>> = {
  missing_client_id: "no client ID was sent",
  unknown_client_id: "Adobe does not know the client ID",
  missing_client_secret: "no client secret was sent",
  client_secret_refused: "the client secret was refused",
  client_authentication_failed: "the client ID and secret were refused",
  grant_not_allowed: "the credential is not a server-to-server one",
  no_scope_enabled: "none of the scopes is enabled",
  scope_refused: "a scope was refused",
  identifier_malformed: "an identifier was malformed",
  technical_account_removed: "the technical account was removed",
  operation_not_allowed: "Adobe does not allow this for the credential",
  organization_not_found: "Adobe did not find the organization",
  duplicate_binding: "the credential is bound twice at Adobe",
  console_token_refused: "the Console API refused the token",
  api_not_enabled: "the I/O Management API is missing in the project",
  console_scopes_missing: "scopes for managing secrets are missing",
  console_not_permitted: "Adobe does not let the credential manage its secrets",
  console_not_found: "Adobe did not find the numeric IDs",
  console_bad_request: "Adobe could not read the numeric IDs",
  console_not_offered: "the environment has no Console API, so nothing was sent",
  secret_limit_reached: "the credential already has two secrets",
  migration_in_progress: "a migration from JWT is under way at Adobe",
  adobe_internal_error: "Adobe had an internal error",
  throttled: "Adobe asked for fewer requests",
  cooling_down: "Adobe had asked to wait, so nothing was sent",
  adobe_unavailable: "Adobe was not available",
  unknown_refusal: "Adobe refused for a reason of its own",
  network_down: "there was no network",
  name_not_resolved: "Adobe's host name was not found",
  connection_refused: "the connection was refused",
  connection_reset: "the connection was cut",
  tls_failed: "Adobe's certificate could not be checked",
  timed_out: "there was no answer in time",
  redirected: "the answer pointed elsewhere and was not followed",
  not_json: "the answer was not JSON",
  answer_too_large: "the answer was too large",
  answer_compressed: "the answer was compressed against our wish",
  answer_malformed: "the answer was not as agreed",
  circuit_open: "calls to Adobe were paused after many failures",
  cancelled: "the call was cancelled",
  sandbox_not_running: "the sandbox was not running",
};

export const fieldNames: Readonly<Record<CredentialField, string>> = {
  name: "name",
  environment: "environment",
  clientId: "client ID",
  imsOrgId: "organization ID",
  technicalAccountId: "technical account ID",
  technicalAccountEmail: "technical account email",
  scopes: "scopes",
  consoleAddress: "Developer Console address",
  notes: "notes",
};

/** What was tried, by the name of the action that refused it. Names that are not here are shown as they are. */
export const attemptPhrases: ReadonlyMap<string, string> = new Map([
  ["credential.register", "register a credential"],
  ["credential.register_sandbox", "register the sandbox credential"],
  ["credential.edit", "edit a credential"],
  ["credential.archive", "archive a credential"],
  ["credential.restore", "restore a credential"],
  ["credential.delete", "delete a credential for ever"],
  ["download.read", "read a download"],
  ["secret.replace", "replace a client secret"],
  ["token.test", "test a token"],
  ["session.sign_in", "sign in"],
  ["session.sign_out", "sign out"],
  ["session.step_up", "confirm a password"],
  ["owner.create", "create the first owner"],
]);
