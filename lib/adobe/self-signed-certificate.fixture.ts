import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

interface CertificateWish {
  readonly privateKey?: KeyObject;
  readonly startsAt?: Date;
  readonly expiresAt?: Date;
}

/** A certificate that only its key vouches for (RFC 5280 §4.1), as PEM with the key; a fresh one unless given. */
export function makeSelfSignedCertificate({
  privateKey = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey,
  startsAt = new Date("2025-01-01T00:00:00Z"),
  expiresAt = new Date("2049-01-01T00:00:00Z"),
}: CertificateWish = {}): { readonly key: string; readonly cert: string } {
  const algorithm = privateKey.asymmetricKeyType === "rsa" ? rsaWithSha256 : ecdsaWithSha256;
  const commonName = tagged(0x06, Buffer.from("550403", "hex"));
  const name = sequence(tagged(0x31, sequence(commonName, tagged(0x0c, Buffer.from("localhost")))));
  const toBeSigned = sequence(
    tagged(0x02, Buffer.from([1])),
    algorithm,
    name,
    sequence(utcTime(startsAt), utcTime(expiresAt)),
    name,
    createPublicKey(privateKey).export({ type: "spki", format: "der" }),
  );
  const signature = sign("sha256", toBeSigned, privateKey);
  const certificate = sequence(toBeSigned, algorithm, tagged(0x03, Buffer.from([0]), signature));
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString("base64")}\n-----END CERTIFICATE-----\n`,
  };
}

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return tagged(0x30, ...parts);
}

/** Two digits of a year count from 1950. */
function utcTime(at: Date): Buffer {
  return tagged(0x17, Buffer.from(`${at.toISOString().replace(/\D/g, "").slice(2, 14)}Z`));
}

function tagged(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const length =
    content.length < 0x80 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

const ecdsaWithSha256 = sequence(tagged(0x06, Buffer.from("2a8648ce3d040302", "hex")));
const rsaWithSha256 = sequence(tagged(0x06, Buffer.from("2a864886f70d01010b", "hex")), tagged(0x05));
