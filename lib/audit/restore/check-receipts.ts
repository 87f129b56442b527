import { dirname } from "node:path";
import { getAuditKey } from "@/lib/audit/audit-key";
import { instanceChainId } from "@/lib/audit/chain";
import type { PublicKeys } from "@/lib/audit/public-keys";
import { isGenuine } from "@/lib/audit/receipts/receipts-file";
import { findLogMarks } from "@/lib/audit/verification/log-marks";
import { getDb } from "@/lib/db/client";
import { getEnv } from "@/lib/env";
import type { OrganizationId } from "@/lib/ids";
import { type ChainComparison, compareReceipts } from "./compare-receipts";
import { isAccountedFor } from "./is-accounted-for";
import { raiseAlarm } from "./raise-alarm";

export interface ReceiptsCheck {
  /** How many logs are older than their receipts, found now or before, and not acknowledged. */
  readonly alarms: number;
  /** Organizations that receipts tell of and the database does not hold. */
  readonly strangers: readonly OrganizationId[];
  /** Per chain the newest event that there is a receipt of. */
  readonly newest: ReadonlyMap<OrganizationId, number>;
}

/**
 * Holds the log against the receipts beside `RECEIPTS_FILE`. Where it does not have what one of them tells of,
 * the database was put back to an older state: that is recorded once, and no act with a secret is done until an
 * owner acknowledges it. Asks Adobe nothing.
 *
 * @throws AuditUnavailable where a finding cannot be recorded
 */
export async function checkReceipts(): Promise<ReceiptsCheck> {
  const { receiptsFile } = getEnv();
  const key = getAuditKey();
  const keys = new Map([[key.kid, key.publicKey]]);
  // The receipts are read before the events: what is added in between has none that could be missed.
  const chains = receiptsFile === undefined ? noChains : await compareReceipts(dirname(receiptsFile));
  const held = await findHeld([...chains.keys()]);
  const strangers: OrganizationId[] = [];
  const newest = new Map<OrganizationId, number>();
  for (const [chain, comparison] of chains) {
    if (held.has(chain)) await checkChain(chain, comparison, keys);
    else if (comparison.lost.some(({ receipt }) => isGenuine(receipt, keys))) strangers.push(chain);
    newest.set(
      chain,
      comparison.agreed.reduce((one, other) => Math.max(one, other), 0),
    );
  }
  return { alarms: await getDb().logAlarm.count(), strangers, newest };
}

const noChains: ReadonlyMap<OrganizationId, ChainComparison> = new Map();

async function findHeld(chains: readonly OrganizationId[]): Promise<ReadonlySet<string>> {
  const rows = await getDb().organization.findMany({
    where: { id: { in: [...chains] } },
    select: { id: true },
  });
  return new Set([instanceChainId, ...rows.map(({ id }) => id)]);
}

async function checkChain(
  chain: OrganizationId,
  { agreed, lost }: ChainComparison,
  keys: PublicKeys,
): Promise<void> {
  if (lost.length === 0) return;
  const marks = await findLogMarks(chain, keys);
  const unexplained = lost.filter((event) => !isAccountedFor(event, marks) && isGenuine(event.receipt, keys));
  if (unexplained.length > 0) await raiseAlarm(chain, { agreed, lost: unexplained }, keys);
}
