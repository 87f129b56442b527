import { fail, type Result, succeed } from "@/lib/result";

export const maxScopes = 100;
const maxScopeLength = 200;

/** Visible ASCII without comma, quote and backslash (RFC 6749 §3.3, less the comma Adobe separates with). */
const scopeToken = /^[!#-+\--[\]-~]+$/;
const separators = /[\s,]+/;
const lineControls = /[\t\n\r]/g;
const otherControls = /\p{Cc}/u;

/**
 * Reads a scope list as people paste it: commas, spaces and line breaks separate, duplicates go,
 * the order stays. Other control characters are refused, because they show a damaged paste.
 *
 * @returns the scopes, or one sentence for the field.
 */
export function tidyScopes(text: string): Result<string[], string> {
  if (otherControls.test(text.replace(lineControls, " "))) {
    return fail("The scopes hold a control character. Copy the list again from the Developer Console.");
  }
  const scopes = [...new Set(text.split(separators).filter((scope) => scope !== ""))];
  if (scopes.length === 0) {
    return fail("Enter at least one scope, such as openid. The Developer Console lists them.");
  }
  if (scopes.length > maxScopes) {
    return fail(
      `These are ${scopes.length} scopes; at most ${maxScopes} fit. Keep those that the credential has.`,
    );
  }
  const odd = scopes.find((scope) => !scopeToken.test(scope) || scope.length > maxScopeLength);
  if (odd !== undefined) {
    return fail(
      "A scope may hold only plain letters, digits and signs, at most 200 of them. Check the list.",
    );
  }
  return succeed(scopes);
}
