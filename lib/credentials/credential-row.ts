import type { Environment } from "@/lib/environment";
import type { CredentialKind } from "./credential-detail";
import type { CredentialHealth } from "./credential-health";

/** One row of the list, with nothing more than the list shows. Times are ISO 8601, UTC. */
export interface CredentialRow {
  readonly id: string;
  readonly name: string;
  readonly clientId: string;
  readonly environment: Environment;
  readonly kind: CredentialKind;
  readonly health: CredentialHealth;
  /** The last test was granted other scopes than those approved. */
  readonly hasDrift: boolean;
  /** What is missing of who uses it; null where a consumer with an owner is listed. */
  readonly unknownUse: "no_consumer" | "no_owner" | null;
  /** Of the client secret, or of the key that signs. */
  readonly secretStoredAt: string | null;
  readonly lastTestAt: string | null;
  readonly lastTestDurationMs: number | null;
}
