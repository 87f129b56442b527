/** So many token tests took a time of this bucket (`latency_bucket` of the migrations). */
export interface LatencyCount {
  /** 0 was not timed; bucket b holds more than 2^((b-1)/4) and up to 2^(b/4) milliseconds, 1 everything shorter. */
  readonly bucket: number;
  readonly count: number;
}

const bucketsPerDoubling = 4;

/**
 * The time within which `share` of the tests were answered, in whole milliseconds; null where none was
 * timed. Only the bucket is known for sure: within it times are taken to be spread evenly.
 * @param share above 0, up to 1
 */
export function latencyPercentile(counts: readonly LatencyCount[], share: number): number | null {
  const timed = new Map<number, number>();
  for (const { bucket, count } of counts) {
    if (bucket > 0 && count > 0) timed.set(bucket, (timed.get(bucket) ?? 0) + count);
  }
  const inOrder = [...timed].toSorted(([one], [other]) => one - other);
  const rank = Math.ceil(share * inOrder.reduce((sum, [, count]) => sum + count, 0));
  let before = 0;
  for (const [bucket, count] of inOrder) {
    if (before + count >= rank) return pickTime(bucket, (rank - before - 0.5) / count);
    before += count;
  }
  return null;
}

/** Times were whole milliseconds, so one that is in the bucket. */
function pickTime(bucket: number, place: number): number {
  const shortest = bucket === 1 ? 0 : Math.floor(2 ** ((bucket - 1) / bucketsPerDoubling)) + 1;
  const longest = Math.floor(2 ** (bucket / bucketsPerDoubling));
  const time = Math.round(2 ** ((bucket - 1 + place) / bucketsPerDoubling));
  return Math.min(longest, Math.max(shortest, time));
}
