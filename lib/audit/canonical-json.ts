import { canonicalizeEx } from "json-canonicalize";

/** What may stand in a signed payload. */
type CanonicalValue =
  | null
  | boolean
  | number
  | string
  | readonly CanonicalValue[]
  | { readonly [member: string]: CanonicalValue };

/**
 * The one JSON text of a value (JCS, RFC 8785). The text is hashed, so it must come back from the
 * database as it went in, and mean the same to every reader.
 *
 * @throws for what breaks that: numbers that are not safe integers, text with a lone surrogate (the
 * driver would store another character) or a zero byte (PostgreSQL refuses it), `undefined`, a member named
 * `toJSON`, and anything that is not plain data. Such text is refused rather than repaired: a repaired name in the
 * log would be a name that nobody gave. The error says where, and never repeats the value.
 */
export function canonicalJson(value: unknown): string {
  requirePlain(value, "payload");
  return canonicalizeEx(value);
}

function requirePlain(value: unknown, place: string): asserts value is CanonicalValue {
  if (value === null || typeof value === "boolean") return;
  if (typeof value === "string") return requireStorable(value, place);
  if (typeof value === "number") {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) return;
    throw new TypeError(`${place} is not a safe integer.`);
  }
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) requirePlain(value[index], `${place}[${index}]`);
    return;
  }
  if (typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) {
    throw new TypeError(`${place} is not plain data.`);
  }
  for (const [member, inner] of Object.entries(value)) {
    requireStorable(member, `a member name in ${place}`);
    // The library would take it for a method, and write the members unordered.
    if (member === "toJSON") throw new TypeError(`${place} has a member that is named toJSON.`);
    requirePlain(inner, `${place}.${member}`);
  }
}

function requireStorable(text: string, place: string): void {
  if (text.includes("\0")) throw new TypeError(`${place} holds a zero byte.`);
  if (!text.isWellFormed()) throw new TypeError(`${place} is not well-formed Unicode.`);
}
