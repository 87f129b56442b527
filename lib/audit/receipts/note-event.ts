import { getEnv } from "@/lib/env";
import type { OrganizationId } from "@/lib/ids";
import { describeThrown, writeLog } from "@/lib/log";
import { keepReceipt, makeTipReceipt } from "./keep-receipt";
import { createReceiptSchedule } from "./receipt-schedule";

type Schedule = ReturnType<typeof createReceiptSchedule<OrganizationId>>;

declare global {
  // The parts that a server is built of may each load this module; events are counted together.
  var latchkeyReceipts: Schedule | undefined;
}

/** Sees to it that receipts of a chain are kept while events are added to it. Does nothing where none are kept. */
export function noteEvent(organizationId: OrganizationId, seq: bigint): void {
  if (getEnv().receiptsFile === undefined) return;
  globalThis.latchkeyReceipts ??= createReceiptSchedule<OrganizationId>({
    keep,
    nowMs: () => performance.now(),
    later: (work, delayMs) => {
      const timer = setTimeout(work, delayMs);
      timer.unref();
      return () => clearTimeout(timer);
    },
  });
  globalThis.latchkeyReceipts.note(organizationId, seq);
}

/** An act does not fail for want of a receipt; the log line says that there is none. */
async function keep(organizationId: OrganizationId): Promise<bigint> {
  try {
    const made = await makeTipReceipt(organizationId);
    if (made.ok) {
      await keepReceipt(made.value);
      return BigInt(made.value.seq);
    }
    // Empty: the first event of the chain was not committed.
    if (made.failure !== "empty") writeLog("receipt.not_kept", { organizationId, reason: made.failure });
  } catch (thrown) {
    writeLog("receipt.not_kept", { organizationId, ...describeThrown(thrown) });
  }
  return 0n;
}
