/** One ready text that lets a system use the credential. */
export interface Snippet {
  readonly id: string;
  readonly title: string;
  /** Where it goes, or what it needs. */
  readonly note: string;
  readonly text: string;
  /** The text has a place for the client secret, and is useless without it. */
  readonly holdsSecret: boolean;
}

/** Stands where the client secret goes, until it is put in. */
export const secretPlaceholder = "<client secret>";
