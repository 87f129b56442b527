import type { KeyObject } from "node:crypto";
import type { OrganizationId } from "@/lib/ids";
import { type AuditRow, type ChainTip, checkLink, genesisOf, type LinkProblem } from "./chain";

/**
 * `intact` holds for the events that are there: that none was cut off the end only a copy of an
 * earlier tip, kept outside the database, can show.
 */
type ChainVerdict =
  | { readonly kind: "intact"; readonly tip: ChainTip }
  | {
      readonly kind: "broken";
      /** Number of the first event that is not as it was signed. */
      readonly seq: bigint;
      readonly problem: LinkProblem;
    };

/**
 * Derives a whole chain anew from its rows: every payload, hash, signature, link, number and column.
 *
 * @param pages rows of this chain in the order of `seq`, from the first.
 * @param keys public keys that may have signed, by kid.
 * @param onProgress called after each page with the number of events checked.
 */
export async function verifyChain(
  organizationId: OrganizationId,
  pages: AsyncIterable<readonly AuditRow[]>,
  keys: ReadonlyMap<string, KeyObject>,
  onProgress: (checked: bigint) => void = () => undefined,
): Promise<ChainVerdict> {
  let tip = genesisOf(organizationId);
  for await (const rows of pages) {
    for (const row of rows) {
      const problem = checkLink(row, organizationId, tip, keys);
      if (problem !== undefined) return { kind: "broken", seq: tip.seq + 1n, problem };
      tip = row;
    }
    onProgress(tip.seq);
  }
  return { kind: "intact", tip: { seq: tip.seq, hash: tip.hash } };
}
