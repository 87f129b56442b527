import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { getAuditKey } from "@/lib/audit/audit-key";
import { parsePublicKeys } from "@/lib/audit/public-keys";
import { recordMany } from "@/lib/audit/record-many.fixture";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { connectAs } from "@/lib/db/test-connection.fixture";
import { downloadPublicKey, downloadReceipt } from "./download-proof";
import { checkReceipt } from "./receipt";
import { newestOf, readReceipts } from "./receipts-file";

const folder = mkdtempSync(join(tmpdir(), "latchkey-receipts-"));
const file = join(folder, "receipts-test.ndjson");

beforeAll(() => {
  process.env.RECEIPTS_FILE = file;
});
afterAll(() => rmSync(folder, { recursive: true }));

async function textOf(answer: Awaited<ReturnType<typeof downloadReceipt>>): Promise<string> {
  if (!answer.ok) throw new Error(answer.failure.kind);
  return answer.value.text();
}

async function readKeys() {
  const keys = parsePublicKeys(await textOf(await downloadPublicKey()));
  if (!keys.ok) throw new Error(keys.failure);
  return keys.value;
}

test("a receipt is of the newest event, holds with the public key, and is kept too", async () => {
  const context = await makeActContext("auditor");
  const { organizationId } = context.viewer;
  await recordMany(organizationId, 7);
  const answer = await downloadReceipt(context);
  expect(answer.ok && answer.value.headers.get("content-disposition")).toBe(
    'attachment; filename="latchkey-receipt-7.json"',
  );
  const checked = checkReceipt(await textOf(answer), await readKeys());
  expect(checked).toMatchObject({ ok: true, value: { organizationId, seq: 7, kid: getAuditKey().kid } });
  const kept = (await readReceipts(folder, await readKeys(), organizationId)).get(organizationId);
  expect(kept?.get(7)?.map(({ hash }) => hash)).toEqual([checked.ok && checked.value.hash]);
});

test("of an empty log there is no receipt", async () => {
  expect(await downloadReceipt(await makeActContext("owner"))).toEqual({
    ok: false,
    failure: { kind: "not_found" },
  });
});

test("a newest event that was changed gets no receipt", async () => {
  const context = await makeActContext("owner");
  const { organizationId } = context.viewer;
  await recordMany(organizationId, 3);
  const superuser = await connectAs("superuser");
  await superuser.query(`ALTER TABLE "AuditEvent" DISABLE TRIGGER ALL`);
  await superuser.query(
    `UPDATE "AuditEvent" SET payload = replace(payload, 'Payments', 'Payment5'),
       hash = sha256(convert_to(replace(payload, 'Payments', 'Payment5'), 'UTF8'))
     WHERE "organizationId" = $1 AND seq = 3`,
    [organizationId],
  );
  await superuser.query(`ALTER TABLE "AuditEvent" ENABLE ALWAYS TRIGGER "AuditEvent_only_grows"`);
  expect(await downloadReceipt(context)).toMatchObject({ ok: false, failure: { kind: "conflict" } });
});

test("the first event of a chain has its receipt soon, without anybody asking", async () => {
  const { organizationId } = (await makeActContext("owner")).viewer;
  await recordMany(organizationId, 1);
  const keys = await readKeys();
  await expect
    .poll(async () => newestOf((await readReceipts(folder, keys)).get(organizationId) ?? new Map()), {
      timeout: 20_000,
    })
    .toBe(1);
  expect(readFileSync(file, "utf8")).toContain(organizationId);
});
