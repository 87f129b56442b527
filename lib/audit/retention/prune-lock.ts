import { z } from "zod";
import type { OwnerConnection } from "./remove-events";

/** Any fixed number does; it is held for as long as the connection lives. */
const pruneLock = 6_930_274_115;

/** One pruning at a time works on a database. False where another one does. */
export async function takePruneLock(owner: OwnerConnection): Promise<boolean> {
  const { rows } = await owner.query("SELECT pg_try_advisory_lock($1::bigint) AS taken", [pruneLock]);
  return z.tuple([z.object({ taken: z.boolean() })]).parse(rows)[0].taken;
}
