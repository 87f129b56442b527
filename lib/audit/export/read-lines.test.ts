import { expect, test } from "vitest";
import { readLines, type TextLine } from "./read-lines";

async function linesOf(chunks: readonly (string | Uint8Array)[], maxBytes?: number) {
  async function* all() {
    for (const chunk of chunks) yield typeof chunk === "string" ? Buffer.from(chunk) : chunk;
  }
  const lines: TextLine[] = [];
  for await (const line of readLines(all(), maxBytes)) lines.push(line);
  return lines;
}

const whole = (text: string | null) => ({ text, isEnded: true });

test("lines are the same wherever the chunks are cut", async () => {
  const text = "one\r\nzwölf 名前\n\n\u{1f511}\n";
  const bytes = Buffer.from(text);
  const expected = ["one", "zwölf 名前", "", "\u{1f511}"].map(whole);
  for (let size = 1; size <= bytes.length; size += 1) {
    const chunks: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
    expect(await linesOf(chunks)).toEqual(expected);
  }
});

test("a last line without an end is told apart", async () => {
  expect(await linesOf(["one\ntw", "o"])).toEqual([whole("one"), { text: "two", isEnded: false }]);
  expect(await linesOf([])).toEqual([]);
});

test("what is no UTF-8, or too long, is a line without text", async () => {
  expect(await linesOf(["one\n", new Uint8Array([0xff, 0x0a]), "two\n"])).toEqual([
    whole("one"),
    whole(null),
    whole("two"),
  ]);
  expect(await linesOf(["12345\n123", "456\n12\n"], 5)).toEqual([whole("12345"), whole(null), whole("12")]);
});

test("a byte order mark is part of its line", async () => {
  expect(await linesOf(["\ufeffone\n"])).toEqual([whole("\ufeffone")]);
});
