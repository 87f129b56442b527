import { generateKeyPairSync, sign, verify } from "node:crypto";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { generateAuditKey, loadAuditKey, parseAuditKey } from "./audit-key";

type KeyFile = Record<string, string>;

function newFile(): KeyFile {
  return JSON.parse(generateAuditKey());
}

function newKey() {
  const read = parseAuditKey(generateAuditKey());
  if (!read.ok) throw new Error(read.failure);
  return read.value;
}

test("what a generated key signs, its public half verifies", () => {
  const { privateKey, publicKey } = newKey();
  const message = Buffer.from("as it happened");
  expect(verify(null, message, publicKey, sign(null, message, privateKey))).toBe(true);
});

const x25519 = generateKeyPairSync("x25519").privateKey.export({ format: "jwk" });

describe("a bad key file is refused in one sentence that repeats nothing of it", () => {
  const whole = "the whole is missing or not as the format asks.";
  const foreign = "its public half belongs to another key.";
  test.each<[string, (file: KeyFile) => unknown, string]>([
    ["not JSON", () => undefined, whole],
    ["a list", (file) => [file], whole],
    ["a member too many", (file) => ({ ...file, use: "sig" }), whole],
    ["no private half", ({ d, ...rest }) => rest, "member d is missing or not as the format asks."],
    ["no kid", ({ kid, ...rest }) => rest, "member kid is missing or not as the format asks."],
    [
      "a key in place of its name",
      (file) => ({ ...file, kid: file.d }),
      "member kid is missing or not as the format asks.",
    ],
    ["another curve", (file) => ({ ...file, ...x25519 }), "member crv is missing or not as the format asks."],
    [
      "a short private half",
      (file) => ({ ...file, d: file.d?.slice(1) }),
      "member d is missing or not as the format asks.",
    ],
    ["the public half of another key", (file) => ({ ...file, x: newFile().x }), foreign],
    ["the private half of another key", (file) => ({ ...file, d: newFile().d }), foreign],
    ["spare bits in the last character", (file) => ({ ...file, d: `${file.d?.slice(0, 42)}_` }), foreign],
  ])("%s", (_, change, sentence) => {
    const file = newFile();
    const read = parseAuditKey(JSON.stringify(change(file)) ?? "{");
    expect(read).toEqual({ ok: false, failure: sentence });
  });

  test("no file", () => {
    expect(() => loadAuditKey("/nowhere/audit-key.json")).toThrow(
      "The audit key file /nowhere/audit-key.json cannot be read.",
    );
  });
});

test("a key that is printed or serialised shows no private half", () => {
  const text = generateAuditKey();
  const d: string = JSON.parse(text).d;
  const read = parseAuditKey(text);
  const shown = [inspect(read, { depth: 9, showHidden: true }), JSON.stringify(read)].join();
  expect(shown).not.toContain(d);
  expect(shown).not.toContain(Buffer.from(d, "base64url").toString("hex"));
});
