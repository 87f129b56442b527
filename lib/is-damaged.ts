/**
 * Whether text lost characters on its way: half a surrogate pair, the mark that browsers put in its
 * place before they send a form, or NUL, which PostgreSQL does not take.
 */
export function isDamaged(text: string): boolean {
  return !text.isWellFormed() || text.includes("\uFFFD") || text.includes("\0");
}
