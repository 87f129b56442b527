import { z } from "zod";
import { parseJson } from "@/lib/parse-json";
import { fail, type Result, succeed } from "@/lib/result";
import type { Secret } from "@/lib/secret";
import { classifyProductRefusal } from "./classify-product-refusal";
import type { HttpAnswer } from "./http-client";
import { readDebugId } from "./read-debug-id";
import { readRetryAfter } from "./read-retry-after";
import type { TryFailure } from "./retry";

interface OpenedDoor {
  readonly status: number;
  readonly debugId: string | undefined;
}

interface Sent {
  readonly accessToken: Secret;
  readonly at: Date;
  /** The thing asked for does not exist: 404 is what shows that the product let the call in. */
  readonly isAbsenceAccess: boolean;
}

/** How the gateway, the Console, AEM, Analytics and Commerce word a refusal. */
const text = z.string().max(2_000).optional().catch(undefined);
const refusalSchema = z.object({
  error_code: z
    .union([z.string(), z.number().transform(String)])
    .optional()
    .catch(undefined),
  errorCode: text,
  message: text,
  errorDescription: text,
  title: text,
  detail: text,
  type: text,
  messages: z
    .array(z.object({ template: text, message: text }))
    .max(20)
    .optional()
    .catch(undefined),
});

/**
 * Reads how a product answered a GET. Of a 2xx only status and id are kept: its body is data of the
 * customer, so one that is longer than the client reads is an answer like any other. A refusal is
 * reduced to a code of ours.
 */
export function readProductAnswer(answer: HttpAnswer, sent: Sent): Result<OpenedDoor, TryFailure> {
  const { status, body } = answer;
  const debugId =
    readDebugId(answer, "x-request-id", sent.accessToken) ??
    readDebugId(answer, "x-debug-id", sent.accessToken);
  const facts = { status, ...(debugId === undefined ? {} : { debugId }) };
  if (status < 400) {
    if (!body.ok && body.failure !== "answer_too_large") return fail({ ...facts, code: body.failure });
    if (status < 200 || status > 299) return fail({ ...facts, code: "answer_malformed" });
    return isJson(answer) ? succeed({ status, debugId }) : fail({ ...facts, code: "not_json" });
  }
  const refusal = readRefusal(answer);
  const isFromGateway = refusal.error_code !== undefined;
  if (status === 404 && sent.isAbsenceAccess && isJson(answer) && !isFromGateway) {
    return succeed({ status, debugId });
  }
  const errorCode = refusal.error_code ?? refusal.errorCode;
  const texts = [
    refusal.message,
    refusal.errorDescription,
    refusal.title,
    refusal.detail,
    refusal.type,
    ...(refusal.messages ?? []).flatMap((one) => [one.template, one.message]),
  ].filter((one) => one !== undefined);
  const wwwAuthenticate = answer.header("www-authenticate");
  const retryAfterSeconds = readRetryAfter(answer, sent.at);
  return fail({
    ...facts,
    code: classifyProductRefusal(status, {
      texts,
      ...(errorCode === undefined ? {} : { errorCode }),
      ...(wwwAuthenticate === undefined ? {} : { wwwAuthenticate }),
    }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}

/** `application/json` and what is built on it, such as `application/problem+json` (RFC 9457). */
function isJson(answer: HttpAnswer): boolean {
  const mediaType = answer.header("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  return /^application\/(?:[\w.-]+\+)?json$/.test(mediaType);
}

function readRefusal(answer: HttpAnswer): z.infer<typeof refusalSchema> {
  if (!answer.body.ok || !isJson(answer)) return {};
  return refusalSchema.safeParse(parseJson(answer.body.value)).data ?? {};
}
