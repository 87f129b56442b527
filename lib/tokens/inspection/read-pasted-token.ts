import { parseJson } from "@/lib/parse-json";
import { fail, type Result, succeed } from "@/lib/result";
import { Secret } from "@/lib/secret";
import { maxTokenLength } from "./split-token";

const maxPasteLength = maxTokenLength + 1_000;
const around = /^["'`]|["'`],?;?$/g;

/**
 * Finds the token in what people copy: the token alone, a header line, or the whole answer of a token
 * endpoint. White space inside goes, because long lines are copied with breaks.
 *
 * @returns the token, or one sentence for the field that repeats nothing of it.
 */
export function readPastedToken(pasted: string): Result<Secret, string> {
  if (pasted.length > maxPasteLength) {
    return fail(`This is longer than any token: ${pasted.length} characters. Copy the access token alone.`);
  }
  const text = pasted.trim();
  const token = (text.startsWith("{") ? readAnswer(text) : text)
    .replace(/^["'`]?(?:authorization\s*[:=]\s*)?["'`]?(?:bearer\s+)?/i, "")
    .replace(around, "")
    .replace(/\s+/g, "");
  if (token === "") return fail("Paste the access token.");
  return succeed(new Secret(token));
}

function readAnswer(text: string): string {
  const answer = parseJson(text);
  if (typeof answer !== "object" || answer === null) return text;
  const token = new Map<string, unknown>(Object.entries(answer)).get("access_token");
  return typeof token === "string" ? token : text;
}
