import { z } from "zod";
import { environments } from "@/lib/environment";
import { parseJson } from "@/lib/parse-json";

// Browsers read it too, and report zod's try at compiling code to be against the page's policy.
if (typeof document !== "undefined") z.config({ jitless: true });

/** One row of the review as the form sends it. Only a row with its box ticked has a `pick`. */
const reviewedRow = z.object({
  index: z.number().int().nonnegative(),
  /** What the person saw when they ticked it. */
  pick: z.enum(["new", "replace"]).optional().catch(undefined),
  name: z.string().catch("").default(""),
  environment: z.enum(environments).optional().catch(undefined),
});
export type ReviewedRow = z.infer<typeof reviewedRow>;

/** Reads what `foldRows` wrote; empty where it is something else. */
export function readReviewedRows(text: string): readonly ReviewedRow[] {
  return z.array(reviewedRow).safeParse(parseJson(text)).data ?? [];
}
