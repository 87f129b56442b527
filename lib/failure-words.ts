/** How sure an explanation is of a cause, surest first. */
export const certainties = ["likely", "possible", "unlikely"] as const;
export type Certainty = (typeof certainties)[number];

export interface FailureCause {
  /** One sentence. */
  readonly text: string;
  readonly certainty: Certainty;
}

/** A failure in words for people: what happened, what may be behind it, what to do next. */
export interface FailureWords {
  /** A few words, such as "The client secret was refused". */
  readonly title: string;
  readonly whatHappened: string;
  /** Surest first. */
  readonly causes?: readonly FailureCause[];
  readonly nextStep?: string;
  /** Where the next step is taken: a page of ours, or with `https:` one of Adobe's. */
  readonly link?: { readonly href: string; readonly label: string };
}
