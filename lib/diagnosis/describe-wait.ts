const minuteSeconds = 60;
const hourSeconds = 3_600;

/** "1 second", "12 seconds", "2 minutes", "3 hours": rounded up, so that nobody comes back too early. */
export function describeWait(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds));
  if (whole < 2 * minuteSeconds) return count(whole, "second");
  if (whole < 2 * hourSeconds) return count(Math.ceil(whole / minuteSeconds), "minute");
  return count(Math.ceil(whole / hourSeconds), "hour");
}

function count(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? "" : "s"}`;
}
