/** RFC 7468 §2: `-----BEGIN label-----`, base64, `-----END label-----`. */
const begin = /-----BEGIN ([A-Z0-9 ]{1,40})-----/g;

/**
 * Undoes what copying does: line breaks that became `\n` in a settings file, quotes around it, a byte order
 * mark.
 */
export function tidyPemText(pasted: string): string {
  const text = pasted.replace(/^\uFEFF/, "").trim();
  const unquoted = /^(["'`])([\s\S]*)\1,?$/.exec(text)?.[2] ?? text;
  return unquoted.replace(/\\r/g, "").replace(/\\n/g, "\n").replace(/\r/g, "");
}

/** What the blocks of the text say that they are, in their order. */
export function listPemLabels(text: string): string[] {
  return [...text.matchAll(begin)].map((match) => match[1] ?? "");
}

/** Whether the text looks like PEM at all. */
export function hasPem(text: string): boolean {
  return text.includes("-----BEGIN");
}

/** The first whole block with the label, its lines made anew; null where it has no end. */
export function findPem(text: string, label: string): string | null {
  const head = `-----BEGIN ${label}-----`;
  const foot = `-----END ${label}-----`;
  const from = text.indexOf(head);
  const to = text.indexOf(foot, from);
  if (from === -1 || to === -1) return null;
  const body = text.slice(from + head.length, to).replace(/\s+/g, "");
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(body)) return null;
  const lines = body.match(/.{1,64}/g) ?? [];
  return [head, ...lines, foot, ""].join("\n");
}
