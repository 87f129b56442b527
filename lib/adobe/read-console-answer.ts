import { z } from "zod";
import type { AdobeFailureCode } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { Secret } from "@/lib/secret";
import { type ConsoleVerb, classifyConsoleRefusal } from "./classify-console-refusal";
import type { HttpAnswer } from "./http-client";
import { readDebugId } from "./read-debug-id";
import { readMembers } from "./read-members";
import { readRetryAfter } from "./read-retry-after";
import type { TryFailure } from "./retry";

/** One secret as Adobe lists it; its value is never listed. */
export interface AdobeSecret {
  /** Adobe's id, 32 hex in lower case. */
  readonly adobeSecretId: string;
  readonly createdAt: Date;
  /** The newest use that Adobe knows of; null when there was none. */
  readonly lastUse: { readonly at: Date; readonly grantType: string } | null;
}

interface ListAnswer {
  readonly clientId: string | null;
  readonly secrets: readonly AdobeSecret[];
}

interface AddAnswer {
  readonly adobeSecretId: string;
  readonly createdAt: Date;
  readonly clientSecret: Secret;
}

interface Sent {
  readonly accessToken: Secret;
  readonly at: Date;
}

/** The credential may have two; more are tolerated, but not any number. */
const maxSecrets = 10;
const maxUsages = 20;

/** Dashes only where a UUID has them. */
const secretId = z
  .string()
  .regex(/^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i)
  .transform((text) => text.replaceAll("-", "").toLowerCase());

/**
 * Milliseconds since 1970 in exactly 13 digits, which means a date since 2001: seconds would read as
 * 1970, and a secret unused since then looks safe to delete.
 */
const time = z
  .union([z.number().transform(String), z.string()])
  .pipe(z.string().regex(/^[1-9]\d{12}$/))
  .transform((digits) => new Date(Number(digits)));

const usage = z
  .object({ last_used_at: time, grant_type: z.string().regex(/^[\w:.-]{1,100}$/) })
  .transform(({ last_used_at, grant_type }) => ({ at: last_used_at, grantType: grant_type }));

const listedSecret = z
  .object({
    uuid: secretId,
    created_at: time,
    secret_usages: z.array(usage).max(maxUsages).nullish(),
  })
  .transform(
    ({ uuid, created_at, secret_usages }): AdobeSecret => ({
      adobeSecretId: uuid,
      createdAt: created_at,
      lastUse:
        [...(secret_usages ?? [])].sort((one, other) => other.at.getTime() - one.at.getTime())[0] ?? null,
    }),
  );

const listSchema = z.object({
  client_id: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/)
    .nullish(),
  client_secrets: z
    .array(listedSecret)
    .max(maxSecrets)
    .refine((secrets) => new Set(secrets.map(({ adobeSecretId }) => adobeSecretId)).size === secrets.length),
});

const addSchema = z.object({
  uuid: secretId,
  created_at: time,
  client_secret: z
    .string()
    .regex(/^[\x21-\x7e]{1,1000}$/)
    .transform((characters) => new Secret(characters)),
});

/** The gateway says `{error_code, message}`, the Console API `{messages: [{template, message}]}`. */
const text = z.string().optional().catch(undefined);
const refusalSchema = z.object({
  error_code: z
    .union([z.string(), z.number().transform(String)])
    .optional()
    .catch(undefined),
  message: text,
  messages: z
    .array(z.object({ template: text, message: text }))
    .optional()
    .catch(undefined),
});

/** Reads the answer to `GET …/secrets`. Any 2xx will do: Adobe's documents disagree on which. */
export function readSecretList(answer: HttpAnswer, sent: Sent): Result<ListAnswer, TryFailure> {
  const members = readGranted(answer, "list", sent);
  if (!members.ok) return members;
  const list = listSchema.safeParse(members.value);
  const clientId = list.data?.client_id ?? null;
  if (!list.success || clientId?.includes(sent.accessToken.reveal()) === true) {
    return fail({ code: "answer_malformed", status: answer.status });
  }
  return succeed({ clientId, secrets: list.data.client_secrets });
}

/** Reads the answer to `POST …/secrets`, the only one that ever holds the new secret. */
export function readAddedSecret(answer: HttpAnswer, sent: Sent): Result<AddAnswer, TryFailure> {
  const members = readGranted(answer, "add", sent);
  if (!members.ok) return members;
  const added = addSchema.safeParse(members.value);
  if (!added.success) return fail({ code: "answer_malformed", status: answer.status });
  const { uuid, created_at, client_secret } = added.data;
  return succeed({ adobeSecretId: uuid, createdAt: created_at, clientSecret: client_secret });
}

/**
 * Reads the answer to `DELETE …/secrets/{id}`. A 404 is a success of a kind; it must come without a
 * body or as JSON, for a page about a missing page says nothing of secrets.
 */
export function readDeletion(
  answer: HttpAnswer,
  sent: Sent,
): Result<{ readonly wasAbsent: boolean }, TryFailure> {
  const members = readGranted(answer, "delete", sent);
  if (members.ok) return succeed({ wasAbsent: false });
  return members.failure.code === "console_not_found" ? succeed({ wasAbsent: true }) : members;
}

/**
 * @returns the members of a 2xx answer that carries no refusal; no body counts as no members. A
 * failure keeps nothing of Adobe's text, and an id only of a refusal, which has no secret to repeat.
 */
export function readGranted(answer: HttpAnswer, verb: ConsoleVerb, sent: Sent): Result<object, TryFailure> {
  const { status } = answer;
  const isEmpty = answer.body.ok && answer.body.value.trim() === "";
  const members: Result<object, AdobeFailureCode> = isEmpty ? succeed({}) : readMembers(answer);
  if (status >= 200 && status < 300) {
    if (!members.ok) return fail({ code: members.failure, status });
    return "error_code" in members.value || "messages" in members.value
      ? fail({ code: "answer_malformed", status })
      : members;
  }
  const debugId = status < 400 ? undefined : readDebugId(answer, "x-request-id", sent.accessToken);
  const retryAfterSeconds = readRetryAfter(answer, sent.at);
  return fail({
    code: nameRefusal(status, verb, members),
    status,
    ...(debugId === undefined ? {} : { debugId }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}

function nameRefusal(
  status: number,
  verb: ConsoleVerb,
  members: Result<object, AdobeFailureCode>,
): AdobeFailureCode {
  if (!members.ok && status < 500 && status !== 429) return members.failure;
  if (status < 400) return "answer_malformed";
  const refusal = refusalSchema.safeParse(members.ok ? members.value : {}).data;
  const texts = [
    refusal?.message,
    ...(refusal?.messages ?? []).flatMap((one) => [one.template, one.message]),
  ];
  return classifyConsoleRefusal(status, verb, {
    errorCode: refusal?.error_code,
    texts: texts.filter((one) => one !== undefined),
  });
}
