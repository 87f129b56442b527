import { setTimeout as sleep } from "node:timers/promises";
import type { OrganizationId } from "@/lib/ids";
import { Refusal } from "./explain-problem.mjs";

/** Whoever stops the product does not wait longer for its receipts. */
const patienceMs = 2_000;

export interface LogGuard {
  /** For the end, when nobody records events any more: keeps a receipt of the newest of each chain. */
  keepReceipts(): Promise<void>;
}

/**
 * Holds the log of a database that `lib/` is connected to against the receipts of earlier runs, and says what a
 * person must know.
 *
 * @throws a Refusal where a restored database was found and that cannot be recorded
 */
export async function guardLog(
  { home, appOrigin }: { readonly home: string; readonly appOrigin: string },
  say: (line: string) => void,
): Promise<LogGuard> {
  const { AuditUnavailable } = await import("@/lib/audit/audit-unavailable");
  const { checkReceipts } = await import("@/lib/audit/restore/check-receipts");
  const { closeDb } = await import("@/lib/db/client");
  try {
    const { alarms, strangers, newest } = await checkReceipts();
    if (alarms > 0) {
      say(
        `The audit log is older than its receipts: nothing is done with a secret until an owner has acknowledged the restore at ${appOrigin}/audit.`,
      );
    }
    if (strangers.length > 0) {
      say(
        `Receipts in ${home} tell of organizations that this database does not hold (${strangers.join(", ")}): if they should be there, stop and put their database back.`,
      );
    }
    return { keepReceipts: () => keepReceipts(newest) };
  } catch (thrown) {
    if (!(thrown instanceof AuditUnavailable)) throw thrown;
    throw new Refusal(
      "The database was put back to an older state, and the audit log cannot be written to say so: look at the database's disk and rights, and start again.",
    );
  } finally {
    await closeDb();
  }
}

async function keepReceipts(newest: ReadonlyMap<OrganizationId, number>): Promise<void> {
  const { keepLastReceipts } = await import("@/lib/audit/receipts/keep-last-receipts");
  const { closeDb } = await import("@/lib/db/client");
  const keep = async () => {
    await keepLastReceipts(newest);
    await closeDb();
  };
  await Promise.race([keep(), sleep(patienceMs, undefined, { ref: false })]);
}
