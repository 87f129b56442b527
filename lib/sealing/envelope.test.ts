import { randomBytes, randomUUID } from "node:crypto";
import { canonicalize } from "json-canonicalize";
import { expect, test } from "vitest";
import { Secret } from "@/lib/secret";
import { openEnvelope, type SealContext, sealEnvelope } from "./envelope";
import { generateKeyRing, type KeyRing, parseKeyRing } from "./key-ring";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

function newRing(change: (file: RingFile) => void = () => undefined): KeyRing {
  const file: RingFile = JSON.parse(generateKeyRing());
  change(file);
  const read = parseKeyRing(JSON.stringify(file));
  if (!read.ok) throw new Error(read.failure);
  return read.value;
}

interface RingFile {
  primary: string;
  keys: { kty: "oct"; kid: string; k: string; alg: string; state: string }[];
}

function newContext(change: Partial<SealContext> = {}): SealContext {
  return {
    table: "ClientSecret",
    rowId: randomUUID(),
    organizationId: randomUUID(),
    field: "sealed",
    ...change,
  };
}

function newSecretText(length = 32): string {
  return randomBytes(length).toString("base64url").slice(0, length);
}

test("no value opens once a single character of it is changed", async () => {
  const ring = newRing();
  const context = newContext();
  const { sealed } = await sealEnvelope(new Secret(newSecretText()), context, ring);
  const opened: string[] = [];
  let changes = 0;
  for (let at = 0; at < sealed.length; at += 1) {
    for (const character of [...alphabet, ".", "=", "+", "/", " ", "\n", "\0", "é"]) {
      if (character === sealed[at]) continue;
      changes += 1;
      const changed = sealed.slice(0, at) + character + sealed.slice(at + 1);
      if ((await openEnvelope(changed, context, ring)).ok) opened.push(`${at} ${character}`);
    }
  }
  expect(opened).toEqual([]);
  expect(changes).toBeGreaterThan(10_000);
}, 60_000);

test("no value opens with a character left out, doubled or cut off", async () => {
  const ring = newRing();
  const context = newContext();
  const { sealed } = await sealEnvelope(new Secret(newSecretText()), context, ring);
  for (let at = 0; at < sealed.length; at += 1) {
    for (const changed of [
      sealed.slice(0, at) + sealed.slice(at + 1),
      sealed.slice(0, at + 1) + sealed.slice(at),
      sealed.slice(0, at),
    ]) {
      expect((await openEnvelope(changed, context, ring)).ok).toBe(false);
    }
  }
});

test("a value opens in its own row, field, table and organization only", async () => {
  const ring = newRing();
  const organizations = [randomUUID(), randomUUID(), ""];
  const contexts = organizations.flatMap((organizationId) =>
    [randomUUID(), randomUUID()].flatMap((rowId) =>
      ["ClientSecret", "KeyCheck"].flatMap((table) =>
        ["sealed", "privateKey"].map((field) => ({ table, rowId, organizationId, field })),
      ),
    ),
  );
  const values = await Promise.all(
    contexts.map(async (context) => (await sealEnvelope(new Secret(newSecretText()), context, ring)).sealed),
  );
  for (const [from, sealed] of values.entries()) {
    for (const [to, context] of contexts.entries()) {
      expect((await openEnvelope(sealed, context, ring)).ok).toBe(from === to);
    }
  }
});

test("moving characters between the names of a context is another context", async () => {
  const ring = newRing();
  const context = newContext({ table: "Client", field: "Secret" });
  const { sealed } = await sealEnvelope(new Secret(newSecretText()), context, ring);
  const moved = { ...context, table: `Client","${context.rowId}`, rowId: "" };
  expect((await openEnvelope(sealed, moved, ring)).ok).toBe(false);
});

test("the additional data of a value is the canonical JSON of its context", async () => {
  const ring = newRing();
  const context = newContext({ table: 'a"b', field: "\u20ac\u0007" });
  const { sealed } = await sealEnvelope(new Secret(newSecretText()), context, ring);
  const names = ["latchkey-v1", context.table, context.rowId, context.organizationId, context.field];
  expect(JSON.stringify(names)).toBe(canonicalize(names));
  expect((await openEnvelope(sealed, context, ring)).ok).toBe(true);
});

