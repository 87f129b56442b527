/** A UTC day, `YYYY-MM-DD`, as "22 Nov"; over more than 300 days as "Nov 2026"; `full` as "22 Nov 2026". */
export function formatDay(day: string, form: "short" | "month" | "full"): string {
  const at = new Date(`${day}T00:00:00.000Z`);
  return new Intl.DateTimeFormat("en-GB", { ...forms[form], timeZone: "UTC" }).format(at);
}

const forms = {
  short: { day: "numeric", month: "short" },
  month: { month: "short", year: "numeric" },
  full: { day: "numeric", month: "short", year: "numeric" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** A count on an axis: "40", "1.2K". */
export function formatCount(count: number): string {
  return new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 }).format(count);
}

/** A span on an axis: "200 ms", "1.5 s". */
export function formatMs(ms: number): string {
  if (ms < 1_000) return `${ms.toLocaleString("en", { maximumFractionDigits: 0 })} ms`;
  return `${(ms / 1_000).toLocaleString("en", { maximumFractionDigits: 1 })} s`;
}
