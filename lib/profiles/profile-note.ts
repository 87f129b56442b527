/** What is noted of one product profile of a credential. */
export interface ProfileNote {
  readonly id: string;
  readonly product: string;
  readonly profile: string;
  /** What data it opens; this and the others are empty where nothing is noted. */
  readonly opens: string;
  readonly askedBy: string;
  readonly reason: string;
  readonly approvedBy: string;
  /** `YYYY-MM-DD`, or empty. */
  readonly reviewOn: string;
  readonly isOverdue: boolean;
  /** An https address, or empty. */
  readonly link: string;
}

/** A note whose day of review has come. */
export interface OverdueReview {
  readonly id: string;
  readonly credentialId: string;
  readonly credentialName: string;
  readonly product: string;
  readonly profile: string;
  readonly reviewOn: string;
}
