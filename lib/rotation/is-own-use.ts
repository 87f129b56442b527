/** How far Adobe's clock and ours may be apart. */
const toleranceMs = 2_000;

/**
 * Whether a last-used time is a use by Latchkey itself: within two seconds of the sending or the answer
 * of a grant of ours with that secret. `precisionMs` is how long the told time lasts: a minute, where a
 * person read it to the minute.
 */
export function isOwnUse(
  lastUsedAt: Date,
  grants: readonly { readonly sentAt: Date; readonly answeredAt: Date | null }[],
  precisionMs = 0,
): boolean {
  const isNear = (time: Date | null) => {
    if (time === null) return false;
    const laterMs = time.getTime() - lastUsedAt.getTime();
    return laterMs >= -toleranceMs && laterMs <= precisionMs + toleranceMs;
  };
  return grants.some(({ sentAt, answeredAt }) => isNear(sentAt) || isNear(answeredAt));
}
