import type { FailureRows } from "./failure-row";

const testAgain =
  "Run Test token, then try again with the fresh token. If it stays, look at the product profiles of the credential.";

/** The product itself was reached and said no. */
export const productRefusals = {
  umapi_token_refused: {
    title: "User Management refused the token",
    whatHappened: ({ server }) => `${server} did not accept the token and said no more than that.`,
    causes: [
      { text: "The token has expired or was invalidated since it was issued.", certainty: "likely" },
      { text: "The User Management API is not added to the project.", certainty: "possible" },
      {
        text: "The token lacks the scope for user management.",
        certainty: "possible",
        when: { scopesDrifted: "likely" },
        nextStep: "Look under Scopes whether the one for user management is granted, and test the token.",
        place: "scopes",
      },
    ],
    nextStep: testAgain,
    place: "overview",
  },
  aem_client_not_listed: {
    title: "AEM does not list the client ID",
    whatHappened: ({ server }) =>
      `${server} accepted the token and lets only those client IDs in that its own configuration lists.`,
    causes: [
      {
        text: "No configuration that lists this client ID was deployed to the AEM environment.",
        certainty: "likely",
      },
      { text: "It lists the client ID for another tier: author, publish or preview.", certainty: "possible" },
    ],
    nextStep:
      "Add the client ID to the allowed client IDs in the file api.yaml of the AEM configuration and deploy it with the configuration pipeline.",
  },
  aem_scope_missing: {
    title: "AEM asks for a scope that is missing",
    whatHappened: ({ server }) =>
      `${server} accepted the token, which lacks a scope that this endpoint needs.`,
    causes: [
      {
        text: "A scope that was approved is no longer granted.",
        certainty: "none",
        when: { scopesDrifted: "likely" },
      },
      {
        text: "The scope of this AEM API is not among those that the credential asks for.",
        certainty: "likely",
      },
      { text: "The endpoint is not open to server-to-server credentials.", certainty: "possible" },
    ],
    nextStep:
      "Compare the scopes with those that the Developer Console lists for the AEM API, and test the token.",
    place: "scopes",
  },
  analytics_token_refused: {
    title: "Analytics refused the token",
    whatHappened: ({ server }) => `${server} could not validate the token.`,
    causes: [
      { text: "The token has expired or was invalidated since it was issued.", certainty: "likely" },
      { text: "The technical account lost its access meanwhile.", certainty: "possible" },
      { text: "The check of the token failed for a moment on that side.", certainty: "possible" },
    ],
    nextStep: testAgain,
    place: "overview",
  },
  product_token_refused: {
    title: "The product refused the token",
    whatHappened: ({ server }) => `${server} did not accept the token.`,
    causes: [
      { text: "The token has expired or was invalidated since it was issued.", certainty: "likely" },
      {
        text: "The token lacks a scope of this product.",
        certainty: "possible",
        when: { scopesDrifted: "likely" },
        nextStep: "Look under Scopes which ones are lost, and test the token.",
        place: "scopes",
      },
      {
        text: "The address belongs to another environment or tenant than the credential.",
        certainty: "possible",
      },
    ],
    nextStep: testAgain,
    place: "overview",
  },
  product_refused: {
    title: "The product does not allow this",
    whatHappened: ({ server }) =>
      `${server} accepted the token, and the technical account has not the right to do this.`,
    causes: [
      { text: "No product profile that allows it is attached to the credential.", certainty: "likely" },
      {
        text: "The organization ID of the credential is that of another organization.",
        certainty: "possible",
      },
      {
        text: "The token lacks a scope of this product.",
        certainty: "possible",
        when: { scopesDrifted: "likely" },
        nextStep: "Look under Scopes which ones are lost, and test the token.",
        place: "scopes",
      },
    ],
    nextStep:
      "Ask an administrator to look in the Admin Console under Users, API credentials, which product profiles the credential has.",
    place: "adminConsole",
  },
  product_not_found: {
    title: "The product found nothing there",
    whatHappened: ({ server }) => `${server} was reached and knows nothing under the address that was asked.`,
    causes: [
      { text: "The tenant or program in the address has a typing error.", certainty: "likely" },
      { text: "The product was moved or removed.", certainty: "possible" },
      {
        text: "The technical account may not see it, and the product hides what may not be seen.",
        certainty: "possible",
      },
    ],
    nextStep: "Compare the tenant with the address that the product shows, correct it, and try again.",
    place: "probes",
  },
  product_bad_request: {
    title: "The product could not use the request",
    whatHappened: ({ server, failure }) =>
      `${server} did not accept the form of the request${failure.status === undefined ? "" : `, with status ${failure.status}`}.`,
    causes: [
      {
        text: "The product wants something that the credential does not have here, such as its organization ID.",
        certainty: "possible",
      },
      { text: "The product changed its interface.", certainty: "possible" },
    ],
    nextStep:
      "Look whether the credential has its organization ID here. If it has, ask Adobe's support and give them the request ID.",
    place: "edit",
  },
} as const satisfies FailureRows;
