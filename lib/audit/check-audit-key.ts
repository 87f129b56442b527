import { verify } from "node:crypto";
import { getDb } from "@/lib/db/client";
import { fail, type Result, succeed } from "@/lib/result";
import { type AuditKey, getAuditKey } from "./audit-key";

/** One odd event says that the log was tampered with; that none fits says that the key is another. */
const newestEvents = 20;

/**
 * Asks, before anything is signed, whether the audit key is the one that had this id before. With another
 * one under the same id, neither key would verify the whole log from then on.
 *
 * @returns a failure of one sentence when the newest events name this key's id and none is signed by it.
 * @throws what `getAuditKey` throws when the file itself cannot be used.
 */
export async function checkAuditKey(
  key: AuditKey = getAuditKey(),
): Promise<Result<void, { readonly message: string }>> {
  const newest = await getDb().auditEvent.findMany({
    orderBy: [{ organizationId: "desc" }, { seq: "desc" }],
    take: newestEvents,
    select: { kid: true, hash: true, signature: true },
  });
  const named = newest.filter(({ kid }) => kid === key.kid);
  const isOwn = named.some(({ hash, signature }) => verify(null, hash, key.publicKey, signature));
  if (named.length === 0 || isOwn) return succeed(undefined);
  return fail({
    message: `Audit key ${key.kid} is not the key that had this id before; put the earlier audit key back (AUDIT_KEY_FILE).`,
  });
}
