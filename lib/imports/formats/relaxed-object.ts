const maxDepth = 20;
const maxMembers = 5_000;
export const maxObjectLength = 200_000;

/** What an object literal says: texts, lists of texts, and objects of such. Everything else is left out. */
export type Relaxed = string | readonly Relaxed[] | ReadonlyMap<string, Relaxed>;

interface Reading {
  readonly text: string;
  readonly areNamesTexts: boolean;
  at: number;
  members: number;
}

/** Also of text that is none of ours: whatever cannot be read ends the reading. */
class Unreadable extends Error {}

/**
 * Reads the object that begins at `start`, as JavaScript, JSON and Hjson write one: keys with or without quotes,
 * any of the three quotes, comments, commas or line ends between. Nothing is evaluated: a name or a
 * call in place of a value counts as nothing, unless `areNamesTexts`: Hjson writes its texts so, up to the line's
 * end.
 *
 * @returns null where it is no whole object, or nested deeper than any configuration.
 */
export function readRelaxedObject(
  text: string,
  start: number,
  { areNamesTexts = false } = {},
): ReadonlyMap<string, Relaxed> | null {
  const reading: Reading = {
    text: text.slice(start, start + maxObjectLength),
    areNamesTexts,
    at: 0,
    members: 0,
  };
  try {
    skip(reading);
    return peek(reading) === "{" ? readObject(reading, 0) : null;
  } catch (thrown) {
    if (thrown instanceof Unreadable) return null;
    throw thrown;
  }
}

function readObject(reading: Reading, depth: number): ReadonlyMap<string, Relaxed> {
  const members = new Map<string, Relaxed>();
  enter(reading, depth);
  for (;;) {
    skip(reading, true);
    if (peek(reading) === "}") break;
    const name = readName(reading);
    skip(reading);
    if (peek(reading) !== ":") {
      // A method, a spread or a shorthand: nothing that could be read.
      skipExpression(reading);
      continue;
    }
    reading.at += 1;
    const value = readMember(reading, depth);
    if (value !== undefined) members.set(name, value);
  }
  reading.at += 1;
  return members;
}

function readArray(reading: Reading, depth: number): readonly Relaxed[] {
  const items: Relaxed[] = [];
  enter(reading, depth);
  for (;;) {
    skip(reading, true);
    if (peek(reading) === "]") break;
    const item = readMember(reading, depth);
    if (item !== undefined) items.push(item);
  }
  reading.at += 1;
  return items;
}

function enter(reading: Reading, depth: number): void {
  if (depth >= maxDepth) throw new Unreadable();
  reading.at += 1;
}

function readMember(reading: Reading, depth: number): Relaxed | undefined {
  reading.members += 1;
  if (reading.members > maxMembers) throw new Unreadable();
  skip(reading);
  const sign = peek(reading);
  const value =
    sign === "{"
      ? readObject(reading, depth + 1)
      : sign === "["
        ? readArray(reading, depth + 1)
        : isQuote(sign)
          ? readQuoted(reading)
          : undefined;
  if (value === undefined) return readBare(reading);
  skip(reading);
  // What goes on is an expression: `"a" + b`.
  return /[,}\]\n]/.test(peek(reading)) || isAtLineEnd(reading) ? value : skipExpression(reading);
}

/** Hjson's texts without quotes; elsewhere what is no name. */
function readBare(reading: Reading): string | undefined {
  const from = reading.at;
  if (reading.areNamesTexts) {
    const end = reading.text.indexOf("\n", from);
    if (end === -1) throw new Unreadable();
    reading.at = end;
    return reading.text.slice(from, end).trim();
  }
  skipExpression(reading);
  const bare = reading.text.slice(from, reading.at).trim();
  return /^[\w@.:,/+-]+$/.test(bare) && !/^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*$/.test(bare)
    ? bare
    : undefined;
}

/** Goes to the comma, the closing bracket or the line end that ends an expression. */
function skipExpression(reading: Reading): undefined {
  let open = 0;
  while (reading.at < reading.text.length) {
    const sign = peek(reading);
    if (open === 0 && /[,}\]\n]/.test(sign)) return;
    if (isQuote(sign)) {
      readQuoted(reading);
      continue;
    }
    if (/[([{]/.test(sign)) open += 1;
    if (/[)\]}]/.test(sign)) open -= 1;
    reading.at += 1;
  }
  throw new Unreadable();
}

function readName(reading: Reading): string {
  if (isQuote(peek(reading))) return readQuoted(reading);
  const name = /[\w$.@/-]+/y;
  name.lastIndex = reading.at;
  const [found] = name.exec(reading.text) ?? [];
  if (found === undefined) throw new Unreadable();
  reading.at += found.length;
  return found;
}

function readQuoted(reading: Reading): string {
  const quote = peek(reading);
  let value = "";
  for (let at = reading.at + 1; at < reading.text.length; at += 1) {
    const sign = reading.text[at] ?? "";
    if (sign === quote) {
      reading.at = at + 1;
      return value;
    }
    if (sign === "\n" && quote !== "`") throw new Unreadable();
    if (sign === "\\") {
      at += 1;
      value += escapes.get(reading.text[at] ?? "") ?? reading.text[at] ?? "";
    } else value += sign;
  }
  throw new Unreadable();
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
]);

function peek({ text, at }: Reading): string {
  return text[at] ?? "";
}

function isQuote(sign: string): boolean {
  return sign === '"' || sign === "'" || sign === "`";
}

function isAtLineEnd({ text, at }: Reading): boolean {
  return /\n[ \t]*$/.test(text.slice(Math.max(0, at - 200), at));
}

const plainGap = /(?:\s+|\/\/.*|#.*|\/\*[\s\S]*?\*\/)*/y;
const gapWithCommas = /(?:[\s,]+|\/\/.*|#.*|\/\*[\s\S]*?\*\/)*/y;

/** White space and comments, and between members also commas. */
function skip(reading: Reading, alsoCommas = false): void {
  const gap = alsoCommas ? gapWithCommas : plainGap;
  gap.lastIndex = reading.at;
  reading.at += gap.exec(reading.text)?.[0].length ?? 0;
  if (reading.at >= reading.text.length) throw new Unreadable();
}
