const head = 6;
const tail = 4;

/**
 * Cuts the middle out of a long id: both ends are what people compare. Values that would gain
 * nothing stay whole. An `@` and what follows is kept: it says what kind of id it is.
 */
export function shorten(value: string): string {
  const at = value.indexOf("@");
  const local = at > 0 ? value.slice(0, at) : value;
  const kind = at > 0 ? value.slice(at) : "";
  if (local.length <= head + tail + 2) return value;
  return `${local.slice(0, head)}…${kind === "" ? local.slice(-tail) : kind}`;
}
