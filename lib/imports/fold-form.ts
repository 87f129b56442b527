import { asForm } from "@/lib/form-input";
import { maxTextLength } from "@/lib/imports/formats/read-text";
import type { ImportText } from "./read-import-texts";

/**
 * The gate reads each field once and as text. These put what a form sends as files, or as many fields alike, into one
 * such field. They look at nothing else and judge nothing: that is for the gate and for what it calls.
 */

/** The chosen files, as JSON in `files`. */
export async function foldFiles(sent: unknown): Promise<FormData> {
  const form = asForm(sent);
  const files = form.getAll("files").filter((file) => file instanceof File && file.size > 0);
  const texts: ImportText[] = [];
  let left = maxTextLength + 1;
  for (const file of files) {
    if (!(file instanceof File)) continue;
    const text = (await file.slice(0, left * 4).text()).slice(0, left);
    left -= text.length;
    texts.push({ fileName: file.name.slice(0, 200), text });
  }
  form.delete("files");
  form.set("files", JSON.stringify(texts));
  return form;
}

const rowField = /^(pick|name|environment)-(\d{1,5})$/;

/** The rows of the review, as JSON in `rows`. */
export function foldRows(sent: unknown): FormData {
  const form = asForm(sent);
  const rows = new Map<number, Record<string, string | number>>();
  for (const [key, value] of form) {
    const [, field, number] = rowField.exec(key) ?? [];
    if (field === undefined || typeof value !== "string") continue;
    const index = Number(number);
    rows.set(index, { ...rows.get(index), index, [field]: value });
  }
  form.delete("rows");
  form.set("rows", JSON.stringify([...rows.values()]));
  return form;
}
