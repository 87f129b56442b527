import { getDb } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import { getEnv } from "@/lib/env";
import { describeThrown, writeLog } from "@/lib/log";
import type { StartedJob } from "./start-job";

/** What the work of a job is given. */
export interface RunningJob {
  /** Notes how far it is, 0 to 100. It is written with the next heartbeat. */
  readonly report: (progress: number) => void;
  /** Aborts when somebody asks the job to stop, or when it has lost its lease. */
  readonly signal: AbortSignal;
}

/**
 * How the work ended. `failureCode` is one of `lib/failure.ts`, null where there is none for it. `result` is what
 * it came to, in the shape that its kind says (`findJobResult`).
 */
export type JobEnd = (
  | { readonly state: "succeeded" | "cancelled" }
  | { readonly state: "failed"; readonly failureCode: string | null }
) & { readonly result?: Prisma.InputJsonObject };

const longestBeatMs = 1_000;

/**
 * Does the work of a started job. A heartbeat keeps its lease, writes its progress and looks whether it
 * was asked to stop. Never rejects: a fault is logged, and the job failed.
 */
export async function runJob(job: StartedJob, work: (running: RunningJob) => Promise<JobEnd>): Promise<void> {
  const abort = new AbortController();
  let progress = 0;
  const report = (now: number) => {
    progress = Math.max(progress, Math.min(100, Math.round(now)));
  };
  const look = async () => {
    if (!(await keepLease(job, progress))) abort.abort();
  };
  const heartbeat = setInterval(
    () => {
      look().catch((thrown: unknown) => writeLog("job.heartbeat_missed", describeThrown(thrown)));
    },
    Math.min(longestBeatMs, getEnv().leaseMs / 4),
  );
  let end: JobEnd = { state: "failed", failureCode: null };
  try {
    await look();
    end = await work({ report, signal: abort.signal });
  } catch (thrown) {
    writeLog("job.thrown", { jobId: job.id, ...describeThrown(thrown) });
  } finally {
    clearInterval(heartbeat);
  }
  // Where this cannot be written, the lease runs out and the job reads as abandoned.
  await endJob(job, end, progress).catch((thrown: unknown) => {
    writeLog("job.end_not_noted", { jobId: job.id, ...describeThrown(thrown) });
  });
}

/** @returns whether the work should go on. */
async function keepLease({ id, organizationId }: StartedJob, progress: number): Promise<boolean> {
  const rows = await getDb().$queryRaw<{ isWanted: boolean }[]>`
    UPDATE "Job" SET "progress" = ${progress},
      "leaseUntil" = clock_timestamp() + make_interval(secs => ${getEnv().leaseMs / 1000})
    WHERE "organizationId" = ${organizationId}::uuid AND "id" = ${id}::uuid AND "state" = 'running'
      AND "leaseUntil" > clock_timestamp()
    RETURNING "cancelRequestedAt" IS NULL AS "isWanted"`;
  return rows[0]?.isWanted === true;
}

async function endJob({ id, organizationId }: StartedJob, end: JobEnd, progress: number): Promise<void> {
  await getDb().job.updateMany({
    where: { organizationId, id, state: "running" },
    data: {
      state: end.state,
      finishedAt: new Date(),
      progress: end.state === "succeeded" ? 100 : progress,
      failureCode: end.state === "failed" ? end.failureCode : null,
      ...(end.result !== undefined && { result: end.result }),
    },
  });
}
