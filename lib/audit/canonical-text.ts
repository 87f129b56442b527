import { canonicalJson } from "./canonical-json";

/**
 * Whether `text` is the canonical text (`canonicalJson`) of `value`, which a schema made of `parsed`, which
 * is `JSON.parse(text)`. It gives the answer that writing the text anew and comparing would, in a third of
 * the time: what JCS asks of strings, numbers and spaces is what `JSON.stringify` does, so that only the
 * order of members and the kind of numbers are left to look at.
 */
export function isCanonicalText(text: string, parsed: unknown, value: unknown): boolean {
  // Every character that may not stand in a payload, and that JSON can hold, is written with this escape.
  const isPlain = !text.includes("\\u") && JSON.stringify(parsed) === text && isSorted(parsed, value);
  return isPlain || canonicalJson(value) === text;
}

/** Whether the two are the same, with members in the order of JCS and safe integers alone. */
function isSorted(parsed: unknown, value: unknown): boolean {
  if (typeof parsed === "number") return parsed === value && Number.isSafeInteger(parsed);
  if (typeof parsed !== "object" || parsed === null) return parsed === value;
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(parsed)) {
    if (!Array.isArray(value) || parsed.length !== value.length) return false;
    return parsed.every((item, index) => isSorted(item, value[index]));
  }
  if (!hasMembers(parsed) || !hasMembers(value)) return false;
  const members = Object.keys(parsed);
  if (members.length !== Object.keys(value).length) return false;
  let before: string | undefined;
  for (const member of members) {
    // JavaScript compares texts by UTF-16 code units, as JCS asks.
    if (before !== undefined && before >= member) return false;
    if (!Object.hasOwn(value, member) || !isSorted(parsed[member], value[member])) return false;
    before = member;
  }
  return true;
}

function hasMembers(value: object): value is Readonly<Record<string, unknown>> {
  return !Array.isArray(value);
}
