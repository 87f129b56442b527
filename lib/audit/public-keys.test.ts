import { expect, test } from "vitest";
import { makeAuditKey } from "./chain.fixture";
import { parsePublicKeys, writePublicKey } from "./public-keys";

const key = makeAuditKey();
const jwk = JSON.parse(writePublicKey(key));

test("the public half is handed out under its name, without the private one", () => {
  expect(jwk).toEqual({
    kty: "OKP",
    crv: "Ed25519",
    x: expect.any(String),
    kid: key.kid,
    use: "sig",
    alg: "EdDSA",
  });
  expect(writePublicKey(key)).not.toContain(String(key.privateKey.export({ format: "jwk" }).d));
});

test("a JWK and a JWKS of several are read", () => {
  const other = makeAuditKey();
  const one = parsePublicKeys(writePublicKey(key));
  expect(one.ok && one.value.get(key.kid)?.equals(key.publicKey)).toBe(true);
  const both = parsePublicKeys(JSON.stringify({ keys: [jwk, JSON.parse(writePublicKey(other))] }));
  expect(both.ok && [...both.value.keys()]).toEqual([key.kid, other.kid]);
  expect(both.ok && both.value.get(other.kid)?.equals(other.publicKey)).toBe(true);
});

test.each<[string, unknown]>([
  ["nothing", undefined],
  ["an empty set", { keys: [] }],
  ["a key without a name", { ...jwk, kid: undefined }],
  ["another curve", { ...jwk, crv: "X25519" }],
  ["half a key", { ...jwk, x: jwk.x.slice(1) }],
  ["two keys under one name", { keys: [jwk, jwk] }],
])("%s is no public key", (_, file) => {
  expect(parsePublicKeys(JSON.stringify(file) ?? "")).toEqual({ ok: false, failure: "unreadable" });
});
