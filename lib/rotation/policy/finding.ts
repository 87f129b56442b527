import { z } from "zod";
import type { AdobeSecret } from "@/lib/adobe/read-console-answer";

export const findingKinds = ["nothing_new", "one_new", "unclear", "not_bound"] as const;

/** What Find out what happened came to, as `Rotation.finding` keeps it. */
export const findingSchema = z.strictObject({
  kind: z.enum(findingKinds),
  /** The secrets that a person is asked about; Adobe's ids. */
  adobeSecretIds: z.array(z.string().regex(/^[0-9a-f]{32}$/)).max(20),
  /** ISO 8601, UTC. */
  at: z.iso.datetime(),
});

export type Finding = z.infer<typeof findingSchema>;

/** A finding that is yet to be dated. */
export type FindingJudgement = Pick<Finding, "kind" | "adobeSecretIds">;

/**
 * Compares a list with the one taken right before a secret was asked for. Only a single new secret that
 * nobody has used and that was made while our request was out can be ours; anything else is for a
 * person to judge.
 *
 * @param answeredLimitMs how long the request may have been out
 * @param skewMs how far Adobe's clock and ours may be apart
 */
export function judgeFinding({
  snapshotIds,
  listed,
  addRequestedAt,
  answeredLimitMs = 25_000,
  skewMs = 5 * 60_000,
}: {
  readonly snapshotIds: readonly string[];
  readonly listed: readonly AdobeSecret[];
  readonly addRequestedAt: Date;
  readonly answeredLimitMs?: number;
  readonly skewMs?: number;
}): FindingJudgement {
  const hasVanished = snapshotIds.some((id) => !listed.some(({ adobeSecretId }) => adobeSecretId === id));
  if (hasVanished) return { kind: "unclear", adobeSecretIds: idsOf(listed) };
  const fresh = listed.filter(({ adobeSecretId }) => !snapshotIds.includes(adobeSecretId));
  const [first, ...others] = fresh;
  if (first === undefined) return { kind: "nothing_new", adobeSecretIds: [] };
  const sinceMs = first.createdAt.getTime() - addRequestedAt.getTime();
  const isInTime = sinceMs >= -skewMs && sinceMs <= answeredLimitMs + skewMs;
  const isOurs = others.length === 0 && first.lastUse === null && isInTime;
  return { kind: isOurs ? "one_new" : "unclear", adobeSecretIds: idsOf(fresh) };
}

function idsOf(secrets: readonly AdobeSecret[]): string[] {
  return secrets.map(({ adobeSecretId }) => adobeSecretId);
}
