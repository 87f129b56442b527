import type { Environment } from "@/lib/environment";

/** What is known of the credential when a failure is explained. What is left out is not known. */
export interface FailureContext {
  readonly environment: Environment;
  /** Makes links to the pages of the credential possible. */
  readonly credentialId?: string;
  /** False leads nobody to the page Edit, which is for those who may; left out: they may. */
  readonly mayEdit?: boolean;
  /** Address of the credential in the Developer Console; null: not kept here. */
  readonly consoleAddress?: string | null;
  /** When the secret that was used was stored here; null: none is. */
  readonly secretStoredAt?: Date | null;
  /** When a token was last granted in a test; null: never. */
  readonly lastGoodTestAt?: Date | null;
  /** Scopes in which the last grant differed from what was approved. */
  readonly driftedScopes?: readonly string[];
  /** Until when Adobe wishes to be left alone; null: no such wish. */
  readonly coolDownUntil?: Date | null;
  /** The product that answered, by its name: "Adobe Commerce". */
  readonly service?: string;
}
