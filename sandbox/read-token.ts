import { compactVerify } from "jose";
import { type Claims, claimsSchema, expiryOf } from "./sign-token";
import type { SandboxState } from "./state";

type TokenReading =
  | { readonly valid: true; readonly claims: Claims }
  | { readonly valid: false; readonly reason: string };

/** Whether `token` is one of ours and still good. Of the reasons only `bad payload` is known from Adobe. */
export async function readToken(state: SandboxState, token: string, nowMs: number): Promise<TokenReading> {
  const claims = parseClaims(token);
  if (!claims) return { valid: false, reason: "bad payload" };
  try {
    await compactVerify(token, state.signingKey.publicKey, { algorithms: ["RS256"] });
  } catch {
    return { valid: false, reason: "bad signature" };
  }
  if (expiryOf(claims) <= nowMs) return { valid: false, reason: "expired" };
  if (state.isInvalidated(claims.id)) return { valid: false, reason: "invalidated" };
  return { valid: true, claims };
}

function parseClaims(token: string): Claims | undefined {
  const payload = /^[\w-]+\.([\w-]+)\.[\w-]+$/.exec(token)?.[1];
  if (payload === undefined) return undefined;
  try {
    return claimsSchema.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
  } catch {
    return undefined;
  }
}
