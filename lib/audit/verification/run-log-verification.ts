import { dirname } from "node:path";
import { getAuditKey } from "@/lib/audit/audit-key";
import type { EventDetail } from "@/lib/audit/event";
import type { PublicKeys } from "@/lib/audit/public-keys";
import { type KnownReceipts, newestOf, readReceipts } from "@/lib/audit/receipts/receipts-file";
import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { inTransaction } from "@/lib/db/transaction";
import { getEnv } from "@/lib/env";
import type { OrganizationId } from "@/lib/ids";
import type { JobEnd, RunningJob } from "@/lib/jobs/run-job";
import type { StartedJob } from "@/lib/jobs/start-job";
import type { BrokenChain, IntactChain } from "./chain-verdict";
import { keepFinding } from "./log-finding";
import { verifyStoredChain } from "./verify-stored-chain";

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
  const receipts = await findReceipts(organizationId, keys);
  const verified = await verifyStoredChain(organizationId, keys, {
    onProgress: (share) => report(share * 100),
    signal,
    receipts,
  }).catch((thrown: unknown) => {
    if (signal.aborted) return null;
    throw thrown;
  });
  if (verified === null) return { state: "cancelled" };
  const { verdict, lastSeq } = verified;
  const found = verdict.kind === "broken" ? describeBroken(verdict, receipts) : describeIntact(verdict);
  await inTransaction((tx) =>
    recordEvent(tx, organizationId, origin, {
      action: "log.verified",
      outcome: found.finding === null ? "succeeded" : "failed",
      target: { type: "organization", id: organizationId, name: organizationName },
      detail: { jobId: job.id, lastSeq: Number(lastSeq), ...found },
    }),
  );
  return { state: "succeeded" };
}

type Found = Omit<EventDetail<"log.verified">, "jobId" | "lastSeq">;

function describeBroken({ seq, problem }: BrokenChain, receipts: KnownReceipts): Found {
  return { receiptSeq: newestOf(receipts), finding: keepFinding(seq, problem) };
}

function describeIntact({ firstSeq, receiptSeq, receiptsGivenUp }: IntactChain): Found {
  return {
    receiptSeq,
    finding: null,
    ...(firstSeq > 1n && { firstSeq: Number(firstSeq) }),
    ...(receiptsGivenUp > 0 && { receiptsGivenUp }),
  };
}

async function findReceipts(organizationId: OrganizationId, keys: PublicKeys): Promise<KnownReceipts> {
  const { receiptsFile } = getEnv();
  if (receiptsFile === undefined) return new Map();
  return (await readReceipts(dirname(receiptsFile), keys, organizationId)).get(organizationId) ?? new Map();
}
