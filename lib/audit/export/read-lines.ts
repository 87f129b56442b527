/** One line of a file, without its end. */
export interface TextLine {
  /** Null where it is too long, or not UTF-8. */
  readonly text: string | null;
  /** Whether a line feed stood at its end; only the last line of a file can be without. */
  readonly isEnded: boolean;
}

/** Longer than any event can be: its payload, with every character escaped. */
const maxLineBytes = 2 * 1024 * 1024;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * The lines of a file of any size, with never more than one of them in memory. A carriage return at the
 * end of a line is dropped: some tools put one there when they copy a file.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes = maxLineBytes,
): AsyncGenerator<TextLine> {
  let parts: Uint8Array[] = [];
  let size = 0;
  const add = (part: Uint8Array) => {
    size += part.length;
    // What is too long is not kept, only counted.
    if (size <= maxBytes) parts.push(part);
    else parts = [];
  };
  const take = (isEnded: boolean): TextLine => {
    const text = size <= maxBytes ? decode(parts) : null;
    parts = [];
    size = 0;
    return { text, isEnded };
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (;;) {
      const end = chunk.indexOf(lineFeed, from);
      if (end === -1) break;
      add(chunk.subarray(from, end));
      yield take(true);
      from = end + 1;
    }
    if (from < chunk.length) add(chunk.subarray(from));
  }
  if (size > 0) yield take(false);
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decode(parts: readonly Uint8Array[]): string | null {
  const [first, second] = parts;
  const bytes = first !== undefined && second === undefined ? first : Buffer.concat(parts);
  try {
    return decoder.decode(bytes.at(-1) === carriageReturn ? bytes.subarray(0, -1) : bytes);
  } catch {
    return null;
  }
}
