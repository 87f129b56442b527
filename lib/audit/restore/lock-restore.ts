import type { Tx } from "@/lib/db/client";

/** Whoever raises or ends alarms takes turns, until the transaction ends. */
export async function lockRestore(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('latchkey:restore', 0))`;
}
