import { getAuditKey } from "@/lib/audit/audit-key";
import type { AuditRow } from "@/lib/audit/chain";
import { readPayload } from "@/lib/audit/event-payload";
import { checkSeal } from "@/lib/audit/signed-text";
import { getDb } from "@/lib/db/client";
import { getEnv } from "@/lib/env";
import type { OrganizationId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import { buildReceipt, type Receipt } from "./receipt";
import { appendReceipt } from "./receipts-file";

/** Why no receipt is given: there is no event, or the newest one is not as it was signed. */
export type NoReceipt = "empty" | "tampered";

/**
 * Signs a receipt for the newest event of a chain. A key vouches for nothing that it did not sign, so an
 * event that was changed gets none.
 */
export async function makeTipReceipt(organizationId: OrganizationId): Promise<Result<Receipt, NoReceipt>> {
  const tip = await getDb().auditEvent.findFirst({
    where: { organizationId },
    orderBy: { seq: "desc" },
    select: { seq: true, payload: true, hash: true, signature: true },
  });
  return tip === null ? fail("empty") : signTip(organizationId, tip);
}

/** Signs a receipt for this event of a chain. */
export function signTip(
  organizationId: OrganizationId,
  tip: Pick<AuditRow, "seq" | "payload" | "hash" | "signature">,
): Result<Receipt, "tampered"> {
  const key = getAuditKey();
  const read = readPayload(tip.payload);
  if (!read.ok || BigInt(read.value.seq) !== tip.seq || read.value.organizationId !== organizationId) {
    return fail("tampered");
  }
  const { seq, ts, kid } = read.value;
  const hash = Buffer.from(tip.hash).toString("hex");
  const seal = { hash, signature: Buffer.from(tip.signature).toString("base64url") };
  const problem = checkSeal(tip.payload, seal, kid, new Map([[key.kid, key.publicKey]]));
  // One that an earlier key signed cannot be checked here, and is no reason to go without receipts.
  if (problem !== undefined && problem !== "unknown_key") return fail("tampered");
  return succeed(buildReceipt({ organizationId, seq, hash, ts }, key));
}

/** Writes a receipt where `RECEIPTS_FILE` says, if it says so. */
export async function keepReceipt(receipt: Receipt): Promise<void> {
  const { receiptsFile } = getEnv();
  if (receiptsFile !== undefined) await appendReceipt(receiptsFile, receipt);
}
