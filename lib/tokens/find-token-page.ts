import type { Viewer } from "@/lib/auth/viewer";
import type { CredentialDetail } from "@/lib/credentials/credential-detail";
import { compareToken, judgeToken, type TokenWarning } from "@/lib/tokens/inspection/judge-token";
import type { TokenInspection } from "@/lib/tokens/inspection/token-inspection";
import { findHeldToken, heldForMs } from "./held-tokens";

/** What the Token page shows of a held token. Times are ISO 8601, UTC; the token is not part of it. */
export interface TokenPage {
  readonly inspection: TokenInspection;
  readonly warnings: readonly TokenWarning[];
  readonly heldUntil: string;
}

/** The token that the viewer may still act on, taken apart; null where none is held for them. Changes nothing. */
export function findTokenPage(viewer: Viewer, credential: CredentialDetail): TokenPage | null {
  const held = findHeldToken(viewer, credential.id);
  if (held === null) return null;
  const { inspection, heldAt } = held;
  const compared = inspection.form === "jwt" ? compareToken(inspection.facts, credential) : [];
  return {
    inspection,
    warnings: [...compared, ...judgeToken(inspection, new Date())],
    heldUntil: new Date(heldAt.getTime() + heldForMs).toISOString(),
  };
}
