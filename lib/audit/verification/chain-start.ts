import type { KeyObject } from "node:crypto";
import { type AuditRow, type ChainTip, checkPlace, genesisOf, readTipBefore } from "@/lib/audit/chain";
import type { OrganizationId } from "@/lib/ids";
import { type BrokenChain, broken } from "./chain-verdict";
import type { LogMarks, LogSeal } from "./log-marks";

/** Where the walk of a chain begins. */
interface ChainStart {
  readonly kind: "found";
  /** What its first event follows. */
  readonly before: ChainTip;
  /** What says that the events up to there are in an archive. */
  readonly seal: LogSeal | undefined;
}

/**
 * A chain may begin with any event up to the one after a sealed part: the rows of such a part are removed one
 * after the other, and that may have been cut off.
 */
export function findChainStart(
  first: AuditRow | undefined,
  organizationId: OrganizationId,
  keys: ReadonlyMap<string, KeyObject>,
  { seals }: LogMarks,
): ChainStart | BrokenChain {
  const genesis = genesisOf(organizationId);
  if (first === undefined || first.seq <= 1n) return { kind: "found", before: genesis, seal: undefined };
  const lastRemoved = first.seq - 1n;
  const seal = seals.find(({ lastSeq }) => lastSeq >= lastRemoved);
  const claimed = readTipBefore(first)?.hash ?? genesis.hash;
  if (seal === undefined) {
    // Without the key of the events the seal cannot be told from a forged one either.
    const { problem } = checkPlace(first, organizationId, { seq: lastRemoved, hash: claimed }, keys);
    if (problem?.kind === "unknown_key") return broken(first.seq, problem);
    return broken((seals.at(-1)?.lastSeq ?? 0n) + 1n, { kind: "missing" });
  }
  // What is left of a sealed part shows by its own last event that it is the part that was sealed.
  const hash = seal.lastSeq === lastRemoved ? Buffer.from(seal.lastHash, "hex") : claimed;
  return { kind: "found", before: { seq: lastRemoved, hash }, seal };
}

/** Whether a row, if it is the last event of the sealed part, is another one than was sealed. */
export function contradictsSeal(row: AuditRow, seal: LogSeal | undefined): boolean {
  return seal?.lastSeq === row.seq && Buffer.from(row.hash).toString("hex") !== seal.lastHash;
}
