import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { Secret } from "@/lib/secret";
import { generateKeyRing, holdsKey, loadKeyRing, parseKeyRing } from "./key-ring";

interface RingFile {
  primary: string;
  keys: Record<string, string>[];
  fingerprint: Record<string, string>;
  [extra: string]: unknown;
}

function newMaterial(): string {
  return randomBytes(32).toString("base64url");
}

function encode(bytes: ArrayLike<number>): string {
  return Buffer.from(bytes).toString("base64url");
}

/** A ring file of two keys, after `change`. */
function ringText(change: (file: RingFile) => void = () => undefined): string {
  const file: RingFile = JSON.parse(generateKeyRing());
  file.keys.push({ kty: "oct", kid: "old", k: newMaterial(), alg: "A256KW", state: "decrypt-only" });
  change(file);
  return JSON.stringify(file);
}

/** The same with members of one key changed. */
function withKey(index: number, members: Record<string, string>): string {
  return ringText((file) => {
    file.keys[index] = { ...file.keys[index], ...members };
  });
}

test("a generated ring is accepted, and no two are alike", () => {
  const read = parseKeyRing(generateKeyRing());
  expect(read.ok && read.value.keys.size).toBe(1);
  expect(generateKeyRing()).not.toBe(generateKeyRing());
});

test("a ring of several keys keeps the state of each", () => {
  const read = parseKeyRing(ringText());
  if (!read.ok) throw new Error(read.failure);
  expect([...read.value.keys.values()].map((key) => key.state)).toEqual(["enabled", "decrypt-only"]);
  expect(read.value.primary.state).toBe("enabled");
});

const counting = encode(Array.from({ length: 32 }, (_, index) => index));
const repeated = encode([...randomBytes(16)].flatMap((byte) => [byte, byte]));
const twice = randomBytes(16);

describe("a bad ring is refused in one sentence", () => {
  test.each<[string, string, string]>([
    ["no JSON", "{", "the whole is not JSON."],
    ["not an object", "[]", "the whole is missing or not as the format asks."],
    ["an empty object", "{}", "member primary is missing or not as the format asks."],
    [
      "no primary",
      ringText((file) => Reflect.deleteProperty(file, "primary")),
      "member primary is missing or not as the format asks.",
    ],
    [
      "an unknown primary",
      ringText((file) => {
        file.primary = "elsewhere";
      }),
      "the primary key is not among the keys.",
    ],
    [
      "a primary that only decrypts",
      withKey(0, { state: "decrypt-only" }),
      "the primary key is not enabled.",
    ],
    [
      "no keys",
      ringText((file) => {
        file.keys = [];
      }),
      "member keys is missing or not as the format asks.",
    ],
    [
      "no fingerprint key",
      ringText((file) => Reflect.deleteProperty(file, "fingerprint")),
      "member fingerprint is missing or not as the format asks.",
    ],
    [
      "a member too many",
      ringText((file) => {
        file.comment = "mine";
      }),
      "the whole is missing or not as the format asks.",
    ],
    [
      "a member too many in a key",
      withKey(1, { use: "enc" }),
      "member keys.1 is missing or not as the format asks.",
    ],
    [
      "another key type",
      withKey(1, { kty: "RSA" }),
      "member keys.1.kty is missing or not as the format asks.",
    ],
    [
      "another algorithm",
      withKey(1, { alg: "dir" }),
      "member keys.1.alg is missing or not as the format asks.",
    ],
    [
      "another state",
      withKey(1, { state: "disabled" }),
      "member keys.1.state is missing or not as the format asks.",
    ],
    ["an empty kid", withKey(1, { kid: "" }), "member keys.1.kid is missing or not as the format asks."],
    [
      "a key in place of its name",
      withKey(1, { kid: newMaterial() }),
      "member keys.1.kid is missing or not as the format asks.",
    ],
    ["a key of 31 bytes", withKey(1, { k: encode(randomBytes(31)) }), "key 2 is not 32 bytes long."],
    ["a key of 33 bytes", withKey(1, { k: encode(randomBytes(33)) }), "key 2 is not 32 bytes long."],
    ["an empty key", withKey(1, { k: "" }), "key 2 is not 32 bytes long."],
    ["a padded key", withKey(1, { k: `${newMaterial()}=` }), "key 2 is not written in canonical base64url."],
    [
      "spare bits in the last character",
      withKey(1, { k: `${newMaterial().slice(0, 42)}B` }),
      "key 2 is not written in canonical base64url.",
    ],
    [
      "the standard alphabet",
      withKey(1, { k: `+/${newMaterial().slice(2)}` }),
      "key 2 is not written in canonical base64url.",
    ],
    ["zeros", withKey(1, { k: encode(new Uint8Array(32)) }), "key 2 was not made by a random generator."],
    [
      "one byte repeated",
      withKey(1, { k: encode(new Uint8Array(32).fill(7)) }),
      "key 2 was not made by a random generator.",
    ],
    ["a counting row", withKey(1, { k: counting }), "key 2 was not made by a random generator."],
    ["each byte twice", withKey(1, { k: repeated }), "key 2 was not made by a random generator."],
    [
      "half a key written twice",
      withKey(1, { k: encode([...twice, ...twice]) }),
      "key 2 was not made by a random generator.",
    ],
    [
      "a typed passphrase",
      withKey(1, { k: encode(Buffer.from("correct horse battery staple zqx")) }),
      "key 2 was not made by a random generator.",
    ],
    [
      "two keys of one name",
      ringText((file) => {
        file.keys[1] = { ...file.keys[1], kid: file.primary };
      }),
      "key 1 and key 2 have the same kid.",
    ],
    [
      "one key under two names",
      ringText((file) => {
        file.keys[1] = { ...file.keys[0], kid: "twin" };
      }),
      "key 1 and key 2 are the same key.",
    ],
    [
      "a fingerprint key that also seals",
      ringText((file) => {
        file.fingerprint = { ...file.fingerprint, k: file.keys[1]?.k ?? "" };
      }),
      "key 2 and the fingerprint key are the same key.",
    ],
    [
      "a fingerprint key of zeros",
      ringText((file) => {
        file.fingerprint = { ...file.fingerprint, k: encode(new Uint8Array(32)) };
      }),
      "the fingerprint key was not made by a random generator.",
    ],
  ])("%s", (_, text, sentence) => {
    expect(parseKeyRing(text)).toEqual({ ok: false, failure: sentence });
  });
});

