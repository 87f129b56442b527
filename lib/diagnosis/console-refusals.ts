import type { FailureRows } from "./failure-row";

const copyAddress =
  "Open the credential in the Developer Console, copy the address of that page, paste it into Developer Console address on the Edit page, and try again.";

/** The Console API, which manages secrets, was asked and said no. */
export const consoleRefusals = {
  console_token_refused: {
    title: "The Console API refused the token",
    whatHappened: ({ server }) =>
      `${server} issued a token for this credential and then did not accept it for managing secrets. Nothing was changed by this request.`,
    causes: [
      { text: "The token was invalidated meanwhile.", certainty: "possible" },
      { text: "The technical account has just lost its access.", certainty: "possible" },
      { text: "The check of the token failed for a moment on that side.", certainty: "possible" },
    ],
    nextStep:
      "Run Test token, then try again. If it stays, ask Adobe's support and give them the debug ID and the time.",
    place: "overview",
  },
  api_not_enabled: {
    title: "The I/O Management API is missing",
    whatHappened: ({ server }) =>
      `${server} does not let this client ID call the API that manages secrets. Nothing was changed.`,
    causes: [
      {
        text: "The project of this credential does not have the I/O Management API.",
        certainty: "likely",
      },
      {
        text: "It was added only minutes ago and is not known everywhere at Adobe yet.",
        certainty: "possible",
      },
    ],
    nextStep:
      "Open the project in the Developer Console, choose Add API, add the I/O Management API to this credential, and try again after a few minutes.",
    place: "developerConsole",
  },
  console_scopes_missing: {
    title: "Scopes for managing secrets are missing",
    whatHappened: ({ server }) =>
      `${server} accepted the token, and it lacks a scope that managing secrets needs. Nothing was changed.`,
    causes: [
      {
        text: "The I/O Management API was removed from the project, and its scopes with it.",
        certainty: "none",
        when: { scopesDrifted: "likely" },
      },
      {
        text: "The I/O Management API was not added to the project.",
        certainty: "likely",
        when: { scopesDrifted: "possible" },
      },
      { text: "It was added after this token was issued.", certainty: "possible" },
    ],
    nextStep:
      "Look in the Developer Console whether the credential lists adobeio_api, read_client_secret and manage_client_secrets. Add the I/O Management API if it does not, and try again.",
    place: "developerConsole",
  },
  console_not_permitted: {
    title: "The credential may not manage its secrets",
    whatHappened: ({ server }) =>
      `${server} knows the credential and does not allow it this. Nothing was changed.`,
    causes: [
      {
        text: "The technical account is not a developer on every product profile of the credential.",
        certainty: "likely",
      },
      {
        text: "It was removed from one of these profiles.",
        certainty: "possible",
        when: { workedLately: "likely" },
      },
      { text: "The numeric IDs kept here belong to another organization.", certainty: "possible" },
    ],
    nextStep:
      "Ask an administrator to look at the product profiles of the credential in the Admin Console. Meanwhile secrets can be added and deleted by hand in the Developer Console.",
    place: "adminConsole",
  },
  console_not_found: {
    title: "The numeric IDs were not found",
    whatHappened: ({ server }) =>
      `${server} knows no credential under the numeric organization and credential IDs that are kept here. Nothing was changed by this request.`,
    causes: [
      { text: "The IDs were copied from another project or organization.", certainty: "likely" },
      {
        text: "The credential was deleted in the Developer Console.",
        certainty: "possible",
        when: { workedLately: "unlikely" },
      },
    ],
    nextStep: copyAddress,
    place: "edit",
  },
  console_bad_request: {
    title: "The numeric IDs were not understood",
    whatHappened: ({ server }) =>
      `${server} could not make sense of the request, and did not say why. Nothing was changed.`,
    causes: [
      {
        text: "The organization is named by another number than its own numeric ID.",
        certainty: "likely",
      },
      { text: "The client ID does not belong to that organization.", certainty: "possible" },
    ],
    nextStep: copyAddress,
    place: "edit",
  },
  secret_limit_reached: {
    title: "The credential already has two secrets",
    whatHappened: ({ server }) =>
      `${server} keeps at most two client secrets for a credential and refused to add another. No secret was added.`,
    causes: [
      { text: "Somebody added a secret in the Developer Console.", certainty: "likely" },
      { text: "An earlier rotation was not finished.", certainty: "possible" },
    ],
    nextStep:
      "Look at both secrets and their last use. Delete the one that nothing uses any more, and try again.",
    place: "rotation",
  },
  migration_in_progress: {
    title: "A migration from JWT is under way",
    whatHappened: ({ server }) =>
      `${server} changes no secrets while a service account (JWT) is being migrated to this credential. Nothing was changed.`,
    causes: [
      {
        text: "The migration was begun in the Developer Console and neither finished nor cancelled.",
        certainty: "likely",
      },
    ],
    nextStep:
      "Finish the migration in the Developer Console, which deletes the older JWT credential and cannot be undone, or cancel it there. Then try again.",
    place: "migration",
  },
} as const satisfies FailureRows;
