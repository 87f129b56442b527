import type { Secret } from "@/lib/secret";
import { isCommonPassword } from "./common-passwords";

const minCharacters = 15;
const maxCharacters = 128;
const maxBytes = 1_024;
const productWords = ["latchkey", "adobe"];

/** Nothing is ever cut off: what cannot be hashed whole is refused. */
export function isTooLongToHash(password: Secret): boolean {
  const characters = password.reveal();
  // The cheap test first: a pasted file should not be normalised and counted.
  if (characters.length > 4 * maxBytes) return true;
  const normalized = characters.normalize("NFC");
  return Buffer.byteLength(normalized) > maxBytes || [...normalized].length > maxCharacters;
}

/**
 * Why a new password is refused, as a sentence for the field, or null when it is good.
 * After NIST SP 800-63B-4: length and a list of bad ones, no rules about kinds of characters.
 *
 * @param about what an attacker would guess first: organization, name, email address.
 */
export function refusePassword(password: Secret, about: readonly string[]): string | null {
  if (isTooLongToHash(password)) return "The password is too long. Use at most 128 characters.";
  const characters = password.reveal().normalize("NFC");
  if (!characters.isWellFormed() || characters.includes("\u0000")) {
    return "The password holds a damaged character. Type it again.";
  }
  if ([...characters].length < minCharacters) {
    return "The password is too short. Use at least 15 characters; a few words in a row are fine.";
  }
  if (isCommonPassword(characters)) {
    return "This password is one of the first that would be guessed. Use a few words that do not belong together.";
  }
  if (isMostlyMadeOf(characters, [...productWords, ...about])) {
    return "This password is little more than your name, your organization or the product. Add words that do not belong to them.";
  }
  return null;
}

const fewestOwnCharacters = 6;

/** Without those words, fewer than six different characters are left. */
function isMostlyMadeOf(password: string, about: readonly string[]): boolean {
  const words = about
    .flatMap((text) => fold(text).split(/[^\p{L}]+/u))
    .filter((word) => word.length >= 4)
    .toSorted((a, b) => b.length - a.length);
  let rest = fold(password);
  for (const word of words) rest = rest.replaceAll(word, "");
  return new Set(rest).size < fewestOwnCharacters;
}

function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
