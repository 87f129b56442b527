/** A secret that is like no other text in the world, and what it is called when it is found. */
export interface Canary {
  readonly name: string;
  readonly value: string;
}

/** Names the secrets that stand in the text, whole or in part, as they are, in hex or in base64. */
export function findCanaries(text: Buffer | string, canaries: readonly Canary[]): readonly string[] {
  const bytes = Buffer.from(text);
  return canaries
    .filter(({ value }) => spell(value).some((spelling) => bytes.includes(spelling)))
    .map(({ name }) => name);
}

/** Parts are long enough to be nobody else's. The beginning is left out: tokens of one kind share it. */
function spell(value: string): readonly string[] {
  const size = 16;
  const middle = Math.floor((value.length - size) / 2);
  if (middle < 0) throw new Error("This secret is too short to be searched for.");
  const bytes = Buffer.from(value);
  return [
    value.slice(middle, middle + size),
    value.slice(-size),
    bytes.toString("hex"),
    bytes.toString("hex").toUpperCase(),
    bytes.toString("base64url"),
    bytes.toString("base64").replaceAll("=", ""),
  ];
}

/** What looks like an access token: three parts, the first an encoded JSON object. */
export function findTokens(text: Buffer | string): readonly string[] {
  const shape = /(?<![\w.-])eyJ[\w-]+\.[\w-]+\.[\w-]+(?![\w-]|\.[\w-])/g;
  const found = Buffer.from(text).toString("latin1").match(shape) ?? [];
  return found.filter((one) => one.length > 200);
}
