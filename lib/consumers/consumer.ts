/** A system that uses a credential. Times are ISO 8601, UTC. */
export interface Consumer {
  readonly id: string;
  readonly system: string;
  /** Who looks after it there; empty where nobody is named. */
  readonly owner: string;
  /** Where the secret is deployed; empty where it is not said. */
  readonly location: string;
  readonly addedAt: string;
}
