import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { fail, type Result, succeed } from "@/lib/result";
import { Secret } from "@/lib/secret";
import { findPem, hasPem, listPemLabels, tidyPemText } from "./pem-text";

/** A private key that can sign for a JWT credential. */
export interface JwtPrivateKey {
  /** PKCS #8 PEM. */
  readonly pem: Secret;
  /** SHA-256 of the public key (SPKI DER), 32 bytes: the same for the key and its certificate. */
  readonly fingerprint: Uint8Array<ArrayBuffer>;
}

const maxLength = 20_000;
/** What Adobe's own instructions make, and the least that RS256 may be signed with (RFC 7518 §3.3). */
const minBits = 2048;

const howToMake = "The Developer Console made it as private.key, together with the certificate.";

/** Reads a pasted private key; the sentence says why it cannot be used and repeats nothing of it. */
export function readPrivateKey(pasted: string): Result<JwtPrivateKey, string> {
  if (pasted.trim() === "") return fail(`Paste the private key. ${howToMake}`);
  if (pasted.length > maxLength) {
    return fail("This is longer than any private key. Paste the one key alone.");
  }
  const text = tidyPemText(pasted);
  const labels = listPemLabels(text);
  const refusal = refuseLabels(labels, text);
  if (refusal !== null) return fail(refusal);
  const label = labels.find((one) => one.endsWith("PRIVATE KEY")) ?? "";
  const key = parse(findPem(text, label) ?? "");
  if (key === null) return fail(damaged);
  if (key.asymmetricKeyType !== "rsa") return fail(notRsa);
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < minBits) {
    return fail(
      `This RSA key has ${bits} bits; Adobe takes 2048 or more. Paste the key that belongs to the certificate.`,
    );
  }
  if (!signsWell(key)) return fail(damaged);
  return succeed({
    pem: new Secret(key.export({ type: "pkcs8", format: "pem" }).toString()),
    fingerprint: fingerprintPublicKey(createPublicKey(key)),
  });
}

/** SHA-256 of the public key, by which a key and a certificate find together. */
export function fingerprintPublicKey(key: KeyObject): Uint8Array<ArrayBuffer> {
  const der = key.export({ type: "spki", format: "der" });
  return new Uint8Array(createHash("sha256").update(der).digest());
}

const damaged = "The private key is damaged or cut off. Copy the whole file again.";
const notRsa = "This is not an RSA key. Adobe's JWT credentials sign with RSA keys only.";

function refuseLabels(labels: readonly string[], text: string): string | null {
  const privateKeys = labels.filter((label) => label.endsWith("PRIVATE KEY"));
  if (privateKeys.length > 1) return "This holds more than one private key. Paste the one that signs.";
  switch (privateKeys[0]) {
    case "ENCRYPTED PRIVATE KEY":
      return encrypted;
    case "EC PRIVATE KEY":
    case "DSA PRIVATE KEY":
      return notRsa;
    case "OPENSSH PRIVATE KEY":
      return "This is a key for SSH. Paste the private key that was made with the certificate, in PEM form.";
    case undefined:
      break;
    default:
      return /^Proc-Type:.*ENCRYPTED/im.test(text) ? encrypted : null;
  }
  if (labels.some((label) => label.endsWith("PUBLIC KEY"))) {
    return `This is a public key. Paste the private key that belongs to it. ${howToMake}`;
  }
  if (labels.includes("CERTIFICATE REQUEST") || labels.includes("NEW CERTIFICATE REQUEST")) {
    return "This is a certificate request, not a private key. Paste the key that it was made with.";
  }
  if (labels.some((label) => label.includes("CERTIFICATE"))) {
    return `This is a certificate only. It belongs in Certificate; paste the private key here. ${howToMake}`;
  }
  return hasPem(text)
    ? "This is no private key. Paste the file private.key."
    : "This is no private key in PEM form: it begins with -----BEGIN PRIVATE KEY-----. Paste the whole file.";
}

const encrypted =
  "This private key is protected by a passphrase. Take it off first (openssl rsa -in private.key -out open.key) and paste the result.";

function parse(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}

/** A changed character passes as a key whose numbers do not belong together: it signs wrongly, or not at all. */
function signsWell(key: KeyObject): boolean {
  const probe = Buffer.from("any text");
  try {
    return verify("RSA-SHA256", probe, createPublicKey(key), sign("RSA-SHA256", probe, key));
  } catch {
    return false;
  }
}
