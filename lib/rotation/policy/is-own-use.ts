/** How far Adobe's clock and ours may be apart. */
const toleranceMs = 2_000;

/** How long a request may be out whose answer nobody has seen: the budget of one act, all tries included. */
const unansweredMs = 40_000;

interface Telling {
  /** How long the told time lasts: a minute, where a person read it to the minute. */
  readonly precisionMs?: number;
  /** In doubt it is ours: at any time between the sending and the answer a try may have been granted. */
  readonly isWhole?: boolean;
}

/**
 * Whether a last-used time is a use by Latchkey itself: within two seconds of the sending or the answer
 * of a grant of ours with that secret.
 */
export function isOwnUse(
  lastUsedAt: Date,
  grants: readonly { readonly sentAt: Date; readonly answeredAt: Date | null }[],
  { precisionMs = 0, isWhole = false }: Telling = {},
): boolean {
  const usedMs = lastUsedAt.getTime();
  const isIn = (from: Date, to: Date) =>
    usedMs >= from.getTime() - toleranceMs - precisionMs && usedMs <= to.getTime() + toleranceMs;
  return grants.some(({ sentAt, answeredAt }) => {
    if (isWhole) return isIn(sentAt, answeredAt ?? new Date(sentAt.getTime() + unansweredMs));
    return isIn(sentAt, sentAt) || (answeredAt !== null && isIn(answeredAt, answeredAt));
  });
}
