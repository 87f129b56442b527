import { randomUUID } from "node:crypto";
import { CompactSign } from "jose";
import { z } from "zod";
import type { StoredClient } from "./clients";
import type { SigningKey } from "./signing-key";

/** The claims of an IMS access token. Times are strings of milliseconds; there is no `exp` or `iat`. */
export const claimsSchema = z.object({
  id: z.string(),
  type: z.literal("access_token"),
  client_id: z.string(),
  user_id: z.string(),
  as: z.string(),
  scope: z.string(),
  created_at: z.string().regex(/^\d{1,16}$/),
  expires_in: z.string().regex(/^\d{1,16}$/),
});
export type Claims = z.infer<typeof claimsSchema>;

/** Signs a token that lasts 24 hours and carries `scopes` as a comma list. */
export async function signToken(
  key: SigningKey,
  client: StoredClient,
  scopes: readonly string[],
  nowMs: number,
): Promise<string> {
  const claims: Claims = {
    id: `${nowMs}_${randomUUID()}_ue1`,
    type: "access_token",
    client_id: client.clientId,
    user_id: client.technicalAccountId,
    as: "ims-na1",
    scope: scopes.join(","),
    created_at: String(nowMs),
    expires_in: "86400000",
  };
  return new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: "RS256", x5u: "ims_na1-key-at-1.cer", kid: "ims_na1-key-at-1", itt: "at" })
    .sign(key.privateKey);
}

/** When a token ends, in milliseconds since 1970. */
export function expiryOf(claims: Claims): number {
  return Number(claims.created_at) + Number(claims.expires_in);
}
