import type { EventFilters } from "./event-filters";

const maxDays = 400;
const dayMs = 86_400_000;

/**
 * The days that a chart shows, oldest first, as `YYYY-MM-DD` in UTC: those asked for, else the 30 (or
 * `usualDays`) up to today. Of a longer range than 400 days the newest, up to today if it goes on after it. None where the
 * range ends before it begins.
 */
export function listChartDays(
  { from, to }: Pick<EventFilters, "from" | "to">,
  now: Date,
  usualDays = 30,
): readonly string[] {
  const today = numberOf(now.toISOString().slice(0, 10));
  const asked = to === undefined ? today : numberOf(to);
  const first = from === undefined ? asked - usualDays + 1 : numberOf(from);
  const isTooLong = asked - first >= maxDays;
  const last = isTooLong ? Math.min(asked, Math.max(today, first + maxDays - 1)) : asked;
  const shown = Math.max(0, Math.min(maxDays, last - first + 1));
  return Array.from({ length: shown }, (_, index) => nameOf(last - shown + 1 + index));
}

function numberOf(day: string): number {
  return Date.parse(`${day}T00:00:00.000Z`) / dayMs;
}

function nameOf(number: number): string {
  return new Date(number * dayMs).toISOString().slice(0, 10);
}
