import { createHmac, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { newOrganizationId } from "@/lib/ids";
import { Secret } from "@/lib/secret";
import { fingerprintSecret, showFingerprint } from "./fingerprint";
import { generateKeyRing, parseKeyRing } from "./key-ring";

function newRing() {
  const read = parseKeyRing(generateKeyRing());
  if (!read.ok) throw new Error(read.failure);
  return read.value;
}

const ring = newRing();
const organizationId = newOrganizationId();
const text = randomBytes(24).toString("base64url");

test("one secret in one organization always has one fingerprint", () => {
  const first = fingerprintSecret(organizationId, new Secret(text), ring);
  expect(first).toHaveLength(32);
  expect(fingerprintSecret(organizationId, new Secret(text), ring)).toEqual(first);
});

test("another organization, secret or key gives another fingerprint", () => {
  const all = [
    fingerprintSecret(organizationId, new Secret(text), ring),
    fingerprintSecret(newOrganizationId(), new Secret(text), ring),
    fingerprintSecret(organizationId, new Secret(`${text}x`), ring),
    fingerprintSecret(organizationId, new Secret(text), newRing()),
  ].map((bytes) => Buffer.from(bytes).toString("hex"));
  expect(new Set(all).size).toBe(4);
});

test("the fingerprint is the documented HMAC, so that another tool can compute it", () => {
  const expected = createHmac("sha256", ring.fingerprint.material.export())
    .update(Buffer.from(`${organizationId}\0${text}`, "utf8"))
    .digest();
  expect(Buffer.from(fingerprintSecret(organizationId, new Secret(text), ring))).toEqual(expected);
});

test("people see eight hex digits", () => {
  expect(showFingerprint(new Uint8Array([0x00, 0x0a, 0xff, 0x10, 0x99]))).toBe("000aff10");
});
