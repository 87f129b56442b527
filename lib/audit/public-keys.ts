import { createPublicKey, type KeyObject } from "node:crypto";
import { z } from "zod";
import { parseJson } from "@/lib/parse-json";
import { fail, type Result, succeed } from "@/lib/result";
import type { AuditKey } from "./audit-key";
import { kidSchema } from "./event-payload";

/** Public keys that may have signed, by kid. */
export type PublicKeys = ReadonlyMap<string, KeyObject>;

/** The public half of an audit key as a JWK (RFC 8037 §2). */
export interface PublicJwk {
  readonly kty: "OKP";
  readonly crv: "Ed25519";
  readonly x: string;
}

const publicJwkSchema = z.object({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  kid: kidSchema,
  x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});

const fileSchema = z.union([
  z.object({ keys: z.array(publicJwkSchema).min(1) }).transform(({ keys }) => keys),
  publicJwkSchema.transform((key) => [key]),
]);

/** The public half alone, without its name. */
export function publicJwkOf({ publicKey }: Pick<AuditKey, "publicKey">): PublicJwk {
  return { kty: "OKP", crv: "Ed25519", x: z.string().parse(publicKey.export({ format: "jwk" }).x) };
}

/** Text of the file that is handed out: a JWK that `parsePublicKeys` reads back. */
export function writePublicKey(key: Pick<AuditKey, "kid" | "publicKey">): string {
  return `${JSON.stringify({ ...publicJwkOf(key), kid: key.kid, use: "sig", alg: "EdDSA" }, null, 2)}\n`;
}

/**
 * Reads a public JWK, or a JWKS (RFC 7517 §5) of several. Each key must have its `kid`; a private half is
 * not looked at.
 */
export function parsePublicKeys(text: string): Result<PublicKeys, "unreadable"> {
  const parsed = fileSchema.safeParse(parseJson(text));
  if (!parsed.success) return fail("unreadable");
  const keys = new Map<string, KeyObject>();
  for (const { kid, kty, crv, x } of parsed.data) {
    const key = toPublicKey({ kty, crv, x });
    // Of two keys under one name nobody could say which one is meant.
    if (key === undefined || keys.has(kid)) return fail("unreadable");
    keys.set(kid, key);
  }
  return succeed(keys);
}

function toPublicKey(jwk: PublicJwk): KeyObject | undefined {
  try {
    return createPublicKey({ key: { ...jwk }, format: "jwk" });
  } catch {
    return undefined;
  }
}
