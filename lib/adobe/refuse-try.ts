import type { AdobeFailureCode } from "@/lib/failure";
import { fail } from "@/lib/result";
import type { Secret } from "@/lib/secret";
import type { HttpAnswer } from "./http-client";
import { readDebugId } from "./read-debug-id";
import { readRetryAfter } from "./read-retry-after";
import type { TryFailure } from "./retry";

/** A try that IMS answered badly: the code, and what of the answer's envelope may be kept. */
export function refuseTry(
  answer: HttpAnswer,
  code: AdobeFailureCode,
  sent: { readonly at: Date; readonly secrets: readonly Secret[] },
): { readonly ok: false; readonly failure: TryFailure } {
  const debugId = readDebugId(answer, "x-debug-id", ...sent.secrets);
  const retryAfterSeconds = readRetryAfter(answer, sent.at);
  return fail({
    code,
    status: answer.status,
    ...(debugId === undefined ? {} : { debugId }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}
