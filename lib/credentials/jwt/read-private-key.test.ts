import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  verify,
} from "node:crypto";
import { describe, expect, test } from "vitest";
import { makeJwtCertificate, makeJwtKey } from "@/lib/adobe/jwt-key.fixture";
import { readCertificate } from "./read-certificate";
import { readPrivateKey } from "./read-private-key";

const key = makeJwtKey();
const pkcs1 = key.keyObject.export({ type: "pkcs1", format: "pem" }).toString();
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const body = key.pem.split("\n").slice(1, -2).join("");

describe("a private key is taken as it is found", () => {
  test.each([
    ["PKCS #8", key.pem],
    ["PKCS #1", pkcs1],
    ["with Windows line ends", key.pem.replaceAll("\n", "\r\n")],
    ["with line breaks written out, as in a settings file", JSON.stringify(key.pem)],
    ["in one line, its breaks lost", key.pem.replaceAll("\n", " ")],
    ["with text around it", `Bag Attributes\n    localKeyID: 01\n${key.pem}\nend`],
    ["behind a byte order mark", `\uFEFF${key.pem}`],
    ["together with its certificate", makeJwtCertificate(key) + key.pem],
  ])("%s", (_name, pasted) => {
    const read = readPrivateKey(pasted);
    if (!read.ok) throw new Error(read.failure);
    expect(createPrivateKey(read.value.pem.reveal()).equals(key.keyObject)).toBe(true);
    expect(read.value.pem.reveal()).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  });
});

describe("what is no such key is refused with its own sentence, and nothing of it is repeated", () => {
  test.each<[string, string, RegExp]>([
    ["nothing", " \n ", /^Paste the private key/],
    ["a public key", key.publicPem, /^This is a public key/],
    ["a certificate", makeJwtCertificate(key), /^This is a certificate only/],
    [
      "a certificate request",
      "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----",
      /certificate request/,
    ],
    [
      "PKCS #8 under a passphrase",
      key.keyObject
        .export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "made up" })
        .toString(),
      /protected by a passphrase/,
    ],
    [
      "PKCS #1 under a passphrase",
      key.keyObject
        .export({ type: "pkcs1", format: "pem", cipher: "aes-256-cbc", passphrase: "made up" })
        .toString(),
      /protected by a passphrase/,
    ],
    ["EC", ec.privateKey.export({ type: "sec1", format: "pem" }).toString(), /not an RSA key/],
    ["EC as PKCS #8", ec.privateKey.export({ type: "pkcs8", format: "pem" }).toString(), /not an RSA key/],
    [
      "Ed25519",
      generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
      /not an RSA key/,
    ],
    ["RSA of 1024 bits", makeJwtKey(1024).pem, /has 1024 bits/],
    [
      "a key for SSH",
      "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----",
      /for SSH/,
    ],
    ["two keys", key.pem + makeJwtKey().pem, /more than one/],
    ["one that is cut off", key.pem.slice(0, 400), /damaged or cut off/],
    ["one with a hole", key.pem.split("\n").toSpliced(5, 1).join("\n"), /damaged or cut off/],
    ["base64 alone", body, /begins with -----BEGIN/],
    ["prose", "the key is in the safe", /begins with -----BEGIN/],
    ["much too much", randomBytes(15_001).toString("hex"), /longer than any/],
  ])("%s", (_name, pasted, sentence) => {
    const read = readPrivateKey(pasted);
    if (read.ok) throw new Error("It was taken.");
    expect(read.failure).toMatch(sentence);
    expect(read.failure).not.toContain(pasted.trim().slice(40, 60) || "never");
  });
});

test("a key with one character changed is refused as damaged, or signs as it should all the same", () => {
  const whole = key.keyObject.export({ type: "pkcs8", format: "der" });
  const text = Buffer.from("a text");
  const refused = new Set<string>();
  for (let at = 0; at < whole.length; at += 9) {
    const read = readPrivateKey(pemOf("PRIVATE KEY", changeByte(whole, at)));
    if (!read.ok) {
      refused.add(read.failure);
      continue;
    }
    const taken = createPrivateKey(read.value.pem.reveal());
    expect(verify("RSA-SHA256", text, createPublicKey(taken), sign("RSA-SHA256", text, taken))).toBe(true);
  }
  expect([...refused].every((sentence) => /damaged or cut off|not an RSA key/.test(sentence))).toBe(true);
  expect(refused.size).toBeGreaterThan(0);
});

describe("a certificate", () => {
  const startsAt = new Date("2025-11-20T10:00:00Z");
  const expiresAt = new Date("2026-11-20T10:00:00Z");
  const readKey = () => {
    const read = readPrivateKey(key.pem);
    if (!read.ok) throw new Error(read.failure);
    return read.value;
  };

  test("that belongs to the key tells its dates, expired or not", () => {
    const pasted = makeJwtCertificate(key, { startsAt, expiresAt });
    expect(readCertificate(pasted, readKey())).toEqual({ ok: true, value: { startsAt, expiresAt } });
  });

  test.each<[string, string, RegExp]>([
    ["of another key", makeJwtCertificate(makeJwtKey()), /belongs to another private key/],
    ["that is the private key", key.pem, /belongs in Private key/],
    ["that is a public key", key.publicPem, /no certificate in PEM form/],
    ["that is cut off", makeJwtCertificate(key).slice(0, 300), /no certificate in PEM form/],
    [
      "that is none inside",
      "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
      /damaged or cut off/,
    ],
  ])("%s is refused", (_name, pasted, sentence) => {
    const read = readCertificate(pasted, readKey());
    if (read.ok) throw new Error("It was taken.");
    expect(read.failure).toMatch(sentence);
  });

  test("with one character changed is refused in words, or has dates", () => {
    const own = readKey();
    const whole = Buffer.from(makeJwtCertificate(key).split("\n")[1] ?? "", "base64");
    for (let at = 0; at < whole.length; at += 1) {
      const read = readCertificate(pemOf("CERTIFICATE", changeByte(whole, at)), own);
      if (!read.ok) expect(read.failure).toMatch(/damaged or cut off|belongs to another/);
      else expect([read.value.startsAt.getTime(), read.value.expiresAt.getTime()]).not.toContain(Number.NaN);
    }
  });
});

function changeByte(bytes: Uint8Array, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed.writeUInt8((changed.at(at) ?? 0) ^ 0x41, at);
  return changed;
}

function pemOf(label: string, der: Buffer): string {
  return `-----BEGIN ${label}-----\n${der.toString("base64")}\n-----END ${label}-----`;
}
