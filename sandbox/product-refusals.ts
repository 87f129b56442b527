/** How products of Adobe turn a call away: the gateway's own codes, and the forms of those who answer themselves. */

import { randomUUID } from "node:crypto";
import { type Answer, emptyAnswer, jsonAnswer } from "./answer";
import { gatewayError } from "./console-answers";

export const productRefusals = [
  "notSubscribed",
  "tokenRefused",
  "scopeMissing",
  "profileTokenRefused",
  "wrongOrganization",
  "profileNotReadable",
  "profileMissing",
  "headerMissing",
  "addressBlocked",
  "serviceLimit",
  "keyLimit",
  "throttled",
  "keyCheckFailed",
  "tokenCheckFailed",
  "umapiToken",
  "aemClientNotListed",
  "aemScopeMissing",
  "analyticsToken",
  "commerceNotAllowed",
  "notFound",
] as const;
export type ProductRefusal = (typeof productRefusals)[number];

/** One refusal as it comes over the wire. */
export function refuseProduct(refusal: ProductRefusal, headers: Record<string, string> = {}): Answer {
  const answer = formulate(refusal);
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

function formulate(refusal: ProductRefusal): Answer {
  switch (refusal) {
    case "notSubscribed":
      return gatewayError(403, "403003", "Api Key is invalid");
    case "tokenRefused":
      return gatewayError(401, "401013", "Oauth token is not valid");
    case "scopeMissing":
      return gatewayError(403, "403011", "Scope mismatch");
    case "profileTokenRefused":
      return gatewayError(403, "403020", "Oauth token missing or invalid");
    case "wrongOrganization":
      return gatewayError(403, "403023", "Profile is not valid");
    case "profileNotReadable":
      return gatewayError(403, "403024", "Not allowed to read the profile");
    case "profileMissing":
      return gatewayError(403, "403025", "Profile is not valid");
    case "headerMissing":
      return gatewayError(400, "400003", "Missing header");
    case "addressBlocked":
      return gatewayError(403, "403013", "Your IP address is not whitelisted");
    case "serviceLimit":
      return gatewayError(429, "429001", "Service usage limit reached");
    case "keyLimit":
      return gatewayError(429, "429002", "Developer key usage limit reached");
    case "throttled":
      return gatewayError(429, "429050", "Too many requests");
    case "keyCheckFailed":
      return gatewayError(503, "503000", "Could not validate Api Key");
    case "tokenCheckFailed":
      return gatewayError(503, "503010", "Could not validate the oauth token");
    case "umapiToken":
      return {
        ...emptyAnswer(401),
        headers: { "www-authenticate": 'Bearer realm="JIL", error="invalid_token"' },
      };
    case "aemClientNotListed":
      return problem(403, "IMS Client ID not allowlisted in this environment.");
    case "aemScopeMissing":
      return problem(403, "The access token is missing required scopes.");
    case "analyticsToken":
      return jsonAnswer(401, {
        errorCode: "invalid_token",
        errorDescription: "IMS token failed IMS Facade token validation",
        errorId: randomUUID(),
      });
    case "commerceNotAllowed":
      return jsonAnswer(403, { message: "The consumer isn't authorized to access the resource." });
    case "notFound":
      return jsonAnswer(404, { message: "Request does not match any route." });
  }
}

/** RFC 9457, with the type that AEM gives. */
function problem(status: number, detail: string): Answer {
  const type = "https://api.adobe.com/adobe/meta/errors/forbidden";
  return jsonAnswer(
    status,
    { type, title: "Forbidden", status, detail },
    { "content-type": "application/problem+json" },
  );
}
