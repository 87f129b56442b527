/** One secret of a credential: when Adobe saw it used last, and when Latchkey itself used it. */
export interface SecretUseView {
  /** The id of our row, else Adobe's. */
  readonly id: string;
  /** Null where Adobe has the secret and Latchkey does not. */
  readonly fingerprint: string | null;
  readonly state: "pending" | "current" | "previous" | "deleted" | "unknown";
  /** ISO 8601, UTC; null where it was never used, or nobody has asked. */
  readonly adobeLastUsedAt: string | null;
  readonly grantType: string | null;
  /** When Adobe was asked; null where it never was. */
  readonly checkedAt: string | null;
  /** When Latchkey last asked for a token with it. */
  readonly ourLastUsedAt: string | null;
  /** Whose the use was that Adobe told of. */
  readonly by: "latchkey" | "others" | "nobody" | "unknown";
}
