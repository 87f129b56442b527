/** How long events are kept, as the end of a sentence. 0 is for ever. */
export function sayRetention(days: number): string {
  if (days === 0) return "for ever";
  return `for ${days.toLocaleString("en")} ${days === 1 ? "day" : "days"}`;
}
