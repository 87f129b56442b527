import type { AdobeSecret } from "@/lib/adobe/read-console-answer";

/** Which of Adobe's ids is the secret that minted between two lists. */
export type Binding =
  | { readonly kind: "bound"; readonly adobeSecretId: string }
  /** The use has not arrived in the list yet; minting again tells. */
  | { readonly kind: "not_moved" }
  /** A person has to say. */
  | { readonly kind: "unclear" };

/**
 * Adobe lists ids and never values, so the secret in hand is the one whose last use moved when it
 * minted. A sole secret that was there before and after can be no other.
 */
export function judgeBinding(before: readonly AdobeSecret[], after: readonly AdobeSecret[]): Binding {
  const earlier = new Map(before.map((secret) => [secret.adobeSecretId, secret]));
  const isSameList =
    earlier.size === after.length && after.every(({ adobeSecretId }) => earlier.has(adobeSecretId));
  const [first, ...others] = after;
  if (!isSameList || first === undefined) return { kind: "unclear" };
  if (others.length === 0) return { kind: "bound", adobeSecretId: first.adobeSecretId };
  const [moved, ...more] = after.filter((secret) => hasMoved(earlier.get(secret.adobeSecretId), secret));
  if (moved === undefined) return { kind: "not_moved" };
  return more.length === 0 ? { kind: "bound", adobeSecretId: moved.adobeSecretId } : { kind: "unclear" };
}

function hasMoved(before: AdobeSecret | undefined, { lastUse }: AdobeSecret): boolean {
  if (lastUse === null) return false;
  const earlier = before?.lastUse ?? null;
  return earlier === null || lastUse.at > earlier.at;
}
