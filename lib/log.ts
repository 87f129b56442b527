type LogValue = string | number | boolean | null | readonly string[];

/**
 * Writes one JSON line to standard output. Only flat, named, plain values are accepted: no Error,
 * no request and no row can be passed, so their contents cannot get in by accident.
 */
export function writeLog(event: string, fields: Readonly<Record<string, LogValue>> = {}): void {
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), event, ...fields })}\n`);
}

/**
 * Names what was thrown without its message, which may hold values of the query or the input.
 * The stack is reduced to `file:line` places.
 */
export function describeThrown(thrown: unknown): {
  readonly errorName: string;
  readonly places: readonly string[];
} {
  if (!(thrown instanceof Error)) return { errorName: typeof thrown, places: [] };
  const places = (thrown.stack ?? "")
    .split("\n")
    .map((line) => /([^/\\() ]+:\d+):\d+\)?$/.exec(line)?.[1])
    .filter((place) => place !== undefined)
    .slice(0, 8);
  return { errorName: thrown.name, places };
}
