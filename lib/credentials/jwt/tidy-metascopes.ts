import { fail, type Result, succeed } from "@/lib/result";

const maxMetascopes = 50;
/** How Adobe writes a metascope inside an assertion, of either environment. */
const prefix = /^https:\/\/ims-na1(?:-stg1)?\.adobelogin\.com\/s\//;
const metascope = /^[A-Za-z0-9_.-]{1,100}$/;

/**
 * Reads metascopes as people paste them: with or without Adobe's prefix, with quotes and `: true` of an
 * example, between commas, spaces or line breaks. Duplicates go, the order stays.
 *
 * @returns the metascopes without prefix, or one sentence for the field.
 */
export function tidyMetascopes(text: string): Result<string[], string> {
  const words = text
    .replace(/:\s*true\b/g, " ")
    .split(/[\s,;"'[\]{}]+/)
    .map((word) => word.replace(prefix, ""));
  const metascopes = [...new Set(words.filter((word) => word !== ""))];
  if (metascopes.length === 0) {
    return fail("Enter at least one metascope, such as ent_user_sdk. The Developer Console lists them.");
  }
  if (metascopes.length > maxMetascopes) {
    return fail(`These are ${metascopes.length} metascopes; at most ${maxMetascopes} fit. Check the list.`);
  }
  return metascopes.every((word) => metascope.test(word))
    ? succeed(metascopes)
    : fail(
        "A metascope is one word of letters, digits and underscores, such as ent_user_sdk, with or without Adobe's address before it. Check the list.",
      );
}
