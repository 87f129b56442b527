import type { Found } from "@/lib/imports/formats/found";
import { mergeFound } from "@/lib/imports/formats/merge-found";
import { maxTextLength, readText } from "@/lib/imports/formats/read-text";
import { fail, type Result, succeed } from "@/lib/result";

/** One text of an import, and the name of the file it came from; null for what was pasted. */
export interface ImportText {
  readonly fileName: string | null;
  readonly text: string;
}

/** A text in which nothing was found, and why. */
export interface UnreadText {
  readonly fileName: string | null;
  readonly sentence: string;
}

interface ReadTexts {
  readonly found: readonly Found[];
  readonly unread: readonly UnreadText[];
}

/** More would make a page that nobody can look over. */
export const maxCredentials = 2_000;

/**
 * Reads several texts as one import. A text that cannot be read keeps none of the others from being read.
 *
 * @returns one sentence where it is too much, or none of the texts could be read.
 */
export function readImportTexts(texts: readonly ImportText[]): Result<ReadTexts, string> {
  if (texts.reduce((sum, { text }) => sum + text.length, 0) > maxTextLength) {
    return fail(
      "This is larger than any credential download (5 MB in all). Import it in several parts, without what holds no credential.",
    );
  }
  const read = texts.map(({ fileName, text }) => ({ fileName, read: readText(text) }));
  const found = mergeFound(read.flatMap((one) => (one.read.ok ? one.read.value : [])));
  if (found.length > maxCredentials) {
    return fail(`These are more than ${maxCredentials} credentials. Import them in several parts.`);
  }
  const unread = read.flatMap((one) =>
    one.read.ok ? [] : [{ fileName: one.fileName, sentence: one.read.failure }],
  );
  const [first] = unread;
  if (found.length > 0 || first === undefined) return succeed({ found, unread });
  return fail(
    unread.length === 1
      ? first.sentence
      : `None of these ${unread.length} texts could be read. ${first.sentence}`,
  );
}
