import { dirname } from "node:path";
import { getAuditKey } from "@/lib/audit/audit-key";
import type { PublicKeys } from "@/lib/audit/public-keys";
import { type KnownReceipts, newestOf, readReceipts } from "@/lib/audit/receipts/receipts-file";
import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { getDb } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import { getEnv } from "@/lib/env";
import type { OrganizationId } from "@/lib/ids";
import type { JobEnd, RunningJob } from "@/lib/jobs/run-job";
import type { StartedJob } from "@/lib/jobs/start-job";
import { keepFinding } from "./log-finding";
import { readChain } from "./read-chain";
import { verifyChain } from "./verify-chain";

/** The job that verifies the log of an organization. Its subject is the organization. */
export const logVerificationKind = "log.verify";

/**
 * The work of the job: verifies the log as it stands now, against the receipts that are known. What it
 * comes to is an event, whatever it is.
 */
export async function runLogVerification(
  { viewer, origin }: ActContext,
  job: StartedJob,
  { report, signal }: RunningJob,
): Promise<JobEnd> {
  const { organizationId, organizationName } = viewer;
  const key = getAuditKey();
  const keys = new Map([[key.kid, key.publicKey]]);
  // First the receipts, then the tip: an event that is added in between has none that could be missed.
  const receipts = await findReceipts(organizationId, keys);
  const lastSeq = await readLastSeq(organizationId);
  const verdict = await verifyChain(organizationId, readChain(organizationId, getDb(), lastSeq), keys, {
    onProgress: (checked) => report((Number(checked) / Number(lastSeq)) * 100),
    signal,
    lastSeq,
    receipts,
  }).catch((thrown: unknown) => {
    if (signal.aborted) return null;
    throw thrown;
  });
  if (verdict === null) return { state: "cancelled" };
  const finding = verdict.kind === "broken" ? keepFinding(verdict.seq, verdict.problem) : null;
  await inTransaction((tx) =>
    recordEvent(tx, organizationId, origin, {
      action: "log.verified",
      outcome: finding === null ? "succeeded" : "failed",
      target: { type: "organization", id: organizationId, name: organizationName },
      detail: { jobId: job.id, lastSeq: Number(lastSeq), receiptSeq: newestOf(receipts), finding },
    }),
  );
  return { state: "succeeded" };
}

async function findReceipts(organizationId: OrganizationId, keys: PublicKeys): Promise<KnownReceipts> {
  const { receiptsFile } = getEnv();
  if (receiptsFile === undefined) return new Map();
  return (await readReceipts(dirname(receiptsFile), keys, organizationId)).get(organizationId) ?? new Map();
}

async function readLastSeq(organizationId: OrganizationId): Promise<bigint> {
  const tip = await getDb().auditEvent.findFirst({
    where: { organizationId },
    orderBy: { seq: "desc" },
    select: { seq: true },
  });
  return tip?.seq ?? 0n;
}
