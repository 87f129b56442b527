import type { FailureRows } from "./failure-row";

const storeAgain =
  "Compare the client ID with the Developer Console, and store the client secret and the key once more under Secrets with Replace key.";
const migrate =
  "Migrate the credential to OAuth Server-to-Server; its client ID, APIs and product profiles stay the same.";

/** The exchange of a JWT for a token was asked for and refused. */
export const jwtRefusals = {
  jwt_client_refused: {
    title: "The client of the JWT was refused",
    whatHappened: ({ server }) =>
      `${server} did not accept the client ID and secret that came with the JWT. No token was issued.`,
    causes: [
      {
        text: "The service account credential was deleted in the Developer Console, by hand or by Adobe when JWT ended.",
        certainty: "likely",
        when: { secretIsNew: "possible", secretIsUnproven: "possible" },
        nextStep: migrate,
        place: "migration",
      },
      {
        text: "The client ID and the secret do not belong together.",
        certainty: "possible",
        when: { secretWorked: "unlikely", secretIsNew: "likely", secretIsUnproven: "likely" },
      },
      {
        text: "The credential is of another kind and may not exchange a JWT.",
        certainty: "possible",
        when: { secretWorked: "unlikely" },
      },
    ],
    nextStep: storeAgain,
    place: "secrets",
  },
  jwt_malformed: {
    title: "The JWT was not accepted",
    whatHappened: ({ server }) =>
      `${server} could not use the signed JWT, or took it for expired. No token was issued.`,
    causes: [
      {
        text: "The clock of the machine that runs Latchkey is wrong, so the five minutes of the JWT seem to be over.",
        certainty: "likely",
      },
      { text: "Adobe changed what it accepts.", certainty: "unlikely" },
    ],
    nextStep: "Check the clock of that machine, then test again.",
  },
  jwt_signature_refused: {
    title: "No certificate fits the private key",
    whatHappened: ({ server }) =>
      `${server} could not match the signature with any certificate of the credential. No token was issued.`,
    causes: [
      {
        text: "The certificate expired or was removed; certificates live one year, and none can be renewed since 30 June 2025.",
        certainty: "likely",
        when: { secretIsNew: "possible", secretIsUnproven: "possible" },
        nextStep: migrate,
        place: "migration",
      },
      {
        text: "The private key belongs to another certificate or credential.",
        certainty: "possible",
        when: { secretWorked: "unlikely", secretIsNew: "likely", secretIsUnproven: "likely" },
      },
    ],
    nextStep:
      "Compare the certificates that the Developer Console lists with the key that you have, and store the key that fits under Secrets with Replace key.",
    place: "secrets",
  },
  jwt_metascopes_refused: {
    title: "A metascope was refused",
    whatHappened: ({ server }) =>
      `${server} accepted the signature, and the credential lacks a metascope that was asked for. No token was issued.`,
    causes: [
      {
        text: "The API behind a metascope is not added to the project.",
        certainty: "likely",
      },
      { text: "A metascope has a typing error.", certainty: "possible", when: { secretWorked: "unlikely" } },
      { text: "No metascope was sent at all.", certainty: "unlikely" },
    ],
    nextStep:
      "Compare the metascopes with the APIs of the project in the Developer Console, correct them with Edit, and test again.",
    place: "edit",
  },
  jwt_claims_refused: {
    title: "The claims of the JWT were refused",
    whatHappened: ({ server }) =>
      `${server} could not use the organization or the technical account that the JWT names. No token was issued.`,
    causes: [
      { text: "The organization ID lacks its ending, which is @AdobeOrg.", certainty: "likely" },
      {
        text: "The technical account ID lacks its ending, which is @techacct.adobe.com.",
        certainty: "likely",
      },
    ],
    nextStep: "Compare both with the Developer Console and correct them with Edit, then test again.",
    place: "edit",
  },
  jwt_ended: {
    title: "JWT is over for this credential",
    whatHappened: ({ server }) =>
      `${server} no longer exchanges a JWT of this credential for a token. No token was issued.`,
    causes: [
      {
        text: "The credential was migrated to OAuth Server-to-Server, by somebody or by Adobe, which converted what was left from 1 March 2026 on.",
        certainty: "likely",
      },
      { text: "Adobe met an internal error that passes.", certainty: "possible" },
    ],
    nextStep: migrate,
    place: "migration",
  },
} as const satisfies FailureRows;
