import { z } from "zod";
import { instanceChainId } from "@/lib/audit/chain";
import { getDb } from "@/lib/db/client";
import { getEnv } from "@/lib/env";
import { type OrganizationId, organizationIdSchema } from "@/lib/ids";
import { describeThrown, writeLog } from "@/lib/log";
import { signTip } from "./keep-receipt";
import { appendReceipts } from "./receipts-file";

const tipSchema = z.object({
  organizationId: organizationIdSchema,
  seq: z.bigint(),
  payload: z.string(),
  hash: z.instanceof(Uint8Array<ArrayBuffer>),
  signature: z.instanceof(Uint8Array<ArrayBuffer>),
});

/**
 * For the end of a run: a receipt of the newest event of each chain, so that nothing which was recorded can be
 * taken away unseen while nobody is there. One that cannot be kept stands in the log.
 *
 * @param newest per chain the newest event that had a receipt when the run began
 */
export async function keepLastReceipts(newest: ReadonlyMap<OrganizationId, number>): Promise<void> {
  const { receiptsFile } = getEnv();
  if (receiptsFile === undefined) return;
  try {
    const tips = await readTips();
    const due = tips.filter(({ organizationId, seq }) => seq > BigInt(newest.get(organizationId) ?? 0));
    const signed = due.flatMap(({ organizationId, ...tip }) => {
      const receipt = signTip(organizationId, tip);
      if (receipt.ok) return [receipt.value];
      writeLog("receipt.not_kept", { organizationId, reason: receipt.failure });
      return [];
    });
    await appendReceipts(receiptsFile, signed);
  } catch (thrown) {
    writeLog("receipt.not_kept", describeThrown(thrown));
  }
}

/** The newest event of every chain. */
async function readTips() {
  const rows = await getDb().$queryRaw`
    SELECT "tip".*
    FROM (SELECT "id" FROM "Organization" UNION ALL SELECT ${instanceChainId}::uuid) AS "chain"
    CROSS JOIN LATERAL (
      SELECT "organizationId", "seq", "payload", "hash", "signature" FROM "AuditEvent"
      WHERE "organizationId" = "chain"."id" ORDER BY "seq" DESC LIMIT 1
    ) AS "tip"`;
  return z.array(tipSchema).parse(rows);
}
