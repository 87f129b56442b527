import { maxTextLength } from "@/lib/imports/formats/read-text";
import type { ImportText } from "./read-import-texts";

/** For the gate: the chosen files, as JSON in `files`. */
export async function foldFiles(form: FormData): Promise<void> {
  const files = form.getAll("files").filter((file) => file instanceof File && file.size > 0);
  const texts: ImportText[] = [];
  let left = maxTextLength + 1;
  for (const file of files) {
    if (!(file instanceof File)) continue;
    const text = (await file.slice(0, left * 4).text()).slice(0, left);
    left -= text.length;
    texts.push({ fileName: tidyFileName(file.name), text });
  }
  form.delete("files");
  form.set("files", JSON.stringify(texts));
}

/** A file may be called anything, and what turns the writing around would turn the sentence about the file. */
function tidyFileName(name: string): string {
  const plain = name
    .slice(0, 1000)
    .replace(/[\p{Cc}\p{Bidi_Control}]/gu, " ")
    .trim();
  return Array.from(plain).slice(0, 200).join("") || "A file without a name";
}

const rowField = /^(pick|name|environment)-(\d{1,5})$/;

/** For the gate: the rows of the review, as JSON in `rows`. */
export function foldRows(form: FormData): void {
  const rows = new Map<number, Record<string, string | number>>();
  for (const [key, value] of form) {
    const [, field, number] = rowField.exec(key) ?? [];
    if (field === undefined || typeof value !== "string") continue;
    const index = Number(number);
    rows.set(index, { ...rows.get(index), index, [field]: value });
  }
  form.delete("rows");
  form.set("rows", JSON.stringify([...rows.values()]));
}
