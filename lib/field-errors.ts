import type { z } from "zod";
import type { FieldErrors } from "./failure";

/**
 * The first complaint about each field, as the schema words it. Complaints of zod's own that no schema
 * worded name types, not what a person should do, so they get one plain sentence. No value is repeated.
 */
export function fieldErrors(error: z.ZodError): FieldErrors {
  const errors: Record<string, string> = {};
  for (const issue of error.issues) {
    const field = String(issue.path[0] ?? "");
    if (Object.hasOwn(errors, field)) continue;
    errors[field] = issue.code === "invalid_type" ? "Fill in this field." : issue.message;
  }
  return errors;
}
