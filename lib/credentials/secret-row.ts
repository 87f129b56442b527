/** One stored or former secret, without its value. Times are ISO 8601, UTC. */
export interface SecretRow {
  readonly id: string;
  readonly state: "pending" | "current" | "previous" | "deleted";
  readonly fingerprint: string;
  readonly storedAt: string;
  readonly storedByName: string;
  readonly blankedAt: string | null;
}
