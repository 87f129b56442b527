/** How far Adobe's clock and ours may be apart. */
const toleranceMs = 2_000;

/**
 * Whether a last-used time that Adobe reports is a use by Latchkey itself: within two seconds of the
 * sending or the answer of a grant of ours with that secret.
 */
export function isOwnUse(
  lastUsedAt: Date,
  grants: readonly { readonly sentAt: Date; readonly answeredAt: Date | null }[],
): boolean {
  const isNear = (time: Date | null) =>
    time !== null && Math.abs(time.getTime() - lastUsedAt.getTime()) <= toleranceMs;
  return grants.some(({ sentAt, answeredAt }) => isNear(sentAt) || isNear(answeredAt));
}
