import { getDb } from "@/lib/db/client";
import type { JobSubject } from "./find-job";

/**
 * Asks the running jobs of a kind about one thing to stop. Each notices at its next heartbeat, in whatever
 * process it runs.
 *
 * @returns how many were asked
 */
export async function cancelJobs({ organizationId, kind, subjectId }: JobSubject): Promise<number> {
  const { count } = await getDb().job.updateMany({
    where: { organizationId, kind, subjectId, state: "running", cancelRequestedAt: null },
    data: { cancelRequestedAt: new Date() },
  });
  return count;
}
