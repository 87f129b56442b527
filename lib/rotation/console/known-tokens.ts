import type { Secret } from "@/lib/secret";
import { findCredentialToken, forgetCredentialToken } from "@/lib/tokens/credential-tokens";
import { dropTokensOfSecret, listHeldTokens } from "@/lib/tokens/held-tokens";
import { findKnownToken, forgetConsoleToken } from "./console-tokens";

/** Working tokens that a secret minted, as far as this process holds any. Never asks Adobe. */
export async function listKnownTokens(clientSecretId: string): Promise<readonly Secret[]> {
  const kept = await Promise.all([findKnownToken(clientSecretId), findCredentialToken(clientSecretId)]);
  const held = listHeldTokens(clientSecretId).map(({ accessToken }) => accessToken);
  const known = [...kept.filter((token) => token !== undefined), ...held];
  return [...new Map(known.map((token) => [token.reveal(), token])).values()];
}

/** Lets go of them all, once the secret is deleted or its tokens are ended. */
export function forgetKnownTokens(clientSecretId: string): void {
  forgetConsoleToken(clientSecretId);
  forgetCredentialToken(clientSecretId);
  dropTokensOfSecret(clientSecretId);
}
