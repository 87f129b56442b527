import { createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { getEnv } from "@/lib/env";
import { parseJson } from "@/lib/parse-json";
import { fail, type Result, succeed } from "@/lib/result";
import type { Secret } from "@/lib/secret";
import { isCanonicalBase64url, looksGenerated } from "./key-material";

/** `enabled` keys may be primary; `decrypt-only` keys open what they once sealed. */
type KeyState = "enabled" | "decrypt-only";

/** A key that wraps content keys. A `KeyObject` prints and serialises as nothing. */
export interface SealingKey {
  readonly kid: string;
  readonly state: KeyState;
  readonly material: KeyObject;
}

export interface KeyRing {
  /** The one key that seals. */
  readonly primary: SealingKey;
  /** Every key that opens, the primary included, by its kid. */
  readonly keys: ReadonlyMap<string, SealingKey>;
  /** Key of the fingerprints; never rotated, because fingerprints are compared over years. */
  readonly fingerprint: { readonly kid: string; readonly material: KeyObject };
}

/** Short enough that a key pasted into the wrong member is refused, and so never logged as a name. */
const maxKidLength = 40;

/** Names of keys: they stand in every sealed value and in the log. */
export const kidSchema = z.string().regex(new RegExp(`^[A-Za-z0-9][A-Za-z0-9._-]{0,${maxKidLength - 1}}$`));

const keyRingSchema = z.strictObject({
  primary: kidSchema,
  keys: z
    .array(
      z.strictObject({
        kty: z.literal("oct"),
        kid: kidSchema,
        k: z.string(),
        alg: z.literal("A256KW"),
        state: z.enum(["enabled", "decrypt-only"]),
      }),
    )
    .min(1),
  fingerprint: z.strictObject({ kty: z.literal("oct"), kid: kidSchema, k: z.string() }),
});

let cached: KeyRing | undefined;

/**
 * The key ring that `KEYRING_FILE` names, read once.
 * @throws an Error of one sentence when the ring cannot be used; it never holds key material.
 */
export function getKeyRing(): KeyRing {
  if (cached === undefined) {
    const ring = loadKeyRing(getEnv().keyRingFile);
    if (holdsKey(ring, getEnv().nextAuthSecret)) {
      throw new Error("The key ring cannot be used: one of its keys is also NEXTAUTH_SECRET.");
    }
    cached = ring;
  }
  return cached;
}

/** @throws an Error of one sentence when the file cannot be read or used. */
export function loadKeyRing(file: string): KeyRing {
  const read = parseKeyRing(readText(file));
  if (!read.ok) throw new Error(`The key ring in ${file} cannot be used: ${read.failure}`);
  return read.value;
}

/**
 * Reads the text of a key ring file. The failure is one sentence that names a member or the place of
 * a key (counted from 1) and nothing of its contents.
 */
export function parseKeyRing(text: string): Result<KeyRing, string> {
  const json = parseJson(text);
  if (json === undefined) return fail("the whole is not JSON.");
  const parsed = keyRingSchema.safeParse(json);
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path.join(".") ?? "";
    return fail(`${path === "" ? "the whole" : `member ${path}`} is missing or not as the format asks.`);
  }
  const { primary, keys, fingerprint } = parsed.data;

  const named = [
    ...keys.map((key, index) => ({ ...key, title: `key ${index + 1}` })),
    { ...fingerprint, title: "the fingerprint key" },
  ];
  for (const [index, { title, kid, k }] of named.entries()) {
    const problem = findMaterialProblem(k);
    if (problem !== undefined) return fail(`${title} ${problem}.`);
    for (const earlier of named.slice(0, index)) {
      if (earlier.kid === kid) return fail(`${earlier.title} and ${title} have the same kid.`);
      if (earlier.k === k) return fail(`${earlier.title} and ${title} are the same key.`);
    }
  }

  const byKid = new Map(keys.map(({ kid, k, state }) => [kid, { kid, state, material: toKey(k) }]));
  const primaryKey = byKid.get(primary);
  if (primaryKey === undefined) return fail("the primary key is not among the keys.");
  if (primaryKey.state !== "enabled") return fail("the primary key is not enabled.");
  return succeed({
    primary: primaryKey,
    keys: byKid,
    fingerprint: { kid: fingerprint.kid, material: toKey(fingerprint.k) },
  });
}

/** Whether a secret that has another purpose is one of the ring's keys, as bytes or as its base64url text. */
export function holdsKey(ring: KeyRing, other: Secret): boolean {
  const characters = Buffer.from(other.reveal());
  return [...ring.keys.values(), ring.fingerprint].some(({ material }) => {
    const bytes = material.export();
    return characters.equals(bytes) || characters.equals(Buffer.from(bytes.toString("base64url")));
  });
}

/** Text of a new key ring file: one enabled key, one fingerprint key, both from the system's random source. */
export function generateKeyRing(): string {
  const sealingKid = newKid("seal");
  const ring: z.infer<typeof keyRingSchema> = {
    primary: sealingKid,
    keys: [{ kty: "oct", kid: sealingKid, k: newMaterial(), alg: "A256KW", state: "enabled" }],
    fingerprint: { kty: "oct", kid: newKid("print"), k: newMaterial() },
  };
  return `${JSON.stringify(ring, null, 2)}\n`;
}

function findMaterialProblem(k: string): string | undefined {
  if (!isCanonicalBase64url(k)) return "is not written in canonical base64url";
  const bytes = Buffer.from(k, "base64url");
  if (bytes.length !== 32) return "is not 32 bytes long";
  if (!looksGenerated(bytes)) return "was not made by a random generator";
  return undefined;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new Error(`The key ring file ${file} cannot be read.`);
  }
}

function toKey(k: string): KeyObject {
  return createSecretKey(Buffer.from(k, "base64url"));
}

function newMaterial(): string {
  return randomBytes(32).toString("base64url");
}

function newKid(purpose: string): string {
  return `${purpose}-${randomBytes(4).toString("hex")}`;
}