test("a refusal never shows key material", () => {
  const k = newMaterial();
  const k43 = `${k.slice(0, 42)}B`;
  const texts = [
    `{"primary": ${k}`,
    withKey(1, { kid: k }),
    withKey(1, { k: k43 }),
    withKey(1, { alg: k }),
    withKey(1, { [k]: k }),
  ];
  for (const text of texts) {
    const read = parseKeyRing(text);
    expect(read.ok).toBe(false);
    expect(JSON.stringify(read)).not.toContain(k.slice(0, 8));
  }
});

test("a ring that is printed or serialised shows no key", () => {
  const text = generateKeyRing();
  const file: RingFile = JSON.parse(text);
  const read = parseKeyRing(text);
  const shown = [inspect(read, { depth: 9, showHidden: true }), JSON.stringify(read), String(read)].join();
  const material = Buffer.from(file.keys[0]?.k ?? "", "base64url");
  expect(shown).not.toContain(file.keys[0]?.k);
  expect(shown).not.toContain(material.toString("hex"));
  expect(shown).not.toContain(file.fingerprint.k);
});

test("a secret of another purpose is recognised as one of the keys", () => {
  const text = generateKeyRing();
  const file: RingFile = JSON.parse(text);
  const read = parseKeyRing(text);
  if (!read.ok) throw new Error(read.failure);
  expect(holdsKey(read.value, new Secret(file.keys[0]?.k ?? ""))).toBe(true);
  expect(holdsKey(read.value, new Secret(file.fingerprint.k ?? ""))).toBe(true);
  expect(holdsKey(read.value, new Secret(newMaterial()))).toBe(false);
});

test("generated keys always pass their own test of randomness", () => {
  for (let count = 0; count < 2_000; count += 1) expect(parseKeyRing(generateKeyRing()).ok).toBe(true);
});

test("a file that is not there is one sentence", () => {
  expect(() => loadKeyRing("/nowhere/keyring.json")).toThrow(
    "The key ring file /nowhere/keyring.json cannot be read.",
  );
});
