const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * The distance between two times in words: "3 min ago", "in 23 h 59 min". From a week on, past
 * times are better read as a date: undefined.
 */
export function describeDistance(atMs: number, nowMs: number): string | undefined {
  const distanceMs = atMs - nowMs;
  if (distanceMs > 0) {
    return distanceMs < minuteMs ? "in less than a minute" : `in ${describeSpan(distanceMs)}`;
  }
  const agoMs = -distanceMs;
  if (agoMs < minuteMs) return "just now";
  if (agoMs < hourMs) return `${Math.floor(agoMs / minuteMs)} min ago`;
  if (agoMs < dayMs) return `${Math.floor(agoMs / hourMs)} h ago`;
  const days = Math.floor(agoMs / dayMs);
  if (days < 7) return days === 1 ? "1 day ago" : `${days} days ago`;
  return undefined;
}

/** A span in its two largest units: "23 h 59 min", "3 days", "12 min". */
function describeSpan(spanMs: number): string {
  const days = Math.floor(spanMs / dayMs);
  if (days >= 2) return `${days} days`;
  const hours = Math.floor(spanMs / hourMs);
  const minutes = Math.floor((spanMs % hourMs) / minuteMs);
  if (hours === 0) return `${minutes} min`;
  return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`;
}

/** `UTC` on the server and until hydration, then the reader's own zone. */
type Zone = "UTC" | "local";

const locale = "en-GB";

const shapes = {
  date: { day: "numeric", month: "short", year: "numeric" },
  minute: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
  second: {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  },
  clock: { hour: "2-digit", minute: "2-digit" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** A time on the calendar or the clock; says "UTC" when it is, and to the second always its zone. */
export function formatMoment(at: Date, shape: keyof typeof shapes, zone: Zone): string {
  const options = zone === "UTC" ? { ...shapes[shape], timeZone: "UTC" } : shapes[shape];
  const zoneName = shape === "second" ? ({ timeZoneName: "short" } as const) : {};
  const text = new Intl.DateTimeFormat(locale, { ...options, ...zoneName, hourCycle: "h23" }).format(at);
  return zone === "UTC" && (shape === "minute" || shape === "clock") ? `${text} UTC` : text;
}
