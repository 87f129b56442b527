/** What the frame shows of the person and the organization. */
export interface ViewerSummary {
  readonly name: string;
  readonly roleLabel: string;
  readonly organizationName: string;
  /** ISO 8601, UTC. */
  readonly sessionEndsAt: string;
  readonly credentialCount: number;
}
