import { createPublicKey } from "node:crypto";
import { compactVerify, decodeJwt } from "jose";
import { z } from "zod";
import { type Answer, errorAnswer, jsonAnswer } from "./answer";
import { type Call, findParameter, findRepeatedParameter } from "./call";
import { findUsableSecret } from "./client-secrets";
import type { JwtSettings, StoredClient } from "./clients";
import { signToken } from "./sign-token";
import type { SandboxState } from "./state";

const ims = "https://ims-na1.adobelogin.com";
const daySeconds = 86_400;

const assertionSchema = z.looseObject({
  exp: z.unknown(),
  iss: z.unknown(),
  sub: z.unknown(),
  aud: z.unknown(),
});
type Assertion = z.infer<typeof assertionSchema>;

/**
 * `POST /ims/exchange/jwt`: an assertion signed with one of the client's keys becomes an access token like
 * any other, whose `expires_in` is in milliseconds here. The statuses and errors are those of Adobe's guide
 * to Service Account (JWT) credentials; where it gives no text, the text is chosen here. A client that has no
 * such credential, or none any more, is answered as IMS answers for OAuth-only ones: `internal_error`.
 */
export async function exchangeJwt(state: SandboxState, call: Call, nowMs: number): Promise<Answer> {
  if (findRepeatedParameter(call) !== undefined) {
    return errorAnswer(400, "bad_request", "A parameter was sent more than once.");
  }
  const clientId = findParameter(call, "client_id");
  if (clientId === undefined) return errorAnswer(400, "invalid_client", "missing client_id parameter");
  const client = state.findClient(clientId);
  if (!client) return errorAnswer(400, "invalid_client", "invalid client_id parameter");
  const clientSecret = findParameter(call, "client_secret") ?? "";
  if (!findUsableSecret(client.secrets, clientSecret, nowMs)) {
    return errorAnswer(401, "invalid_client", "invalid client_secret parameter");
  }
  if (client.jwt === null || client.jwt.isEnded) {
    return errorAnswer(500, "internal_error", "Please try again later");
  }
  const token = findParameter(call, "jwt_token") ?? "";
  const assertion = decode(token);
  if (assertion === null)
    return errorAnswer(400, "invalid_token", "The JWT is missing or cannot be decoded.");
  const refusal =
    refuseLife(assertion, nowMs) ??
    refuseAudience(assertion, clientId) ??
    (await refuseSignature(token, client.jwt)) ??
    refuseParties(assertion, client) ??
    refuseMetascopes(assertion, client.jwt);
  if (refusal !== null) return refusal;
  return jsonAnswer(200, {
    token_type: "bearer",
    access_token: await signToken(state.signingKey, client, client.boundScopes, nowMs),
    expires_in: 86_399_000,
  });
}

function decode(token: string): Assertion | null {
  try {
    return assertionSchema.parse(decodeJwt(token));
  } catch {
    return null;
  }
}

function refuseLife({ exp }: Assertion, nowMs: number): Answer | null {
  const end = z.int().safeParse(exp);
  if (!end.success) return errorAnswer(400, "invalid_token", "exp is missing or not an integer.");
  const nowSeconds = nowMs / 1_000;
  if (end.data <= nowSeconds) return errorAnswer(400, "invalid_token", "The JWT has expired.");
  // Milliseconds in place of seconds end far beyond a day.
  return end.data > nowSeconds + daySeconds
    ? errorAnswer(400, "bad_request", "exp is more than 24 hours ahead.")
    : null;
}

function refuseAudience({ aud }: Assertion, clientId: string): Answer | null {
  return aud === `${ims}/c/${clientId}`
    ? null
    : errorAnswer(400, "invalid_client", "The client of the JWT is not the one that asks.");
}

async function refuseSignature(token: string, { publicKeys }: JwtSettings): Promise<Answer | null> {
  for (const pem of publicKeys) {
    try {
      await compactVerify(token, createPublicKey(pem), { algorithms: ["RS256"] });
      return null;
    } catch {
      // Another key may fit.
    }
  }
  return errorAnswer(400, "invalid_signature", "Could not match JWT signature to any of the bindings");
}

function refuseParties({ iss, sub }: Assertion, client: StoredClient): Answer | null {
  return iss === client.imsOrgId && sub === client.technicalAccountId
    ? null
    : errorAnswer(400, "bad_request", "iss or sub is not that of the client.");
}

function refuseMetascopes(assertion: Assertion, { metascopes }: JwtSettings): Answer | null {
  const prefix = `${ims}/s/`;
  const asked = Object.keys(assertion).filter((name) => name.startsWith(prefix) && assertion[name] === true);
  const isSubset = asked.every((name) => metascopes.includes(name.slice(prefix.length)));
  return asked.length > 0 && isSubset
    ? null
    : errorAnswer(
        400,
        "invalid_scope",
        "The metascopes in the JWT are not a subset of the metascopes in the binding.",
      );
}
