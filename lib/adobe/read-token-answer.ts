import { z } from "zod";
import type { AdobeFailureCode } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { Secret } from "@/lib/secret";
import { classifyRefusal } from "./classify-refusal";
import type { HttpAnswer } from "./http-client";
import { imsRefusalSchema } from "./ims-refusal";
import { readDebugId } from "./read-debug-id";
import { readMembers } from "./read-members";
import { readRetryAfter } from "./read-retry-after";
import type { TryFailure } from "./retry";

interface TokenAnswer {
  readonly accessToken: Secret;
  /** In the unit of the endpoint. */
  readonly expiresIn: number;
  readonly status: number;
  readonly debugId?: string;
}

/** What differs between the endpoints of IMS that issue tokens. */
export interface TokenDialect {
  readonly classify: (status: number, error?: string, description?: string) => AdobeFailureCode;
  /** The longest life that is believed, in the unit of `expires_in`. */
  readonly maxExpiresIn: number;
}

/** The token endpoint counts in seconds. */
const tokenEndpoint: TokenDialect = { classify: classifyRefusal, maxExpiresIn: 172_800 };

/** RFC 6749 §5.1, narrowed to what these endpoints can give. Other members are ignored. */
const grantSchema = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]{1,16384}$/),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z
    .union([z.number(), z.string().regex(/^\d{1,9}$/)])
    .transform(Number)
    .pipe(z.number().int().min(1)),
});

/**
 * Reads what an endpoint that issues tokens answered, believing only what is exactly right. Of a failure it
 * keeps the code, the status, the wait that was asked for and the debug id; Adobe's words are
 * compared and dropped. An `error` member makes any answer a refusal, whatever its status.
 */
export function readTokenAnswer(
  answer: HttpAnswer,
  sent: { readonly clientSecret: Secret; readonly at: Date; readonly assertion?: Secret },
  { classify, maxExpiresIn }: TokenDialect = tokenEndpoint,
): Result<TokenAnswer, TryFailure> {
  const { clientSecret, assertion } = sent;
  const secrets = assertion === undefined ? [clientSecret] : [clientSecret, assertion];
  const debugId = readDebugId(answer, "x-debug-id", ...secrets);
  const refuse = (code: AdobeFailureCode): Result<TokenAnswer, TryFailure> => {
    const retryAfterSeconds = readRetryAfter(answer, sent.at);
    return fail({
      code,
      status: answer.status,
      ...(debugId === undefined ? {} : { debugId }),
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    });
  };

  const members = readMembers(answer);
  const refusal = members.ok ? imsRefusalSchema.safeParse(members.value) : undefined;
  if (refusal?.success === true || answer.status === 429 || answer.status >= 500) {
    return refuse(classify(answer.status, refusal?.data?.error, refusal?.data?.error_description));
  }
  if (!members.ok) return refuse(members.failure);
  if (answer.status >= 400) return refuse("unknown_refusal");
  const grant = answer.status === 200 ? grantSchema.safeParse(members.value) : undefined;
  if (grant?.success !== true || "error" in members.value) return refuse("answer_malformed");
  if (grant.data.expires_in > maxExpiresIn) return refuse("answer_malformed");
  return succeed({
    accessToken: new Secret(grant.data.access_token),
    expiresIn: grant.data.expires_in,
    status: answer.status,
    ...(debugId === undefined ? {} : { debugId }),
  });
}
