import type { ActContext } from "@/lib/auth/act-context";
import { getGateRequest } from "@/lib/auth/request";
import { describeFailure } from "@/lib/diagnosis/describe-failure";
import { type DownloadPolicy, passDownloadGate } from "./action";
import { runLogged } from "./answer-action";
import type { Failure } from "./failure";
import type { Result } from "./result";

/**
 * Answers the address of a file that is made for whoever asks. A refusal is a few sentences, so that they
 * can be read where a browser shows them.
 */
export async function answerDownload(
  policy: DownloadPolicy,
  { method }: Request,
  command: (context: ActContext) => Promise<Result<Response, Failure>>,
): Promise<Response> {
  // Next would run a GET for it, and leave an event of a download that nobody got.
  if (method === "HEAD") return new Response(null, { status: 405, headers: { Allow: "GET" } });
  const request = await getGateRequest();
  const result = await runLogged(policy.name, request, (asked) => passDownloadGate(policy, asked, command));
  return result.ok ? result.value : refuse(result.failure);
}

const statuses: Readonly<Partial<Record<Failure["kind"], number>>> = {
  invalid_input: 400,
  unauthenticated: 401,
  foreign_origin: 403,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  audit_unavailable: 503,
};

function refuse(failure: Failure): Response {
  const { title, whatHappened, nextStep } = describeFailure(failure);
  const text = [title, whatHappened, nextStep].filter((sentence) => sentence !== undefined).join("\n");
  return new Response(`${text}\n`, {
    status: statuses[failure.kind] ?? 500,
    headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "private, no-store" },
  });
}
