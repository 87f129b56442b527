import { instanceChainId } from "@/lib/audit/chain";
import type { PublicKeys } from "@/lib/audit/public-keys";
import type { Receipt } from "@/lib/audit/receipts/receipt";
import { lockTip, recordEvent } from "@/lib/audit/record-event";
import { findLogMarks } from "@/lib/audit/verification/log-marks";
import { systemClock } from "@/lib/clock";
import type { Tx } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import type { OrganizationId } from "@/lib/ids";
import type { ChainComparison } from "./compare-receipts";
import { isAccountedFor } from "./is-accounted-for";
import { lockRestore } from "./lock-restore";

const noRequest = { actor: { type: "system" }, requestId: null, address: null } as const;

/**
 * Records that the log of a chain is older than its receipts. Sessions and test results that were put back with
 * it are worth nothing: people sign in again, and credentials count as never tested. A finding that is known
 * already, from an earlier start or one at the same moment, changes nothing.
 */
export async function raiseAlarm(
  chain: OrganizationId,
  { agreed, lost }: ChainComparison,
  keys: PublicKeys,
): Promise<void> {
  await inTransaction(async (tx) => {
    await lockRestore(tx);
    const marks = await findLogMarks(chain, keys, tx);
    const receipts = lost.filter((event) => !isAccountedFor(event, marks)).map(({ receipt }) => receipt);
    const newest = newestOf(receipts);
    if (newest === undefined) return;
    const standing = await tx.logAlarm.findUnique({ where: { chainId: chain } });
    if (standing !== null && !receipts.some((receipt) => isNews(receipt, standing))) return;

    const sessionsEnded = await forgetWhatWasRestored(tx, chain);
    const { seq: lastSeq } = await lockTip(tx, chain);
    const keptSeq = lastAgreed(agreed, receipts);
    const alarm = {
      receiptSeq: Math.max(newest.seq, Number(standing?.receiptSeq ?? 0)),
      keptSeq: Math.min(keptSeq, Number(standing?.keptSeq ?? keptSeq)),
      lastSeq,
      foundAt: systemClock.now(),
    };
    await tx.logAlarm.upsert({
      where: { chainId: chain },
      create: { chainId: chain, ...alarm },
      update: alarm,
    });
    await recordEvent(tx, chain, noRequest, {
      action: "log.restore_found",
      outcome: "failed",
      target: await findTarget(tx, chain),
      detail: {
        receiptSeq: newest.seq,
        receiptHash: newest.hash,
        keptSeq: alarm.keptSeq,
        lastSeq: Number(lastSeq),
        sessionsEnded,
      },
    });
  });
}

interface StandingAlarm {
  readonly receiptSeq: bigint;
  readonly keptSeq: bigint;
  readonly foundAt: Date;
}

/** Whether a receipt says more than the alarm that stands: of other events, or of some that were lost since. */
function isNews({ seq, ts }: Receipt, { receiptSeq, keptSeq, foundAt }: StandingAlarm): boolean {
  return seq > receiptSeq || seq <= keptSeq || new Date(ts) > foundAt;
}

function newestOf(receipts: readonly Receipt[]): Receipt | undefined {
  return receipts.reduce<Receipt | undefined>(
    (newest, receipt) => (newest === undefined || receipt.seq > newest.seq ? receipt : newest),
    undefined,
  );
}

/** The newest event with a receipt before everything that was lost; 0 where there is none. */
function lastAgreed(agreed: readonly number[], lost: readonly Receipt[]): number {
  const first = lost.reduce((least, { seq }) => Math.min(least, seq), Number.POSITIVE_INFINITY);
  return agreed.reduce((last, seq) => (seq < first ? Math.max(last, seq) : last), 0);
}

/** The instance's chain stands for the database as a whole. Gives how many sessions ended. */
async function forgetWhatWasRestored(tx: Tx, chain: OrganizationId): Promise<number> {
  const where = chain === instanceChainId ? {} : { organizationId: chain };
  const { count } = await tx.session.deleteMany({ where });
  await tx.credential.updateMany({
    where: { ...where, lastTestAt: { not: null } },
    data: { lastTestAt: null, lastTestOutcome: null, lastTestFailureCode: null, lastTestDurationMs: null },
  });
  return count;
}

async function findTarget(tx: Tx, chain: OrganizationId) {
  const organization = await tx.organization.findUnique({ where: { id: chain }, select: { name: true } });
  return organization && { type: "organization" as const, id: chain, name: organization.name };
}
