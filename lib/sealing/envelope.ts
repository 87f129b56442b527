/**
 * The sealed form of a secret: a flattened JWE (RFC 7516 §7.2.2) whose five parts are joined by dots.
 * Each value has its own content key (A256GCM), wrapped by a key of the ring (A256KW), and is bound to
 * its place in the database by additional authenticated data that is never stored: a value copied to
 * another row, field or organization does not open there.
 *
 * What is sealed today must open for ever. `vectors.json` holds the format to that; a change of it
 * needs a new label and leaves the old vectors passing.
 */

import { FlattenedEncrypt, flattenedDecrypt } from "jose";
import { z } from "zod";
import { parseJson } from "@/lib/parse-json";
import { fail, type Result, succeed } from "@/lib/result";
import { Secret } from "@/lib/secret";
import { isCanonicalBase64url } from "./key-material";
import { type KeyRing, kidSchema } from "./key-ring";

const label = "latchkey-v1";
const type = "latchkey+jwe";
const keyWrap = "A256KW";
const contentCipher = "A256GCM";

/** Bytes of wrapped key, initialisation vector and tag that these algorithms give, no more and no less. */
const partSizes = { encryptedKey: 40, iv: 12, tag: 16 } as const;

/** Where a sealed value lives. Only ids: the context of a value is not secret. */
export interface SealContext {
  readonly table: string;
  readonly rowId: string;
  /** Empty for a row that belongs to no organization. */
  readonly organizationId: string;
  readonly field: string;
}

/**
 * `unknown_key`: the ring has no such key. `tampered`: the value, or the row it stands in, is not what
 * was sealed, or the key has other material. `malformed`: not a sealed value at all.
 */
type OpenProblem =
  | { readonly kind: "unknown_key"; readonly kid: string }
  | { readonly kind: "tampered" }
  | { readonly kind: "malformed" };

const headerSchema = z.strictObject({
  alg: z.literal(keyWrap),
  enc: z.literal(contentCipher),
  kid: kidSchema,
  typ: z.literal(type),
});

/**
 * Seals with the primary key of the ring.
 * @throws when the secret holds a lone surrogate, which UTF-8 cannot carry.
 */
export async function sealEnvelope(
  secret: Secret,
  context: SealContext,
  ring: KeyRing,
): Promise<{ readonly sealed: string; readonly kid: string }> {
  const characters = secret.reveal();
  if (/\p{Surrogate}/u.test(characters)) throw new Error("A secret to be sealed is not well-formed Unicode.");
  const { kid, material } = ring.primary;
  const jwe = await new FlattenedEncrypt(new TextEncoder().encode(characters))
    .setProtectedHeader({ alg: keyWrap, enc: contentCipher, kid, typ: type })
    .setAdditionalAuthenticatedData(additionalData(context))
    .encrypt(material);
  const parts = [jwe.protected, jwe.encrypted_key, jwe.iv, jwe.ciphertext, jwe.tag];
  return { sealed: parts.join("."), kid };
}

/** Opens a sealed value for the row it is read from. */
export async function openEnvelope(
  sealed: string,
  context: SealContext,
  ring: KeyRing,
): Promise<Result<Secret, OpenProblem>> {
  const parts = splitParts(sealed);
  if (parts === undefined) return fail({ kind: "malformed" });
  const kid = readKid(parts.header);
  if (kid === undefined) return fail({ kind: "malformed" });
  const key = ring.keys.get(kid);
  if (key === undefined) return fail({ kind: "unknown_key", kid });
  const plaintext = await decrypt(parts, additionalData(context), key.material);
  if (plaintext === undefined) return fail({ kind: "tampered" });
  const characters = decodeText(plaintext);
  return characters === undefined ? fail({ kind: "malformed" }) : succeed(new Secret(characters));
}

interface Parts {
  readonly header: string;
  readonly encryptedKey: string;
  readonly iv: string;
  readonly ciphertext: string;
  readonly tag: string;
}

function splitParts(sealed: string): Parts | undefined {
  const [header, encryptedKey, iv, ciphertext, tag, ...rest] = sealed.split(".");
  if (header === undefined || encryptedKey === undefined || iv === undefined) return undefined;
  if (ciphertext === undefined || tag === undefined || rest.length > 0) return undefined;
  const parts = { header, encryptedKey, iv, ciphertext, tag };
  if (!Object.values(parts).every(isCanonicalBase64url)) return undefined;
  const hasRightSizes =
    byteLength(encryptedKey) === partSizes.encryptedKey &&
    byteLength(iv) === partSizes.iv &&
    byteLength(tag) === partSizes.tag;
  return hasRightSizes ? parts : undefined;
}

/**
 * The kid of a protected header that is exactly what sealing writes. Comparing the text as well as its
 * members refuses repeated members, white space and any other second spelling.
 */
function readKid(part: string): string | undefined {
  const text = Buffer.from(part, "base64url").toString("utf8");
  const header = headerSchema.safeParse(parseJson(text));
  if (!header.success) return undefined;
  const { alg, enc, kid, typ } = header.data;
  return text === JSON.stringify({ alg, enc, kid, typ }) ? kid : undefined;
}

/** Undefined for whatever went wrong: callers must not learn whether the wrap or the cipher refused. */
async function decrypt(
  parts: Parts,
  aad: Uint8Array,
  material: KeyRing["primary"]["material"],
): Promise<Uint8Array | undefined> {
  try {
    const opened = await flattenedDecrypt(
      {
        protected: parts.header,
        encrypted_key: parts.encryptedKey,
        iv: parts.iv,
        ciphertext: parts.ciphertext,
        tag: parts.tag,
        aad: Buffer.from(aad).toString("base64url"),
      },
      material,
      { keyManagementAlgorithms: [keyWrap], contentEncryptionAlgorithms: [contentCipher] },
    );
    return opened.plaintext;
  } catch {
    return undefined;
  }
}

/** For an array of strings `JSON.stringify` writes JCS (RFC 8785). An array cannot be re-cut like joined text. */
function additionalData({ table, rowId, organizationId, field }: SealContext): Uint8Array {
  return new TextEncoder().encode(JSON.stringify([label, table, rowId, organizationId, field]));
}

function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function byteLength(part: string): number {
  return Buffer.byteLength(part, "base64url");
}
