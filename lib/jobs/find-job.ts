import { z } from "zod";
import { getDb, type Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import type { OrganizationId } from "@/lib/ids";
import { type JobView, jobStandings } from "./job-view";

/** A job with what only the server's side looks at. */
export interface FoundJob extends JobView {
  readonly failureCode: string | null;
}

/** What a job is about; the newest of its kind is the one that counts. */
export interface JobSubject {
  readonly organizationId: OrganizationId;
  /** Such as `secret.verify`. */
  readonly kind: string;
  readonly subjectId: string;
}

const rowsSchema = z.array(
  z.object({
    id: z.string(),
    state: z.enum(jobStandings),
    progress: z.number(),
    failureCode: z.string().nullable(),
  }),
);

const selectJob = Prisma.sql`
  SELECT "id", "progress", "failureCode",
    CASE WHEN "state" = 'running' AND "leaseUntil" <= clock_timestamp() THEN 'abandoned' ELSE "state"::text END AS "state"
  FROM "Job"`;

/** One job of the organization. Changes nothing. */
export async function findJob(organizationId: OrganizationId, jobId: string): Promise<JobView | null> {
  const rows = await getDb()
    .$queryRaw`${selectJob} WHERE "organizationId" = ${organizationId}::uuid AND "id" = ${jobId}::uuid`;
  const [job] = rowsSchema.parse(rows);
  return job === undefined ? null : { id: job.id, state: job.state, progress: job.progress };
}

/**
 * One job of a kind about one thing, and what it came to: null until it has ended, and where there is nothing
 * that can be read.
 */
export async function findJobResult<T>(
  organizationId: OrganizationId,
  { kind, subjectId, jobId }: Omit<JobSubject, "organizationId"> & { readonly jobId: string },
  schema: z.ZodType<T>,
): Promise<{ readonly job: JobView; readonly result: T | null } | null> {
  const job = await findJob(organizationId, jobId);
  const row = await getDb().job.findFirst({
    where: { organizationId, id: jobId, kind, subjectId },
    select: { result: true },
  });
  if (job === null || row === null) return null;
  return { job, result: schema.safeParse(row.result).data ?? null };
}

/** The newest job of a kind about one thing. */
export async function findLatestJob(
  { organizationId, kind, subjectId }: JobSubject,
  db: Tx = getDb(),
): Promise<FoundJob | null> {
  const rows = await db.$queryRaw`${selectJob}
    WHERE "organizationId" = ${organizationId}::uuid AND "subjectId" = ${subjectId}::uuid AND "kind" = ${kind}
    ORDER BY "createdAt" DESC, "id" DESC LIMIT 1`;
  return rowsSchema.parse(rows)[0] ?? null;
}
