import type { FailureRows } from "./failure-row";
import { sayLastGood } from "./say-wait";

const copySecret =
  "Copy the current client secret from the Developer Console and store it under Secrets, then test again.";
const compareIds =
  "Compare the client ID and the environment with the Developer Console, correct them with Edit, and test again.";

/** The token endpoint was reached, understood the question and said no. */
export const tokenRefusals = {
  missing_client_id: {
    title: "The client ID is missing",
    whatHappened: "The request for a token named no client ID. No token was issued.",
    causes: [{ text: "The credential was saved without its client ID.", certainty: "likely" }],
    nextStep: "Edit the credential, paste the client ID from the Developer Console, and test again.",
    place: "edit",
  },
  unknown_client_id: {
    title: "The client ID is not known",
    whatHappened: ({ server }) =>
      `${server} does not know this client ID. No token was issued, and the client secret was not tried.`,
    causes: [
      {
        text: (facts) =>
          `The credential was deleted in the Developer Console since it last worked${sayLastGood(facts)}.`,
        certainty: "none",
        when: { secretWorked: "likely", workedLately: "likely" },
        nextStep:
          "Look for the credential in the Developer Console. If it is gone, create another there and register it here.",
        place: "developerConsole",
      },
      {
        text: "The client ID belongs to another environment than the one chosen here.",
        certainty: "possible",
        when: { secretWorked: "unlikely", inStage: "likely", inSandbox: "likely" },
      },
      {
        text: "The client ID has a typing error or was copied only in part.",
        certainty: "likely",
        when: { secretWorked: "unlikely" },
      },
      {
        text: "The credential was deleted in the Developer Console before it was registered here.",
        certainty: "possible",
        when: { secretWorked: "none", workedLately: "none" },
      },
    ],
    nextStep: compareIds,
    place: "edit",
  },
  missing_client_secret: {
    title: "The client secret is missing",
    whatHappened: "The request for a token carried no client secret. No token was issued.",
    causes: [{ text: "The stored secret is empty.", certainty: "likely" }],
    nextStep: copySecret,
    place: "secrets",
  },
  client_secret_refused: {
    title: "The client secret was refused",
    whatHappened: ({ server }) =>
      `${server} knows the client ID and does not accept the secret that is stored here. Tokens issued earlier stay valid until they expire.`,
    causes: [
      {
        text: (facts) =>
          facts.context.lastGoodTestAt == null
            ? "The secret was replaced or deleted in the Developer Console."
            : `The secret was replaced or deleted in the Developer Console since a test last succeeded${sayLastGood(facts)}.`,
        certainty: "likely",
        when: { secretWorked: "likely", secretIsNew: "unlikely", secretIsUnproven: "possible" },
        nextStep:
          "Look in the Developer Console which secrets the credential has now, and store a current one under Secrets.",
        place: "secrets",
      },
      {
        text: "Only part of the secret was copied, or it is the secret of another credential.",
        certainty: "possible",
        when: { secretWorked: "none", secretIsNew: "likely", secretIsUnproven: "likely" },
        nextStep:
          "Copy the whole client secret of this credential from the Developer Console and store it under Secrets, then test again.",
        place: "secrets",
      },
      {
        text: "The secret was added at Adobe only minutes ago and is not known everywhere there yet.",
        certainty: "none",
        when: { secretWorked: "none", secretIsNew: "possible" },
      },
      {
        text: "The secret belongs to another environment than the one chosen here.",
        certainty: "possible",
        when: { secretWorked: "unlikely" },
        place: "edit",
      },
    ],
    nextStep: copySecret,
    place: "secrets",
  },
  client_authentication_failed: {
    title: "The credential was not accepted",
    whatHappened: ({ server }) =>
      `${server} did not accept the client ID and secret, and did not say which of them is wrong. No token was issued.`,
    causes: [
      {
        text: "The secret was replaced or deleted in the Developer Console.",
        certainty: "likely",
        when: { secretWorked: "likely", secretIsNew: "unlikely", secretIsUnproven: "possible" },
      },
      {
        text: "The client ID or the secret was copied only in part.",
        certainty: "possible",
        when: { secretWorked: "unlikely", secretIsNew: "likely", secretIsUnproven: "likely" },
      },
      {
        text: "The credential belongs to another environment than the one chosen here.",
        certainty: "possible",
        when: { secretWorked: "unlikely" },
      },
    ],
    nextStep:
      "Compare the client ID and the environment with the Developer Console. If they are right, store the current client secret under Secrets.",
    place: "secrets",
  },
  grant_not_allowed: {
    title: "This is not a server-to-server credential",
    whatHappened: ({ server }) =>
      `${server} knows the credential and does not let it ask for tokens on its own behalf. No token was issued.`,
    causes: [
      {
        text: "It is a web app or single-page app credential, which acts for a person who signs in.",
        certainty: "likely",
        when: { secretWorked: "unlikely" },
      },
      {
        text: "It is an older service account (JWT) that was not migrated.",
        certainty: "possible",
      },
      {
        text: "A migration from JWT was cancelled in the Developer Console, which deletes the newer credential.",
        certainty: "unlikely",
        when: { secretWorked: "likely" },
      },
    ],
    nextStep:
      "Open the project in the Developer Console and add an OAuth Server-to-Server credential, or migrate the service account. Register that one here.",
    place: "developerConsole",
  },
  no_scope_enabled: {
    title: "None of the scopes is enabled",
    whatHappened: ({ server }) =>
      `${server} accepted the client ID and secret, and the credential has none of the requested scopes. No token was issued.`,
    causes: [
      {
        text: (facts) =>
          `The API that brings these scopes was removed from the project since a test last succeeded${sayLastGood(facts)}.`,
        certainty: "none",
        when: { secretWorked: "likely", scopesDrifted: "likely", workedLately: "likely" },
        nextStep:
          "Open the project in the Developer Console, look whether its APIs are still there, and add again what is missing.",
        place: "developerConsole",
      },
      {
        text: "The API that brings these scopes is not added to the project.",
        certainty: "likely",
        when: { secretWorked: "none", scopesDrifted: "none", workedLately: "none" },
      },
      {
        text: "The scopes were copied from another credential.",
        certainty: "possible",
        when: { secretWorked: "unlikely" },
      },
    ],
    nextStep:
      "Open the credential in the Developer Console, copy the scopes that it lists, and put them in with Edit. Add the API to the project first if it is missing.",
    place: "edit",
  },
  scope_refused: {
    title: "A scope was refused",
    whatHappened: ({ server }) =>
      `${server} accepted the client ID and secret and refused at least one requested scope. No token was issued.`,
    causes: [
      {
        text: "An API was removed from the project, and its scopes with it.",
        certainty: "unlikely",
        when: { scopesDrifted: "likely", secretWorked: "possible", workedLately: "possible" },
        nextStep:
          "Compare the scopes with those approved, then look in the Developer Console whether the API behind a lost one is still added.",
        place: "scopes",
      },
      {
        text: "A scope has a typing error.",
        certainty: "likely",
        when: { scopesDrifted: "possible" },
      },
      {
        text: "A scope belongs to an API that is not added to the project.",
        certainty: "possible",
      },
    ],
    nextStep:
      "Compare the scopes with those listed in the Developer Console, correct them with Edit, and test again.",
    place: "edit",
  },
  identifier_malformed: {
    title: "An identifier has the wrong form",
    whatHappened: ({ server }) =>
      `${server} could not read the organization ID that was sent. No token was issued.`,
    causes: [
      { text: "The organization ID lacks its ending, which is @AdobeOrg.", certainty: "likely" },
      {
        text: "It is another number, such as the one in the Developer Console's address.",
        certainty: "possible",
      },
    ],
    nextStep:
      "Copy the whole organization ID from the Developer Console and put it in with Edit. Most credentials also work with the field left empty.",
    place: "edit",
  },
  technical_account_removed: {
    title: "The technical account was removed",
    whatHappened: ({ server }) =>
      `${server} knows the credential, but its technical account no longer belongs to the organization. No token was issued.`,
    causes: [
      {
        text: "An administrator removed the account under API credentials in the Admin Console.",
        certainty: "likely",
      },
      { text: "The last product profile of the credential was removed or deleted.", certainty: "possible" },
    ],
    nextStep:
      "Ask an administrator of the Adobe organization to look under Users, API credentials. If the account is gone, create a new credential and register it.",
    place: "adminConsole",
  },
  operation_not_allowed: {
    title: "The credential may not do this",
    whatHappened: ({ server }) =>
      `${server} knows the credential and does not allow it to obtain a token. No token was issued.`,
    causes: [
      { text: "The project or one of its APIs was disabled.", certainty: "likely" },
      { text: "The organization lost the licence behind them.", certainty: "possible" },
    ],
    nextStep:
      "Open the project in the Developer Console and look for a warning on the credential. If there is none, ask Adobe's support and give them the debug ID.",
    place: "developerConsole",
  },
  organization_not_found: {
    title: "The organization was not found",
    whatHappened: ({ server }) =>
      `${server} does not know the organization ID of this credential. No token was issued.`,
    causes: [
      {
        text: "The organization ID has a typing error.",
        certainty: "likely",
        when: { secretWorked: "possible" },
      },
      { text: "It belongs to another environment than the one chosen here.", certainty: "possible" },
    ],
    nextStep:
      "Compare the organization ID with the Developer Console and correct it with Edit. Most credentials also work with the field left empty.",
    place: "edit",
  },
  duplicate_binding: {
    title: "The credential is bound more than once",
    whatHappened: ({ server }) =>
      `${server} found more than one link between this credential and the organization and could not choose. No token was issued.`,
    causes: [
      {
        text: "The credential is set up wrongly at Adobe; nothing stored here is at fault.",
        certainty: "likely",
      },
    ],
    nextStep: "Ask Adobe's support and give them the client ID, the organization ID and the debug ID.",
  },
  unknown_refusal: {
    title: "The request was refused for an unknown reason",
    whatHappened: ({ server, failure }) =>
      `${server} refused the request${failure.status === undefined ? "" : ` with status ${failure.status}`} and gave a reason that Latchkey does not know.`,
    causes: [
      { text: "Adobe changed its answers.", certainty: "possible" },
      { text: "Something between here and Adobe refused the request.", certainty: "possible" },
    ],
    nextStep:
      "Try again in a few minutes. If it stays, ask Adobe's support and give them the debug ID and the time.",
  },
} as const satisfies FailureRows;
