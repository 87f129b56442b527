import { findSessionViewer } from "@/lib/auth/sessions";
import { jobIdSchema } from "@/lib/ids";
import type { Secret } from "@/lib/secret";
import { findJob } from "./find-job";

interface JobRequest {
  /** Null where the request names no session. */
  readonly sid: Secret | null;
  /** As it stands in the address. */
  readonly jobId: string;
  readonly now: Date;
}

/**
 * Says how a job stands, as a `JobView` in JSON: 401 without a live session, 404 for a job that the session's
 * organization does not have. A page asks each second by itself, so asking is no sign that a person
 * is there, and leaves the session as it is.
 */
export async function answerJobRequest({ sid, jobId, now }: JobRequest): Promise<Response> {
  const viewer = sid === null ? null : await findSessionViewer(sid, now);
  if (viewer === null) return answer(401, null);
  const id = jobIdSchema.safeParse(jobId);
  const job = id.success ? await findJob(viewer.organizationId, id.data) : null;
  return job === null ? answer(404, null) : answer(200, job);
}

function answer(status: number, body: unknown): Response {
  return Response.json(body, { status, headers: { "Cache-Control": "private, no-store" } });
}
