import type { Environment } from "@/lib/environment";

/** How a credential of an import stands towards what is registered. */
export type ImportStanding =
  | "new"
  | "same"
  | "differs"
  | "rotating"
  | "archived"
  | "other_kind"
  | "not_supported"
  | "incomplete";

/** One credential of the review. It holds no secret, and of its secrets only what does not tell them. */
export interface ReviewRow {
  /** Names the row in the form. */
  readonly index: number;
  readonly name: string;
  readonly environment: Environment;
  readonly clientId: string;
  readonly source: string;
  readonly scopeCount: number;
  /** 8 hex of each secret, in the order of the file. */
  readonly fingerprints: readonly string[];
  readonly hasNumericIds: boolean;
  readonly standing: ImportStanding;
  readonly sentence: string | null;
  readonly link: { readonly href: string; readonly label: string } | null;
}

export interface ImportReview {
  readonly rows: readonly ReviewRow[];
  /** Texts in which nothing was found. */
  readonly unread: readonly { readonly fileName: string | null; readonly sentence: string }[];
}
