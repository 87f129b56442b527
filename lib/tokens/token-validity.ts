import type { Environment } from "@/lib/environment";

/** What Adobe said of a token, as the browser gets it. */
export interface TokenValidity {
  readonly isValid: boolean;
  /** Null where it is valid, or Adobe did not say why it is not. */
  readonly reason: "expired" | "ended" | "malformed" | "signature" | "type" | null;
  readonly environment: Environment;
  /** Of the token that was asked about. */
  readonly fingerprint: string;
  /** ISO 8601, UTC. */
  readonly answeredAt: string;
}

/** Which token was ended. */
export interface EndedToken {
  readonly fingerprint: string;
}

/** A token in plain text. */
export interface RevealedToken {
  readonly accessToken: string;
}
