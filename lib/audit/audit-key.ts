import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { getEnv } from "@/lib/env";
import { parseJson } from "@/lib/parse-json";
import { fail, type Result, succeed } from "@/lib/result";
import { kidSchema } from "./event-payload";

/** The Ed25519 key that signs events. A `KeyObject` prints and serialises as nothing. */
export interface AuditKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const auditKeySchema = z.strictObject({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  kid: kidSchema,
  x: z.string().length(43),
  d: z.string().length(43),
});

let cached: AuditKey | undefined;

/**
 * The key that `AUDIT_KEY_FILE` names, read once.
 * @throws an Error of one sentence, without key material, when it cannot be used.
 */
export function getAuditKey(): AuditKey {
  cached ??= loadAuditKey(getEnv().auditKeyFile);
  return cached;
}

/** @throws an Error of one sentence when the file cannot be read or used. */
export function loadAuditKey(file: string): AuditKey {
  const read = parseAuditKey(readText(file));
  if (!read.ok) throw new Error(`The audit key in ${file} cannot be used: ${read.failure}`);
  return read.value;
}

/** Reads the text of an audit key file. The failure is one sentence that repeats nothing of it. */
export function parseAuditKey(text: string): Result<AuditKey, string> {
  const parsed = auditKeySchema.safeParse(parseJson(text));
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path.join(".") ?? "";
    return fail(`${path === "" ? "the whole" : `member ${path}`} is missing or not as the format asks.`);
  }
  const { kid, ...jwk } = parsed.data;
  const privateKey = toPrivateKey(jwk);
  if (privateKey === undefined) return fail("it is not an Ed25519 key.");
  const publicKey = createPublicKey(privateKey);
  const halves = privateKey.export({ format: "jwk" });
  if (halves.x !== jwk.x || halves.d !== jwk.d) return fail("its public half belongs to another key.");
  return succeed({ kid, privateKey, publicKey });
}

/** Text of a new audit key file. */
export function generateAuditKey(): string {
  const { privateKey } = generateKeyPairSync("ed25519");
  const { kty, crv, x, d } = privateKey.export({ format: "jwk" });
  const kid = `audit-${randomBytes(4).toString("hex")}`;
  return `${JSON.stringify({ kty, crv, kid, x, d }, null, 2)}\n`;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new Error(`The audit key file ${file} cannot be read.`);
  }
}

function toPrivateKey(jwk: Omit<z.infer<typeof auditKeySchema>, "kid">): KeyObject | undefined {
  try {
    return createPrivateKey({ key: jwk, format: "jwk" });
  } catch {
    return undefined;
  }
}
