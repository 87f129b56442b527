import type { Environment } from "@/lib/environment";
import type { TokenWarning } from "@/lib/tokens/inspection/judge-token";
import type { TokenInspection } from "@/lib/tokens/inspection/token-inspection";

/** What a pasted token says of itself, and whose it is. The token is not part of it. */
export interface PastedToken {
  readonly inspection: TokenInspection;
  readonly warnings: readonly TokenWarning[];
  readonly owner: TokenOwner;
}

/**
 * `unnamed`: the token names no client ID. `unknown`: no credential of this organization has it. `elsewhere`:
 * one has it, in an environment that did not issue the token.
 */
export type TokenOwner =
  | { readonly standing: "unnamed" | "unknown" }
  | { readonly standing: "known" | "elsewhere"; readonly credentials: readonly OwnerCredential[] };

interface OwnerCredential {
  readonly id: string;
  readonly name: string;
  readonly environment: Environment;
}
