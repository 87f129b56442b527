import type { FailureRows } from "./failure-row";
import { sayWait } from "./say-wait";

/** The gateway in front of Adobe's APIs was asked and did not let the request through. */
export const gatewayRefusals = {
  api_key_missing: {
    title: "No client ID reached the gateway",
    whatHappened: ({ product }) =>
      `The gateway in front of ${product} found no x-api-key header, so it let nothing through.`,
    causes: [
      { text: "A proxy on the way to Adobe removes headers that it does not know.", certainty: "likely" },
    ],
    nextStep: "Ask whoever runs the network to let requests to Adobe through unchanged, then try again.",
  },
  api_not_added: {
    title: "The API is not added to the project",
    whatHappened: ({ product }) =>
      `The gateway in front of ${product} does not let this client ID through. The token itself was not judged.`,
    causes: [
      {
        text: "The API was not added to the project of the credential.",
        certainty: "likely",
        when: { scopesDrifted: "possible" },
      },
      {
        text: "The API was removed from the project.",
        certainty: "unlikely",
        when: { scopesDrifted: "likely", workedLately: "possible" },
      },
      {
        text: "It was added only minutes ago and is not known everywhere at Adobe yet.",
        certainty: "possible",
      },
      { text: "The trial or the licence behind the API has ended.", certainty: "possible" },
      {
        text: "The client ID belongs to another environment than the one asked.",
        certainty: "unlikely",
        when: { inStage: "possible" },
      },
    ],
    nextStep:
      "Open the project in the Developer Console, choose Add API, add the API to this credential, and try again after a few minutes.",
    place: "developerConsole",
  },
  gateway_token_missing: {
    title: "No token reached the gateway",
    whatHappened: ({ product }) =>
      `The gateway in front of ${product} found no Authorization header, so it let nothing through.`,
    causes: [{ text: "A proxy on the way to Adobe removes the header.", certainty: "likely" }],
    nextStep: "Ask whoever runs the network to let requests to Adobe through unchanged, then try again.",
  },
  access_token_refused: {
    title: "The access token was refused",
    whatHappened: ({ product }) =>
      `The gateway in front of ${product} took the client ID and did not accept the token.`,
    causes: [
      { text: "The token has expired or was invalidated since it was issued.", certainty: "likely" },
      {
        text: "The technical account lost its access meanwhile.",
        certainty: "possible",
      },
      {
        text: "The token was issued by another environment than the one asked.",
        certainty: "unlikely",
        when: { inStage: "likely" },
      },
      { text: "The gateway failed to check the token for a moment.", certainty: "possible" },
    ],
    nextStep:
      "Run Test token, then try again with the fresh token. If it stays, ask Adobe's support and give them the request ID and the time.",
    place: "overview",
  },
  token_scope_missing: {
    title: "The token lacks a scope",
    whatHappened: ({ product }) =>
      `The gateway in front of ${product} accepted the token, which lacks a scope that this request needs.`,
    causes: [
      {
        text: (facts) => {
          const amount = facts.context.driftedScopes?.length ?? 0;
          if (amount === 0) return "A scope is no longer granted as it was approved.";
          return amount === 1
            ? "One scope is no longer granted as it was approved."
            : `${amount} scopes are no longer granted as they were approved.`;
        },
        certainty: "none",
        when: { scopesDrifted: "likely" },
        nextStep:
          "Look under Scopes what is lost, add the API behind it to the project again, and test the token.",
        place: "scopes",
      },
      {
        text: "The scope is not among those that the credential asks for.",
        certainty: "likely",
        when: { scopesDrifted: "possible" },
      },
      { text: "The API that brings the scope is not added to the project.", certainty: "possible" },
    ],
    nextStep:
      "Compare the scopes with those that the Developer Console lists for the API, put in what is missing with Edit, and test the token.",
    place: "edit",
  },
  address_blocked: {
    title: "The address that asked is blocked",
    whatHappened: ({ product }) =>
      `The gateway in front of ${product} lets no request through from the network address of this machine.`,
    causes: [
      {
        text: "The organization lets only listed addresses in, and this one is not listed.",
        certainty: "likely",
      },
      { text: "Adobe blocks the address because of what was sent from it.", certainty: "possible" },
    ],
    nextStep:
      "Find the outgoing address of the machine that runs Latchkey and have it listed, or ask Adobe's support why it is blocked.",
  },
  profile_token_refused: {
    title: "The token was refused for its profile",
    whatHappened: ({ product }) =>
      `The gateway in front of ${product} could not use the token to look up what the technical account may do.`,
    causes: [
      { text: "The token has expired or was invalidated since it was issued.", certainty: "likely" },
      {
        text: "The token lacks the scope that lets the product read the account's products.",
        certainty: "possible",
        when: { scopesDrifted: "likely" },
        nextStep:
          "Look under Scopes whether the scope for the projected product context is granted, and test the token.",
        place: "scopes",
      },
    ],
    nextStep: "Run Test token, then try again with the fresh token.",
    place: "overview",
  },
  profile_not_valid: {
    title: "The organization has no valid profile",
    whatHappened: ({ product }) =>
      `The gateway in front of ${product} accepted the token and found no use of the product in this organization.`,
    causes: [
      { text: "The organization does not have the product, or not any more.", certainty: "likely" },
      { text: "The organization ID of the credential is that of another organization.", certainty: "likely" },
      {
        text: "The product was set up only minutes ago and is not known everywhere yet.",
        certainty: "possible",
      },
    ],
    nextStep:
      "Compare the organization ID with the Developer Console, and ask an administrator whether the organization has the product.",
    place: "adminConsole",
  },
  profile_not_readable: {
    title: "The profile could not be read",
    whatHappened: ({ product }) =>
      `The gateway in front of ${product} was not allowed to read what the technical account may do.`,
    causes: [
      {
        text: "The token lacks the scope that lets the product read the account's products.",
        certainty: "likely",
      },
      { text: "The technical account lost its access to the organization.", certainty: "possible" },
    ],
    nextStep: "Look under Scopes whether the scope for the projected product context is granted.",
    place: "scopes",
  },
  profile_not_attached: {
    title: "No product profile is attached",
    whatHappened: ({ product }) =>
      `The gateway in front of ${product} accepted the token; the technical account has no right there in this organization.`,
    causes: [
      { text: "No product profile of this product is attached to the credential.", certainty: "likely" },
      {
        text: "The profile was attached only minutes ago and is not known everywhere yet.",
        certainty: "possible",
      },
      {
        text: "The organization ID of the credential is that of another organization.",
        certainty: "possible",
      },
    ],
    nextStep:
      "Ask an administrator to look in the Admin Console under Users, API credentials, and to add the credential to a product profile.",
    place: "adminConsole",
  },
  header_missing: {
    title: "The organization was not named",
    whatHappened: ({ product }) =>
      `The gateway in front of ${product} wants a header that did not come, usually the one that names the organization.`,
    causes: [
      { text: "The credential has no organization ID here, so none was sent.", certainty: "likely" },
      { text: "A proxy on the way to Adobe removes headers that it does not know.", certainty: "unlikely" },
    ],
    nextStep:
      "Copy the organization ID, which ends in @AdobeOrg, from the Developer Console and put it in with Edit.",
    place: "edit",
  },
  service_limit_reached: {
    title: "The service has reached its limit",
    whatHappened: ({ product }) =>
      `The gateway in front of ${product} lets nothing through at the moment, because the whole service is used too much.`,
    causes: [
      { text: "All clients of the service together ask too often.", certainty: "likely" },
      { text: "A quota of the organization is used up.", certainty: "possible" },
    ],
    nextStep: (facts) => `Wait ${sayWait(facts, "a few minutes")} and try again.`,
  },
  key_limit_reached: {
    title: "The client ID has reached its limit",
    whatHappened: ({ product }) =>
      `The gateway in front of ${product} lets no more requests of this client ID through for now.`,
    causes: [
      { text: "A system that uses this credential asks too often.", certainty: "likely" },
      { text: "Several systems share the credential and its limit.", certainty: "possible" },
    ],
    nextStep: (facts) =>
      `Wait ${sayWait(facts, "a few minutes")} and try again. If it comes back, find the system that asks so often.`,
  },
  key_check_failed: {
    title: "The client ID could not be checked",
    whatHappened: ({ product }) =>
      `The gateway in front of ${product} could not check the client ID. Nothing about the credential is known to be wrong.`,
    causes: [
      {
        text: "The gateway has a fault of its own, which mostly passes within minutes.",
        certainty: "likely",
      },
    ],
    nextStep: (facts) => `${facts.lookForOutage} and try again in ${sayWait(facts, "a few minutes")}.`,
    place: "status",
  },
  token_check_failed: {
    title: "The token could not be checked",
    whatHappened: ({ product }) =>
      `The gateway in front of ${product} could not check the token. Nothing about the credential is known to be wrong.`,
    causes: [
      {
        text: "The gateway has a fault of its own, which mostly passes within minutes.",
        certainty: "likely",
      },
    ],
    nextStep: (facts) => `${facts.lookForOutage} and try again in ${sayWait(facts, "a few minutes")}.`,
    place: "status",
  },
} as const satisfies FailureRows;
