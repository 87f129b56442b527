import type { Tx } from "@/lib/db/client";

/** Whoever makes the first accounts takes turns, until the transaction ends. */
export async function lockSetup(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('latchkey:setup', 0))`;
}
