import { z } from "zod";
import type { AdobeFailureCode } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import type { Secret } from "@/lib/secret";
import { classifyRefusal } from "./classify-refusal";
import type { HttpAnswer } from "./http-client";
import { imsRefusalSchema } from "./ims-refusal";
import { readMembers } from "./read-members";
import { refuseTry } from "./refuse-try";
import type { TryFailure } from "./retry";

/** Adobe's answer about one token. */
export interface TokenValidation {
  readonly isValid: boolean;
  /** Why it is not; null where Adobe gave no reason, or one that is not known here. */
  readonly reason: InvalidTokenReason | null;
}

type InvalidTokenReason = "expired" | "ended" | "malformed" | "signature" | "type";

/** Only `bad payload` is known from Adobe; the others are those of the sandbox. */
const reasons: ReadonlyMap<string, InvalidTokenReason> = new Map([
  ["bad payload", "malformed"],
  ["expired", "expired"],
  ["invalidated", "ended"],
  ["bad signature", "signature"],
  ["bad type", "type"],
]);

const validationSchema = z.object({
  valid: z.boolean(),
  reason: z.string().optional().catch(undefined),
});

/**
 * Reads the answer to `POST /ims/validate_token/v1`: 200 and `valid` as a boolean, with a `reason` where it
 * is false. Nothing else is taken for a word about the token.
 */
export function readValidation(
  answer: HttpAnswer,
  sent: { readonly accessToken: Secret; readonly at: Date },
): Result<TokenValidation, TryFailure> {
  const read = readMembersOf(answer);
  if (!read.ok) return refuseTry(answer, read.failure, { at: sent.at, secrets: [sent.accessToken] });
  const { valid, reason } = read.value;
  return succeed({
    isValid: valid,
    reason: valid ? null : (reasons.get((reason ?? "").trim().toLowerCase()) ?? null),
  });
}

function readMembersOf(answer: HttpAnswer): Result<z.infer<typeof validationSchema>, AdobeFailureCode> {
  const { status } = answer;
  const members = readMembers(answer);
  const refusal = members.ok ? imsRefusalSchema.safeParse(members.value) : undefined;
  if (refusal?.success === true || status === 429 || status >= 500) {
    return fail(classifyRefusal(status, refusal?.data?.error, refusal?.data?.error_description));
  }
  if (!members.ok) return members;
  if (status >= 400) return fail("unknown_refusal");
  const validation = status === 200 ? validationSchema.safeParse(members.value) : undefined;
  if (validation?.success !== true || "error" in members.value) return fail("answer_malformed");
  return succeed(validation.data);
}