test("two seals of one secret in one place have nothing but the header in common", async () => {
  const ring = newRing();
  const context = newContext();
  const secret = new Secret(newSecretText());
  const [header, ...first] = (await sealEnvelope(secret, context, ring)).sealed.split(".");
  const [again, ...second] = (await sealEnvelope(secret, context, ring)).sealed.split(".");
  expect(again).toBe(header);
  for (const [index, part] of first.entries()) expect(second[index]).not.toBe(part);
});

test("a sealed value holds neither the secret nor its base64", async () => {
  const text = newSecretText();
  const { sealed } = await sealEnvelope(new Secret(text), newContext(), newRing());
  const bytes = sealed.split(".").map((part) => Buffer.from(part, "base64url").toString("latin1"));
  for (const place of [sealed, ...bytes]) {
    expect(place).not.toContain(text);
    expect(place).not.toContain(Buffer.from(text).toString("base64url"));
  }
});

test("parts of two values of one place do not make a third", async () => {
  const ring = newRing();
  const context = newContext();
  const one = (await sealEnvelope(new Secret(newSecretText()), context, ring)).sealed.split(".");
  const two = (await sealEnvelope(new Secret(newSecretText()), context, ring)).sealed.split(".");
  for (let choice = 2; choice < 32; choice += 2) {
    const mixed = one.map((part, index) => (choice & (1 << index) ? two[index] : part)).join(".");
    expect((await openEnvelope(mixed, context, ring)).ok).toBe(mixed === two.join("."));
  }
});

test("a key of the right name and other material does not open", async () => {
  const ring = newRing();
  const context = newContext();
  const { sealed, kid } = await sealEnvelope(new Secret(newSecretText()), context, ring);
  const impostor = newRing((file) => {
    file.primary = kid;
    for (const key of file.keys) key.kid = kid;
  });
  expect(await openEnvelope(sealed, context, impostor)).toMatchObject({ failure: { kind: "tampered" } });
});

test("a key that is not in the ring is told apart from tampering", async () => {
  const context = newContext();
  const { sealed, kid } = await sealEnvelope(new Secret(newSecretText()), context, newRing());
  expect(await openEnvelope(sealed, context, newRing())).toEqual({
    ok: false,
    failure: { kind: "unknown_key", kid },
  });
});

test("a decrypt-only key opens what it sealed and seals nothing new", async () => {
  const context = newContext();
  const text = newSecretText();
  let oldFile: RingFile | undefined;
  const before = newRing((file) => {
    oldFile = file;
  });
  const { sealed, kid } = await sealEnvelope(new Secret(text), context, before);
  const after = newRing((file) => {
    for (const key of oldFile?.keys ?? []) file.keys.unshift({ ...key, state: "decrypt-only" });
  });
  const opened = await openEnvelope(sealed, context, after);
  expect(opened.ok && opened.value.reveal()).toBe(text);
  expect((await sealEnvelope(new Secret(text), context, after)).kid).not.toBe(kid);
});

test.each([
  ["a thousand characters", newSecretText(1000)],
  ["a thousand characters of four bytes", "\u{1f511}".repeat(1000)],
  ["accents composed and decomposed", "\u00e9e\u0301"],
  ["a byte order mark", `\ufeff${newSecretText(8)}`],
  ["control characters and a zero byte", "\u0000\u0007\u001b\r\n"],
])("%s come back as they went in", async (_, text) => {
  const ring = newRing();
  const context = newContext();
  const { sealed } = await sealEnvelope(new Secret(text), context, ring);
  const opened = await openEnvelope(sealed, context, ring);
  expect(opened.ok && opened.value.reveal()).toBe(text);
});

test("a lone surrogate is refused, because it would come back as another character", async () => {
  const text = `${newSecretText(8)}\ud800`;
  const sealing = sealEnvelope(new Secret(text), newContext(), newRing());
  await expect(sealing).rejects.toThrow(/well-formed/);
  await expect(sealing).rejects.not.toThrow(text.slice(0, 8));
});
