const maxClientSecretLength = 1000;

/** A pasted client secret, made fit to use, and whether anything had to go. */
interface TidiedClientSecret {
  readonly text: string;
  readonly wasTrimmed: boolean;
}

const pairs = [
  ['"', '"'],
  ["'", "'"],
  ["`", "`"],
  ["“", "”"],
] as const;

/** Takes off what copying adds: white space around the secret and one pair of quotes. */
export function tidyClientSecret(pasted: string): TidiedClientSecret {
  const trimmed = pasted.trim();
  const quoted = pairs.some(
    ([open, close]) => trimmed.length > 2 && trimmed.startsWith(open) && trimmed.endsWith(close),
  );
  const text = quoted ? trimmed.slice(1, -1).trim() : trimmed;
  return { text, wasTrimmed: text !== pasted };
}

/** One sentence when the text cannot be a client secret; null when it can. Adobe documents no format. */
export function refuseClientSecret(text: string): string | null {
  if (text === "") return "Enter the client secret. The Developer Console shows it on the credential's page.";
  if (text.length > maxClientSecretLength) {
    return `The client secret is longer than ${maxClientSecretLength} characters. Copy only the secret.`;
  }
  if (/[^!-~]/.test(text)) {
    return "The client secret holds a space, a line break or an unusual character inside. Copy it again.";
  }
  return null;
}
