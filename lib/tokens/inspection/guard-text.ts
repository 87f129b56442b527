import type { Secret } from "@/lib/secret";

/** Why a text of a token is not shown, to complete "not shown:"; null where it is. */
export type GuardText = (text: string) => string | null;

const maxTextLength = 120;
const longFragment = 16;
const shortFragment = 8;

/** Control and format characters, which turn or hide the writing around them, and what is no character. */
const unusual = /[\p{C}\p{Zl}\p{Zp}]/u;

const jwt = /eyJ[\w-]{8,}\.[\w-]+/;
const adobeSecret = /p8e-[\w-]{8,}/;

/**
 * Judges texts of one token. Nothing passes that repeats the token or a secret, or a longer piece of one, or
 * that has the shape of another.
 */
export function createTextGuard(token: Secret, secrets: readonly Secret[]): GuardText {
  const [signature = ""] = token.reveal().split(".").slice(2);
  const isOfToken = (text: string) =>
    (text.length >= longFragment && token.reveal().includes(text)) ||
    (signature.length >= longFragment && text.includes(signature));
  const isOfSecret = (text: string) =>
    secrets.some(
      (secret) =>
        text.includes(secret.reveal()) || (text.length >= shortFragment && secret.reveal().includes(text)),
    );
  return (text) => {
    if (isOfSecret(text)) return "it repeats the client secret";
    if (isOfToken(text) || jwt.test(text)) return "it holds a token";
    if (adobeSecret.test(text)) return "it looks like a client secret";
    if (text.length > maxTextLength) return `it is ${text.length} characters long`;
    return unusual.test(text) ? "it holds unusual characters" : null;
  };
}
