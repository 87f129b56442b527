const placeholders: readonly RegExp[] = [
  /^<[a-z][a-z _-]*>$/i,
  /^\$(?:[A-Z_]+|[a-z_]+|[a-z]+(?:[A-Z][a-z]+)+)$/,
  /^\$\{[\w.:-]*\}$/,
  /^\$\([\w ./-]*\)$/,
  /^\{\{.*\}\}$/s,
  /^%[A-Za-z_]+%$/,
  /^\.{3,}$|^…$|^\*+$|^x{3,}$/i,
  /^(?:your|my|insert|enter|replace)[-_ ]/i,
  /^(?:change|fill|replace)[-_ ]?me$/i,
  /^(?:undefined|null|todo|tbd)$/i,
  /^process\.env\b/,
];

/** Whether a value only says where the real one goes: `$SECRET`, `<client secret>`, `your-client-id`. */
export function isPlaceholder(value: string): boolean {
  return placeholders.some((pattern) => pattern.test(value));
}

/** The value, tidied; empty where it is none. */
export function readValue(value: string): string {
  const tidied = value.trim();
  return isPlaceholder(tidied) ? "" : tidied;
}
