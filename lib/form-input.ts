import { z } from "zod";
import type { Failure, FieldErrors } from "./failure";
import { fieldErrors } from "./field-errors";
import { fail, type Result, succeed } from "./result";

/** For buttons that carry nothing but the act itself. */
export const noFields = z.strictObject({});

/**
 * What an action was sent as its form. A caller who is no page of ours can send any value; one that is
 * no form counts as empty, so that nothing is ever called on it.
 */
export function asForm(sent: unknown): FormData {
  return sent instanceof FormData ? sent : new FormData();
}

/**
 * Reads the fields that a schema names from a form, and nothing else: what React or anybody else adds
 * is not looked at. A field that comes twice, or as a file, is refused before the schema sees it.
 */
export function readInput<S extends z.ZodObject>(schema: S, form: FormData): Result<z.infer<S>, Failure> {
  const input: Record<string, string> = {};
  const refused: Record<string, string> = {};
  for (const name of Object.keys(schema.shape)) {
    const [value, ...more] = form.getAll(name);
    if (value === undefined) continue;
    if (typeof value === "string" && more.length === 0) input[name] = value;
    else refused[name] = "This came twice or as a file. Fill it in once, as text.";
  }
  if (Object.keys(refused).length > 0) return invalid(refused);
  const parsed = schema.safeParse(input);
  return parsed.success ? succeed(parsed.data) : invalid(fieldErrors(parsed.error));
}

function invalid(fields: FieldErrors): Result<never, Failure> {
  return fail({ kind: "invalid_input", fields });
}

/** What was typed into the named fields, to be put back after a failure. */
export function keptValues(form: FormData, names: readonly string[]): Readonly<Record<string, string>> {
  const texts = names.map((name) => [name, form.get(name)] as const);
  return Object.fromEntries(
    texts.filter((entry): entry is readonly [string, string] => typeof entry[1] === "string"),
  );
}
