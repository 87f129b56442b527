import { getSid } from "@/lib/auth/request";
import { systemClock } from "@/lib/clock";
import { answerJobRequest } from "@/lib/jobs/answer-job-request";

/** For the page that shows long work: its state and progress. Starts and changes nothing. */
export async function GET(
  _request: Request,
  { params }: { readonly params: Promise<{ readonly jobId: string }> },
): Promise<Response> {
  const { jobId } = await params;
  return answerJobRequest({ sid: await getSid(), jobId, now: systemClock.now() });
}
