const maxLength = 254;
const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const address = new RegExp(`^[a-z0-9.!#$%&'*+/=?^_\`{|}~-]{1,64}@${label}(?:\\.${label})*$`);

/**
 * The one spelling under which an account is stored and looked up, or null when the text is no
 * email address. Compatibility forms are folded before anything is checked, so that no look-alike of
 * `@` or of a letter slips past the check and turns into the real one afterwards.
 */
export function normalizeEmail(text: string): string | null {
  const folded = text.normalize("NFKC").trim().toLowerCase();
  return folded.length <= maxLength && address.test(folded) ? folded : null;
}
