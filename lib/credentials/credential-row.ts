import type { Environment } from "@/lib/environment";
import type { CredentialHealth } from "./credential-health";

/** One row of the list, with nothing more than the list shows. */
export interface CredentialRow {
  readonly id: string;
  readonly name: string;
  readonly clientId: string;
  readonly environment: Environment;
  readonly health: CredentialHealth;
  readonly secretStoredAt: Date | null;
  readonly lastTestAt: Date | null;
  readonly lastTestDurationMs: number | null;
  readonly isArchived: boolean;
}
