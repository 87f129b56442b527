import { expect, test } from "vitest";
import { inTransaction } from "@/lib/db/transaction";
import { newOrganizationId } from "@/lib/ids";
import { type AuditKey, generateAuditKey, getAuditKey, parseAuditKey } from "./audit-key";
import { makeDraft, makeOrigin } from "./chain.fixture";
import { checkAuditKey } from "./check-audit-key";
import { recordEvent } from "./record-event";

function drawKey(): AuditKey {
  const key = parseAuditKey(generateAuditKey());
  if (!key.ok) throw new Error(key.failure);
  return key.value;
}

test("a key under the id of another is refused, and named, once there are events", async () => {
  const { kid } = getAuditKey();
  const posing = { ...drawKey(), kid };
  expect((await checkAuditKey(posing)).ok).toBe(true);
  await inTransaction((tx) => recordEvent(tx, newOrganizationId(), makeOrigin(), makeDraft()));
  expect(await checkAuditKey(posing)).toEqual({
    ok: false,
    failure: { message: expect.stringContaining(`Audit key ${kid} is not the key`) },
  });
  expect((await checkAuditKey()).ok).toBe(true);
});

test("a key with an id of its own is another matter", async () => {
  expect((await checkAuditKey(drawKey())).ok).toBe(true);
});
