/**
 * Splits text into commands and their words as a shell would: quotes, backslashes and line continuations (also
 * those of cmd and PowerShell). Nothing is expanded.
 *
 * @returns null where a quote stays open.
 */
export function splitShell(text: string): readonly (readonly string[])[] | null {
  const source = text.replace(/[\\^`][ \t]*\r?\n/g, " ");
  const commands: string[][] = [];
  let words: string[] = [];
  let word: string | null = null;
  const endWord = () => {
    if (word !== null) words.push(word);
    word = null;
  };
  const endCommand = () => {
    endWord();
    if (words.length > 0) commands.push(words);
    words = [];
  };
  for (let at = 0; at < source.length; at += 1) {
    const sign = source[at] ?? "";
    if (sign === "'" || sign === '"') {
      const quoted = readQuoted(source, at);
      if (quoted === null) return null;
      word = (word ?? "").replace(/\$$/, "") + quoted.value;
      at = quoted.end;
    } else if (/[\n;|&]/.test(sign)) endCommand();
    else if (/\s/.test(sign)) endWord();
    else if (sign === "\\" && at + 1 < source.length) {
      at += 1;
      word = (word ?? "") + (source[at] ?? "");
    } else word = (word ?? "") + sign;
  }
  endCommand();
  return commands;
}

/** From the opening quote on. Inside double quotes a backslash protects what the shell would look at. */
function readQuoted(source: string, start: number): { readonly value: string; readonly end: number } | null {
  const quote = source[start];
  if (quote === "'") {
    const end = source.indexOf("'", start + 1);
    return end === -1 ? null : { value: source.slice(start + 1, end), end };
  }
  let value = "";
  for (let at = start + 1; at < source.length; at += 1) {
    const sign = source[at] ?? "";
    if (sign === '"') return { value, end: at };
    const next = source[at + 1] ?? "";
    if (sign === "\\" && /["\\$`]/.test(next)) {
      value += next;
      at += 1;
    } else value += sign;
  }
  return null;
}
