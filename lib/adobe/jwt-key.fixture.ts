import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { makeSelfSignedCertificate } from "./self-signed-certificate.fixture";

export interface TestJwtKey {
  /** PKCS #8 PEM. */
  readonly pem: string;
  /** PEM, as the sandbox wants it. */
  readonly publicPem: string;
  readonly keyObject: KeyObject;
}

/** For tests: a fresh RSA key. */
export function makeJwtKey(bits = 2048): TestJwtKey {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: bits });
  return {
    pem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    publicPem: publicKey.export({ type: "spki", format: "pem" }).toString(),
    keyObject: privateKey,
  };
}

/** For tests: the certificate of a key. */
export function makeJwtCertificate(
  key: TestJwtKey,
  dates: { startsAt?: Date; expiresAt?: Date } = {},
): string {
  return makeSelfSignedCertificate({ privateKey: key.keyObject, ...dates }).cert;
}
