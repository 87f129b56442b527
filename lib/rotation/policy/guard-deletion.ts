import { fail, type Result, succeed } from "@/lib/result";

/** Why a secret is not deleted. */
export type DeletionRefusal =
  /** We did not add it, and nobody told us to delete it. */
  | "not_told"
  /** It minted the token in hand, or is the secret that stays. */
  | "own_token"
  | "last_one"
  /** The secret that is to stay is not there. */
  | "staying_missing"
  /** It is gone already, so there is nothing to send. */
  | "absent";

/**
 * The last look before any DELETE. `listed` is Adobe's list of this moment: a deleted secret cannot be
 * brought back. All ids are Adobe's.
 */
export function guardDeletion({
  listed,
  targetId,
  tokenSecretId,
  stayingId,
  toldIds,
}: {
  readonly listed: readonly string[];
  readonly targetId: string;
  /** The secret that minted the token which the request would carry. */
  readonly tokenSecretId: string;
  /** The secret that has to work afterwards. */
  readonly stayingId: string;
  /** The one we added, and those that a person has pointed at. */
  readonly toldIds: readonly string[];
}): Result<null, DeletionRefusal> {
  if (!toldIds.includes(targetId)) return fail("not_told");
  if (targetId === tokenSecretId || targetId === stayingId) return fail("own_token");
  const isThere = listed.includes(targetId);
  if (isThere && new Set(listed).size < 2) return fail("last_one");
  if (!listed.includes(stayingId)) return fail("staying_missing");
  return isThere ? succeed(null) : fail("absent");
}
