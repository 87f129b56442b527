import { createHash, verify } from "node:crypto";
import { expect, test } from "vitest";
import { makeAuditKey, makeChain } from "@/lib/audit/chain.fixture";
import { makeReceipt } from "@/lib/audit/export/export.fixture";
import { checkReceipt, writeReceipt } from "./receipt";

const key = makeAuditKey();
const keys = new Map([[key.kid, key.publicKey]]);
const { organizationId, rows } = makeChain(3, key);
const [row] = rows;
if (row === undefined) throw new Error("The chain is empty.");
const receipt = makeReceipt(row, organizationId, key);

test("a receipt names its event, and comes back as it was written", () => {
  expect(receipt).toEqual({
    v: 1,
    organizationId,
    seq: 1,
    hash: Buffer.from(row.hash).toString("hex"),
    ts: "2026-11-22T10:00:00.007Z",
    kid: key.kid,
    signature: expect.stringMatching(/^[\w-]{86}$/),
  });
  expect(checkReceipt(writeReceipt(receipt), keys)).toEqual({ ok: true, value: receipt });
  expect(checkReceipt(JSON.stringify(receipt, null, 2), keys)).toEqual({ ok: true, value: receipt });
});

test("an outsider can check it with SHA-256 and Ed25519 alone", () => {
  const { hash, kid, organizationId: of, seq, ts, v } = receipt;
  const signed = JSON.stringify({ hash, kid, organizationId: of, seq, ts, v });
  const digest = createHash("sha256").update(signed).digest();
  expect(verify(null, digest, key.publicKey, Buffer.from(receipt.signature, "base64url"))).toBe(true);
});

test("no member of it can be changed", () => {
  const changes = {
    organizationId: "00000000-0000-0000-0000-000000000000",
    seq: 2,
    hash: "0".repeat(64),
    ts: "2026-11-22T10:00:00.008Z",
    signature: `${"A".repeat(85)}A`,
  };
  for (const [member, value] of Object.entries(changes)) {
    const changed = JSON.stringify({ ...receipt, [member]: value });
    expect(checkReceipt(changed, keys), member).toEqual({ ok: false, failure: "receipt_wrong_signature" });
  }
  expect(checkReceipt(JSON.stringify({ ...receipt, kid: "another" }), keys)).toEqual({
    ok: false,
    failure: "receipt_unknown_key",
  });
});

test.each([
  "",
  "null",
  "[]",
  "{}",
  JSON.stringify({ ...receipt, v: 2 }),
  JSON.stringify({ ...receipt, x: 1 }),
])("%s is no receipt", (text) => {
  expect(checkReceipt(text, keys)).toEqual({ ok: false, failure: "receipt_unreadable" });
});
