/** A system that uses a credential. Times are ISO 8601, UTC. */
export interface Consumer {
  readonly id: string;
  readonly system: string;
  /** Who looks after it there; empty where nobody is named. */
  readonly owner: string;
  /** Where the secret is deployed; empty where it is not said. */
  readonly location: string;
  /** How the owner is reached; this and the following are empty where it is not said. */
  readonly contact: string;
  readonly environment: string;
  /** How it gets a new secret. */
  readonly redeploy: string;
  /** How often it asks for a token. */
  readonly cadence: string;
  /** An https address. */
  readonly link: string;
  readonly scopes: readonly string[];
  readonly addedAt: string;
}
