import type { AdobeFailureCode } from "@/lib/failure";
import type { Explain } from "./failure-explanation";

type ConsoleRefusalCode = Extract<
  AdobeFailureCode,
  | "console_token_refused"
  | "api_not_enabled"
  | "console_scopes_missing"
  | "console_not_permitted"
  | "console_not_found"
  | "console_bad_request"
  | "console_not_offered"
  | "secret_limit_reached"
  | "migration_in_progress"
>;

/** The Console API, which manages secrets, was asked and said no. */
export const consoleRefusals: Readonly<Record<ConsoleRefusalCode, Explain>> = {
  console_token_refused: ({ server }) => ({
    title: "The Console API refused the token",
    whatHappened: `${server} issued a token for this credential and then did not accept it for managing secrets. Nothing was changed by this request.`,
    usualCause:
      "The token was invalidated, the technical account has just lost its access, or the check failed for a moment on that side.",
    nextStep:
      "Run Test token, then try again. If it stays, ask Adobe's support and give them the debug ID and the time.",
  }),
  api_not_enabled: ({ server }) => ({
    title: "The I/O Management API is missing",
    whatHappened: `${server} does not let this client ID call the API that manages secrets. Nothing was changed.`,
    usualCause: "The project of this credential does not have the I/O Management API.",
    nextStep:
      "Open the project in the Developer Console, choose Add API, add the I/O Management API to this credential, and try again after a few minutes.",
  }),
  console_scopes_missing: ({ server }) => ({
    title: "Scopes for managing secrets are missing",
    whatHappened: `${server} accepted the token, and it lacks a scope that managing secrets needs. Nothing was changed.`,
    usualCause:
      "The I/O Management API was not added to the project, or was added after this token was issued.",
    nextStep:
      "Look in the Developer Console whether the credential lists adobeio_api, read_client_secret and manage_client_secrets. Add the I/O Management API if it does not, and try again.",
  }),
  console_not_permitted: ({ server }) => ({
    title: "The credential may not manage its secrets",
    whatHappened: `${server} knows the credential and does not allow it this. Nothing was changed.`,
    usualCause:
      "The technical account lacks a product profile of the credential or was removed from it, or the numeric IDs belong to another organization.",
    nextStep:
      "Ask an administrator to look at the product profiles of the credential in the Admin Console, and compare the Developer Console address on the Edit page. Meanwhile secrets can be added and deleted by hand in the Developer Console.",
  }),
  console_not_found: ({ server }) => ({
    title: "The numeric IDs were not found",
    whatHappened: `${server} knows no credential under the numeric organization and credential IDs that are kept here. Nothing was changed by this request.`,
    usualCause:
      "They were copied from another project or organization, or the credential was deleted in the Developer Console.",
    nextStep:
      "Open the credential in the Developer Console, copy the address of that page, paste it into Developer Console address on the Edit page, and try again.",
  }),
  console_bad_request: ({ server }) => ({
    title: "The numeric IDs were not understood",
    whatHappened: `${server} could not make sense of the request, and did not say why. Nothing was changed.`,
    usualCause:
      "The organization was named by its ID that ends in @AdobeOrg, or by another number than its own, where the numeric ID is needed.",
    nextStep:
      "Open the credential in the Developer Console, copy the address of that page, paste it into Developer Console address on the Edit page, and try again.",
  }),
  console_not_offered: () => ({
    title: "Secrets here are managed by hand only",
    whatHappened: "Adobe offers no Console API for this environment, so nothing was sent.",
    usualCause:
      "The credential is registered for Stage, which is Adobe's own; tokens are all it can be asked for.",
    nextStep:
      "Add and delete secrets in the Developer Console of that environment. If the credential belongs to Production, correct its environment with Edit.",
  }),
  secret_limit_reached: ({ server }) => ({
    title: "The credential already has two secrets",
    whatHappened: `${server} keeps at most two client secrets for a credential and refused to add another. No secret was added.`,
    usualCause: "Somebody added a secret in the Developer Console, or an earlier rotation was not finished.",
    nextStep:
      "Look at both secrets and their last use. Delete the one that nothing uses any more, and try again.",
  }),
  migration_in_progress: ({ server }) => ({
    title: "A migration from JWT is under way",
    whatHappened: `${server} changes no secrets while a service account (JWT) is being migrated to this credential. Nothing was changed.`,
    usualCause: "The migration was begun in the Developer Console and neither finished nor cancelled.",
    nextStep:
      "Finish the migration in the Developer Console, which deletes the older JWT credential and cannot be undone, or cancel it there. Then try again.",
  }),
};
