/** A failure in words for people: what happened, what it usually means, what to do next. */
export interface FailureWords {
  /** A few words, such as "The client secret was refused". */
  readonly title: string;
  readonly whatHappened: string;
  readonly usualCause?: string;
  readonly nextStep?: string;
  /** A page where the next step is taken. */
  readonly link?: { readonly href: string; readonly label: string };
}
