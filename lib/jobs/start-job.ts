import type { Tx } from "@/lib/db/client";
import { getEnv } from "@/lib/env";
import { type JobId, newJobId, type OrganizationId, type UserId } from "@/lib/ids";
import type { JobSubject } from "./find-job";

/** A job whose row exists; `runJob` does its work. */
export interface StartedJob {
  readonly id: JobId;
  readonly organizationId: OrganizationId;
}

/** Writes the row of a job inside the caller's transaction. Until its work beats, it lives for one lease. */
export async function startJob(
  tx: Tx,
  { organizationId, kind, subjectId, requestedById }: JobSubject & { readonly requestedById: UserId },
): Promise<StartedJob> {
  const id = newJobId();
  await tx.$executeRaw`
    INSERT INTO "Job" ("id", "organizationId", "kind", "subjectId", "requestedById", "state", "leaseUntil")
    VALUES (${id}::uuid, ${organizationId}::uuid, ${kind}, ${subjectId}::uuid, ${requestedById}::uuid, 'running',
      clock_timestamp() + make_interval(secs => ${getEnv().leaseMs / 1000}))`;
  return { id, organizationId };
}
