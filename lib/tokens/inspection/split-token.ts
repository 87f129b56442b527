import { parseJson } from "@/lib/parse-json";
import type { Secret } from "@/lib/secret";

/** As long as a token can be that Latchkey takes from Adobe. */
export const maxTokenLength = 16_384;

export interface TokenParts {
  readonly header: readonly (readonly [string, unknown])[];
  readonly payload: readonly (readonly [string, unknown])[];
  readonly isSigned: boolean;
}

/** Header and payload of a JWT (RFC 7519) as lists of members; null for anything else. Checks no signature. */
export function splitToken(token: Secret): TokenParts | null {
  const text = token.reveal();
  if (text.length > maxTokenLength) return null;
  const parts = text.split(".");
  const [first = "", second = "", signature = ""] = parts;
  if (parts.length !== 3 || !/^[\w-]*$/.test(signature)) return null;
  const [header, payload] = [readMembers(first), readMembers(second)];
  return header === null || payload === null ? null : { header, payload, isSigned: signature !== "" };
}

function readMembers(part: string): readonly (readonly [string, unknown])[] | null {
  if (!/^[\w-]+$/.test(part)) return null;
  const text = decodeText(Buffer.from(part, "base64url"));
  const members = text === null ? undefined : parseJson(text);
  const isObject = typeof members === "object" && members !== null && !Array.isArray(members);
  return isObject ? Object.entries(members) : null;
}

function decodeText(bytes: Buffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
