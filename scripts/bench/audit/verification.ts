import { createHash, verify } from "node:crypto";
import { getAuditKey } from "@/lib/audit/audit-key";
import { type AuditRow, type ChainTip, checkPlace, genesisOf } from "@/lib/audit/chain";
import { readAhead } from "@/lib/audit/verification/read-ahead";
import { readChain } from "@/lib/audit/verification/read-chain";
import { verifyChain } from "@/lib/audit/verification/verify-chain";
import { getDb } from "@/lib/db/client";
import type { OrganizationId } from "@/lib/ids";
import { enter, type RoundPlan, spreadOf, takeTurns, timeMs } from "@/scripts/bench/measure";
import { Refusal } from "@/scripts/explain-problem.mjs";
import { aim, type Line, show, showRate } from "./line";

export type VerificationPlan = RoundPlan & {
  /** Events of the log that are verified in each round. */
  readonly events: number;
  /** Signatures that one core checks in each round. */
  readonly signatures: number;
};

/** The verification of a log, without and with signatures, beside the one operation at the bottom of each. */
export async function measureVerification(
  organizationId: OrganizationId,
  plan: VerificationPlan,
  stop: AbortSignal,
): Promise<readonly Line[]> {
  const { kid, publicKey } = getAuditKey();
  const keys = new Map([[kid, publicKey]]);
  const until = BigInt(plan.events);
  const read = () => readChain(organizationId, getDb(), until);
  const rateOf = (count: number, act: () => Promise<unknown>) =>
    enter(async () => (count * 1_000) / (await timeMs(act)));
  let first: readonly AuditRow[] = [];

  const hashed = rateOf(plan.events, async () => {
    for await (const rows of read()) {
      if (first.length === 0) first = rows;
      for (const { payload } of rows) createHash("sha256").update(payload, "utf8").digest();
    }
  });
  const chained = rateOf(plan.events, async () => {
    let tip: ChainTip = genesisOf(organizationId);
    for await (const rows of readAhead(read())) {
      for (const row of rows) {
        if (checkPlace(row, organizationId, tip, keys).problem !== undefined) throw refuse();
        tip = row;
      }
    }
  });
  const cores: number[] = [];
  const verified = rateOf(plan.events, async () => {
    const [startedMs, usedBefore] = [performance.now(), process.cpuUsage()];
    const verdict = await verifyChain(organizationId, read(), keys);
    if (verdict.kind !== "intact" || verdict.tip.seq !== until) throw refuse();
    const used = process.cpuUsage(usedBefore);
    cores.push((used.user + used.system) / 1_000 / (performance.now() - startedMs));
  });
  const signed = rateOf(plan.signatures, async () => {
    for (let turn = 0; turn < plan.signatures; turn += 1) {
      const row = first[turn % first.length];
      if (row === undefined || !verify(null, row.hash, publicKey, row.signature)) throw refuse();
    }
  });
  await takeTurns([hashed, chained, verified, signed], plan, stop);

  const median = ({ figures }: { readonly figures: readonly number[] }) => spreadOf(figures, "higher").median;
  const line = (measure: string, ours: number, what: string, theirs: number, bound: number): Line => ({
    measure,
    result: showRate(ours),
    reference: `${showRate(theirs)}, ${what}`,
    ratio: ours / theirs,
    aims: [aim(ours / theirs, "higher", bound, "×")],
  });
  return [
    line("verify, chain only", median(chained), "SHA-256 of the same rows read", median(hashed), 0.5),
    line(
      `verify, every signature (${show(spreadOf(cores, "higher").median)} cores used here)`,
      median(verified),
      "Ed25519 verify alone, one core",
      median(signed),
      0.8,
    ),
  ];
}

/** Fast and wrong would be no figure. */
function refuse(): Refusal {
  return new Refusal("The log that is measured does not verify.");
}
