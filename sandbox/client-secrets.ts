/** The secrets of a client as records, and what may happen to them. Nothing here changes its input. */

import { randomBytes } from "node:crypto";
import { z } from "zod";
import { isSameSecret } from "./is-same-secret";

/** Adobe keeps at most so many secrets per credential; each of them is good. */
export const maxSecrets = 2;

export const secretValueSchema = z.string().regex(/^\P{Cc}{1,512}$/u);
const uuidSchema = z.string().regex(/^[0-9a-f]{32}$/);
const timeMsSchema = z.int().min(0).max(8_640_000_000_000_000);

/** All times are milliseconds since 1970. */
export const secretRecordSchema = z.strictObject({
  /** The id that the Developer Console gives a secret: 32 hexadecimal digits without dashes. */
  uuid: uuidSchema,
  value: secretValueSchema,
  createdAtMs: timeMsSchema,
  /** `null` until a token was granted for it. */
  lastUsedAtMs: timeMsSchema.nullable(),
  /** Until then the token endpoint does not know the secret, as while Adobe spreads a new one. */
  usableAtMs: timeMsSchema,
});
export type SecretRecord = z.infer<typeof secretRecordSchema>;

/** A secret as it is told; what is left out is generated. A new one is usable at once. */
export const secretInputSchema = z.strictObject(secretRecordSchema.shape).partial();
type SecretInput = z.infer<typeof secretInputSchema>;

/** What may be told of a secret that is there. */
export const secretTimesSchema = z
  .strictObject({ createdAtMs: timeMsSchema, lastUsedAtMs: timeMsSchema.nullable() })
  .partial();

/** `p8e-` and 32 URL-safe characters, the form that Adobe's examples have. */
export function generateClientSecret(): string {
  return `p8e-${randomBytes(24).toString("base64url")}`;
}

export function makeSecret(nowMs: number, input: SecretInput = {}): SecretRecord {
  return {
    uuid: input.uuid ?? randomBytes(16).toString("hex"),
    value: input.value ?? generateClientSecret(),
    createdAtMs: input.createdAtMs ?? nowMs,
    lastUsedAtMs: input.lastUsedAtMs ?? null,
    usableAtMs: input.usableAtMs ?? 0,
  };
}

/** The secrets that `inputs` name, in that order; one with a known uuid or value keeps what is not named. */
export function replaceSecrets(
  before: readonly SecretRecord[],
  inputs: readonly SecretInput[],
  nowMs: number,
): SecretRecord[] {
  return inputs.map((input) => {
    const known = before.find((secret) => secret.uuid === input.uuid || secret.value === input.value);
    return makeSecret(nowMs, { ...known, ...input });
  });
}

/** Every secret is compared, so that the time taken does not tell which one matched. */
export function findUsableSecret(
  secrets: readonly SecretRecord[],
  offered: string,
  nowMs: number,
): SecretRecord | undefined {
  return secrets
    .filter((secret) => isSameSecret(offered, secret.value))
    .find((secret) => secret.usableAtMs <= nowMs);
}
