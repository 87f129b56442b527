/** The unit that a claim is written in. */
type Unit = "milliseconds" | "seconds";

export interface ReadTime {
  /** Milliseconds: since 1970, or how long. */
  readonly ms: number;
  readonly raw: string;
  readonly unit: Unit;
}

const dayMs = 86_400_000;

/** From before there were such tokens until long after anybody reads this. */
const moments = { fromMs: Date.UTC(2005, 0), toMs: Date.UTC(2100, 0) };

/** No access token lives shorter or longer. Seconds that make sense are fewer than milliseconds that do. */
const spans = { fromMs: 300_000, toMs: 30 * dayMs };
const minSpanSeconds = 60;

/**
 * A time since 1970. Adobe's own claims are strings of milliseconds, those of RFC 7519 numbers of seconds,
 * and both are met the other way round: a number is read in the unit in which it falls between 2005 and 2100.
 */
export function readMoment(value: unknown): ReadTime | null {
  const number = readNumber(value);
  if (number === null) return null;
  const raw = String(value);
  const isMoment = (ms: number) => ms >= moments.fromMs && ms < moments.toMs;
  if (isMoment(number)) return { ms: number, raw, unit: "milliseconds" };
  return isMoment(number * 1_000) ? { ms: number * 1_000, raw, unit: "seconds" } : null;
}

/** A lifetime. 86400 is a day in seconds and a minute and a half in milliseconds, so it is read as the day. */
export function readSpan(value: unknown): ReadTime | null {
  const number = readNumber(value);
  if (number === null) return null;
  const raw = String(value);
  if (number >= spans.fromMs && number <= spans.toMs) return { ms: number, raw, unit: "milliseconds" };
  return number >= minSpanSeconds && number < spans.fromMs
    ? { ms: number * 1_000, raw, unit: "seconds" }
    : null;
}

function readNumber(value: unknown): number | null {
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0 ? value : null;
  return typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : null;
}
