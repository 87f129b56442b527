import type { AdobeFailureCode } from "@/lib/failure";
import { type Result, succeed } from "@/lib/result";
import type { Secret } from "@/lib/secret";
import { classifyRefusal } from "./classify-refusal";
import type { HttpAnswer } from "./http-client";
import { imsRefusalSchema } from "./ims-refusal";
import { readMembers } from "./read-members";
import { refuseTry } from "./refuse-try";
import type { TryFailure } from "./retry";

/**
 * Reads the answer to `POST /ims/invalidate_token/v2`, which is a 2xx with no body. A page under 200
 * comes from something in between, and then the token lives on.
 */
export function readInvalidation(
  answer: HttpAnswer,
  sent: { readonly clientSecret: Secret | undefined; readonly accessToken: Secret; readonly at: Date },
): Result<undefined, TryFailure> {
  const code = nameFailure(answer);
  if (code === undefined) return succeed(undefined);
  const { clientSecret, accessToken, at } = sent;
  const secrets = clientSecret === undefined ? [accessToken] : [clientSecret, accessToken];
  return refuseTry(answer, code, { at, secrets });
}

function nameFailure(answer: HttpAnswer): AdobeFailureCode | undefined {
  const { status, body } = answer;
  const isEmpty = body.ok && body.value.trim() === "";
  const members: Result<object, AdobeFailureCode> = isEmpty ? succeed({}) : readMembers(answer);
  const refusal = members.ok ? imsRefusalSchema.safeParse(members.value) : undefined;
  if (refusal?.success === true || status === 429 || status >= 500) {
    return classifyRefusal(status, refusal?.data?.error, refusal?.data?.error_description);
  }
  if (!members.ok) return members.failure;
  if (status >= 400) return "unknown_refusal";
  return status >= 200 && status < 300 ? undefined : "answer_malformed";
}
