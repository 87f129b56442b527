import type { KeyObject } from "node:crypto";
import {
  type AuditRow,
  type ChainTip,
  checkPlace,
  checkSignature,
  type LinkProblem,
} from "@/lib/audit/chain";
import type { OrganizationId } from "@/lib/ids";

/** How far some rows are as they should be. */
export interface CheckedRound<P> {
  /** The last of the rows that are in their place. */
  readonly tip: ChainTip;
  /** What is wrong with the row after it, but for its signature. */
  readonly problem: P | undefined;
  /**
   * Which row of the round, from 0, is the first that has a wrong signature; undefined where none has. Settles
   * when the thread pool is done.
   */
  readonly wrongSignature: Promise<number | undefined>;
}

/**
 * Checks rows that should follow `tip` one after the other, up to the first problem. Their signatures are
 * checked in the thread pool meanwhile.
 *
 * @param look at each row that is in its place, for a problem of another kind
 */
export function checkRound<P>(
  rows: readonly AuditRow[],
  organizationId: OrganizationId,
  tip: ChainTip,
  keys: ReadonlyMap<string, KeyObject>,
  look: (row: AuditRow) => P | undefined,
): CheckedRound<P | LinkProblem> {
  const signatures: Promise<boolean>[] = [];
  let last = tip;
  let problem: P | LinkProblem | undefined;
  for (const row of rows) {
    const check = checkPlace(row, organizationId, last, keys);
    if (check.signer !== undefined) signatures.push(checkSignature(row, check.signer));
    problem = check.problem ?? look(row);
    if (problem !== undefined) break;
    last = row;
  }
  const wrongSignature = Promise.all(signatures).then((areSigned) => {
    const index = areSigned.indexOf(false);
    return index === -1 ? undefined : index;
  });
  // Whoever stops in between never asks for it.
  wrongSignature.catch(() => undefined);
  return { tip: { seq: last.seq, hash: last.hash }, problem, wrongSignature };
}
