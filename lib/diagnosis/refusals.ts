import type { AdobeFailureCode } from "@/lib/failure";
import type { Explain } from "./failure-explanation";

type RefusalCode = Extract<
  AdobeFailureCode,
  | "missing_client_id"
  | "unknown_client_id"
  | "missing_client_secret"
  | "client_secret_refused"
  | "client_authentication_failed"
  | "grant_not_allowed"
  | "no_scope_enabled"
  | "scope_refused"
  | "identifier_malformed"
  | "technical_account_removed"
  | "operation_not_allowed"
  | "organization_not_found"
  | "duplicate_binding"
  | "unknown_refusal"
>;

/** The token endpoint was reached, understood the question and said no. */
export const refusals: Readonly<Record<RefusalCode, Explain>> = {
  missing_client_id: () => ({
    title: "The client ID is missing",
    whatHappened: "The request for a token named no client ID. No token was issued.",
    usualCause: "The credential was saved without its client ID.",
    nextStep: "Edit the credential, paste the client ID from the Developer Console, and test again.",
  }),
  unknown_client_id: ({ server }) => ({
    title: "The client ID is not known",
    whatHappened: `${server} does not know this client ID. No token was issued, and the client secret was not tried.`,
    usualCause:
      "The credential was deleted in the Developer Console, the ID has a typing error, or it belongs to another environment.",
    nextStep:
      "Compare the client ID and the environment with the Developer Console. Correct them here with Edit, or register the credential that took its place.",
  }),
  missing_client_secret: () => ({
    title: "The client secret is missing",
    whatHappened: "The request for a token carried no client secret. No token was issued.",
    usualCause: "The stored secret is empty.",
    nextStep:
      "Copy the client secret from the Developer Console and store it under Secrets with Replace secret.",
  }),
  client_secret_refused: ({ server }) => ({
    title: "The client secret was refused",
    whatHappened: `${server} knows the client ID and does not accept the secret that is stored here. Tokens issued earlier stay valid until they expire.`,
    usualCause:
      "The secret was replaced or deleted in the Developer Console, only part of it was copied, or it belongs to another environment.",
    nextStep:
      "Copy the current client secret from the Developer Console and store it under Secrets with Replace secret, then test again.",
  }),
  client_authentication_failed: ({ server }) => ({
    title: "The credential was not accepted",
    whatHappened: `${server} did not accept the client ID and secret, and did not say which of them is wrong. No token was issued.`,
    usualCause: "The secret was replaced or deleted, or the credential belongs to another environment.",
    nextStep:
      "Compare the client ID and the environment with the Developer Console. If they are right, store the current client secret with Replace secret.",
  }),
  grant_not_allowed: ({ server }) => ({
    title: "This is not a server-to-server credential",
    whatHappened: `${server} knows the credential and does not let it ask for tokens on its own behalf. No token was issued.`,
    usualCause:
      "It is a web app or single-page app credential, or an older service account (JWT) that has not been migrated.",
    nextStep:
      "Open the project in the Developer Console and add an OAuth Server-to-Server credential, or migrate the service account. Register that one here.",
  }),
  no_scope_enabled: ({ server }) => ({
    title: "None of the scopes is enabled",
    whatHappened: `${server} accepted the client ID and secret, and the credential has none of the requested scopes. No token was issued.`,
    usualCause:
      "The API that brings these scopes is not added to the project, or the scopes were copied from another credential.",
    nextStep:
      "Open the credential in the Developer Console, copy the scopes that it lists, and put them in with Edit. Add the API to the project first if it is missing.",
  }),
  scope_refused: ({ server }) => ({
    title: "A scope was refused",
    whatHappened: `${server} accepted the client ID and secret and refused at least one requested scope. No token was issued.`,
    usualCause: "A scope has a typing error, or belongs to an API that is not added to the project.",
    nextStep:
      "Compare the scopes with those listed in the Developer Console, correct them with Edit, and test again.",
  }),
  identifier_malformed: ({ server }) => ({
    title: "An identifier has the wrong form",
    whatHappened: `${server} could not read the organization ID that was sent. No token was issued.`,
    usualCause: "The organization ID lacks its ending, which is @AdobeOrg.",
    nextStep:
      "Copy the whole organization ID from the Developer Console and put it in with Edit. Most credentials also work with the field left empty.",
  }),
  technical_account_removed: ({ server }) => ({
    title: "The technical account was removed",
    whatHappened: `${server} knows the credential, but its technical account no longer belongs to the organization. No token was issued.`,
    usualCause: "An administrator removed the account or its product profiles in the Admin Console.",
    nextStep:
      "Ask an administrator of the Adobe organization to look under Users, API credentials. If the account is gone, create a new credential and register it.",
  }),
  operation_not_allowed: ({ server }) => ({
    title: "The credential may not do this",
    whatHappened: `${server} knows the credential and does not allow it to obtain a token. No token was issued.`,
    usualCause: "The project or its APIs were disabled, or the organization lost the licence behind them.",
    nextStep:
      "Open the project in the Developer Console and look for a warning on the credential. If there is none, ask Adobe's support and give them the debug ID.",
  }),
  organization_not_found: ({ server }) => ({
    title: "The organization was not found",
    whatHappened: `${server} does not know the organization ID of this credential. No token was issued.`,
    usualCause: "The organization ID has a typing error or belongs to another environment.",
    nextStep:
      "Compare the organization ID with the Developer Console and correct it with Edit. Most credentials also work with the field left empty.",
  }),
  duplicate_binding: ({ server }) => ({
    title: "The credential is bound more than once",
    whatHappened: `${server} found more than one link between this credential and the organization and could not choose. No token was issued.`,
    usualCause: "This is a fault in how the credential is set up at Adobe; nothing stored here is wrong.",
    nextStep: "Ask Adobe's support and give them the client ID, the organization ID and the debug ID.",
  }),
  unknown_refusal: ({ server, failure }) => ({
    title: "The request was refused for an unknown reason",
    whatHappened: `${server} refused the request${failure.status === undefined ? "" : ` with status ${failure.status}`} and gave a reason that Latchkey does not know.`,
    usualCause: "Adobe changed its answers, or something between here and Adobe refused the request.",
    nextStep:
      "Try again in a few minutes. If it stays, ask Adobe's support and give them the debug ID and the time.",
  }),
};
