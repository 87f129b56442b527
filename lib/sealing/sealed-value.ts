import { writeLog } from "@/lib/log";
import { fail, type Result, succeed } from "@/lib/result";
import type { Secret } from "@/lib/secret";
import { openEnvelope, type SealContext, sealEnvelope } from "./envelope";
import { getKeyRing } from "./key-ring";

export type { SealContext };

/** Callers learn no more: which check refused is for the log. */
interface CannotOpen {
  readonly kind: "cannot_open";
}

/**
 * Seals a secret for one field of one row, with the primary key.
 * `kid` names that key and is stored beside the value, so that values under an old key can be found.
 */
export async function seal(
  secret: Secret,
  context: SealContext,
  ring = getKeyRing(),
): Promise<{ readonly sealed: string; readonly kid: string }> {
  return sealEnvelope(secret, context, ring);
}

/** Opens a sealed value for the row it was read from; the context is made anew from that row. */
export async function open(
  sealed: string,
  context: SealContext,
  ring = getKeyRing(),
): Promise<Result<Secret, CannotOpen>> {
  const opened = await openEnvelope(sealed, context, ring);
  if (opened.ok) return succeed(opened.value);
  const { table, rowId, organizationId, field } = context;
  writeLog("sealing.cannot_open", { ...opened.failure, table, rowId, organizationId, field });
  return fail({ kind: "cannot_open" });
}
