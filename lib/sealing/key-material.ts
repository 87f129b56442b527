/**
 * Fewest different values among 32 random bytes. Fewer happens by chance less than once in a
 * billion keys, and always for a pattern of 16 bytes written twice.
 */
const minDistinct = 17;

/**
 * True when the text is the one base64url spelling of its bytes (RFC 4648 §5, no padding). Spare bits
 * of the last character would otherwise let several texts stand for the same bytes.
 */
export function isCanonicalBase64url(text: string): boolean {
  return Buffer.from(text, "base64url").toString("base64url") === text;
}

/**
 * Refuses 32 bytes that no generator made: constant or repeating bytes, a counting row, typed text.
 * It cannot prove that a key is random, only catch placeholders and passphrases.
 */
export function looksGenerated(bytes: Uint8Array): boolean {
  const steps = bytes.map((byte, index) => byte - (bytes[index - 1] ?? 0));
  const isTyped = bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
  return new Set(bytes).size >= minDistinct && new Set(steps).size >= minDistinct && !isTyped;
}
