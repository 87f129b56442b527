/** Text that stands for itself in a `contains` filter: Prisma passes the wildcards of LIKE through. */
export function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, "\\$&");
}
