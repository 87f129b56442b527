import { X509Certificate } from "node:crypto";
import { fail, type Result, succeed } from "@/lib/result";
import { findPem, listPemLabels, tidyPemText } from "./pem-text";
import { fingerprintPublicKey, type JwtPrivateKey } from "./read-private-key";

/** What is kept of a certificate. */
export interface JwtCertificate {
  readonly startsAt: Date;
  readonly expiresAt: Date;
}

const maxLength = 20_000;

/**
 * Reads the certificate that belongs to a private key. An expired one is taken: that it is expired is worth
 * knowing.
 */
export function readCertificate(pasted: string, key: JwtPrivateKey): Result<JwtCertificate, string> {
  if (pasted.length > maxLength) {
    return fail("This is longer than any certificate. Paste the one certificate alone.");
  }
  const text = tidyPemText(pasted);
  const labels = listPemLabels(text);
  if (labels.some((label) => label.endsWith("PRIVATE KEY"))) {
    return fail("This is a private key. It belongs in Private key; paste the certificate here.");
  }
  const pem = findPem(text, "CERTIFICATE");
  if (pem === null) {
    return fail(
      "This is no certificate in PEM form: it begins with -----BEGIN CERTIFICATE-----. Paste the whole file, or leave the field empty.",
    );
  }
  const certificate = parse(pem);
  if (certificate === null) {
    return fail("The certificate is damaged or cut off. Copy the whole file again.");
  }
  const { fingerprint, ...dates } = certificate;
  if (!Buffer.from(fingerprint).equals(key.fingerprint)) {
    return fail(
      "This certificate belongs to another private key. Paste the one that was made with this key.",
    );
  }
  return succeed(dates);
}

interface Parsed extends JwtCertificate {
  readonly fingerprint: Uint8Array<ArrayBuffer>;
}

/** Null where it is damaged anywhere: the key inside is read on its own, and a date may be none. */
function parse(pem: string): Parsed | null {
  try {
    const { publicKey, validFrom, validTo } = new X509Certificate(pem);
    const dates = { startsAt: new Date(validFrom), expiresAt: new Date(validTo) };
    if (Object.values(dates).some((date) => Number.isNaN(date.getTime()))) return null;
    return { ...dates, fingerprint: fingerprintPublicKey(publicKey) };
  } catch {
    return null;
  }
}
