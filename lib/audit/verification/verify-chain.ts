import type { KeyObject } from "node:crypto";
import { type AuditRow, type ChainTip, genesisOf } from "@/lib/audit/chain";
import type { KnownReceipts } from "@/lib/audit/receipts/receipts-file";
import { createTimeSlice } from "@/lib/audit/time-slice";
import type { OrganizationId } from "@/lib/ids";
import { type BrokenChain, broken, type ChainProblem, type ChainVerdict } from "./chain-verdict";
import { createWalk } from "./chain-walk";
import { type CheckedRound, checkRound } from "./check-round";
import { type LogMarks, noMarks } from "./log-marks";
import { readAhead } from "./read-ahead";

interface ChainWatch {
  /** Called after each page with the number of events checked. */
  readonly onProgress?: ((checked: bigint) => void) | undefined;
  /** Stops the work with what `throwIfAborted` throws. */
  readonly signal?: AbortSignal | undefined;
  /** Number of the newest event when the verification began. */
  readonly lastSeq?: bigint;
  /** What is known of its events from outside. */
  readonly receipts?: KnownReceipts | undefined;
  /** What was found to be in the chain; its walk must meet them. */
  readonly marks?: LogMarks;
}

/** So many signatures are checked at once: so few that nothing else waits long for the thread pool. */
const roundSize = 64;

/**
 * Derives a whole chain anew from its rows: every payload, hash, signature, link, number and column. While
 * the thread pool checks the signatures of some rows, the next ones are looked at, and more are read. It lets
 * other work have its turn, and holds no more than a few pages.
 *
 * @param pages rows of this chain in the order of `seq`, from the first.
 * @param keys public keys that may have signed, by kid.
 */
export async function verifyChain(
  organizationId: OrganizationId,
  pages: AsyncIterable<readonly AuditRow[]>,
  keys: ReadonlyMap<string, KeyObject>,
  { onProgress, signal, lastSeq = 0n, receipts = new Map(), marks = noMarks }: ChainWatch = {},
): Promise<ChainVerdict> {
  const slice = createTimeSlice();
  const walk = createWalk(organizationId, keys, receipts, marks);
  let tip: ChainTip | undefined;
  let settling: Promise<BrokenChain | undefined> = Promise.resolve(undefined);
  for await (const rows of cutRounds(readAhead(pages))) {
    signal?.throwIfAborted();
    const before = tip ?? walk.begin(rows[0]);
    if ("kind" in before) return before;
    const round = checkRound(rows, organizationId, before, keys, walk.look);
    const found = await settling;
    if (found !== undefined) return found;
    settling = settle(before, round);
    tip = round.tip;
    if (round.problem !== undefined) break;
    onProgress?.(tip.seq - walk.firstSeq() + 1n);
    if (slice.isOver()) await slice.rest();
  }
  const found = await settling;
  if (found !== undefined) return found;
  signal?.throwIfAborted();
  return walk.end(tip ?? genesisOf(organizationId), lastSeq);
}

async function* cutRounds(pages: AsyncIterable<readonly AuditRow[]>): AsyncGenerator<readonly AuditRow[]> {
  for await (const rows of pages) {
    for (let at = 0; at < rows.length; at += roundSize) yield rows.slice(at, at + roundSize);
  }
}

/** The first thing that is wrong in a round which follows `before`. */
async function settle(before: ChainTip, round: CheckedRound<ChainProblem>): Promise<BrokenChain | undefined> {
  const index = await round.wrongSignature;
  if (index !== undefined) return broken(before.seq + 1n + BigInt(index), { kind: "wrong_signature" });
  return round.problem && broken(round.tip.seq + 1n, round.problem);
}
