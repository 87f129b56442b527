import { createPrivateKey, type KeyObject } from "node:crypto";
import { SignJWT } from "jose";
import type { Environment } from "@/lib/environment";
import { Secret } from "@/lib/secret";

/** Everything that a Service Account (JWT) credential says of itself. */
export interface AssertionFacts {
  readonly environment: Environment;
  readonly clientId: string;
  /** `…@AdobeOrg` */
  readonly imsOrgId: string;
  /** `…@techacct.adobe.com` */
  readonly technicalAccountId: string;
  /** Without Adobe's prefix: `ent_user_sdk`. */
  readonly metascopes: readonly string[];
  /** PEM of an RSA key, PKCS #8 or PKCS #1. */
  readonly privateKey: Secret;
}

/** Adobe advises minutes and accepts a day at most. */
const lifetimeSeconds = 300;

/** How IMS calls itself inside an assertion. The sandbox plays the production server under its name. */
const imsNames: Readonly<Record<Environment, string>> = {
  production: "https://ims-na1.adobelogin.com",
  stage: "https://ims-na1-stg1.adobelogin.com",
  sandbox: "https://ims-na1.adobelogin.com",
};

/**
 * The assertion that IMS exchanges for an access token: a JWT signed RS256 (RFC 7519, RFC 7518 §3.3) with
 * `iss`, `sub`, `aud`, `exp` in seconds, and one claim of `true` for each metascope.
 *
 * @throws where the key is none; what it is does not stand in the error.
 */
export async function signAssertion(facts: AssertionFacts, at: Date): Promise<Secret> {
  const ims = imsNames[facts.environment];
  const metascopes = facts.metascopes.map((metascope) => [`${ims}/s/${metascope}`, true] as const);
  const assertion = await new SignJWT(Object.fromEntries(metascopes))
    .setProtectedHeader({ alg: "RS256", typ: "JWT" })
    .setIssuer(facts.imsOrgId)
    .setSubject(facts.technicalAccountId)
    .setAudience(`${ims}/c/${facts.clientId}`)
    .setExpirationTime(Math.floor(at.getTime() / 1_000) + lifetimeSeconds)
    .sign(readKey(facts.privateKey));
  return new Secret(assertion);
}

function readKey(privateKey: Secret): KeyObject {
  try {
    return createPrivateKey(privateKey.reveal());
  } catch {
    throw new Error("The private key that was stored is not one.");
  }
}
