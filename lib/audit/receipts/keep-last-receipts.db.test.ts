import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { getAuditKey } from "@/lib/audit/audit-key";
import { instanceChainId } from "@/lib/audit/chain";
import { recordMany } from "@/lib/audit/record-many.fixture";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { connectAs } from "@/lib/db/test-connection.fixture";
import type { OrganizationId } from "@/lib/ids";
import { keepLastReceipts } from "./keep-last-receipts";
import { newestOf, readReceipts } from "./receipts-file";

const folder = mkdtempSync(join(tmpdir(), "latchkey-receipts-"));
const file = join(folder, "receipts-test.ndjson");

beforeAll(() => {
  process.env.RECEIPTS_FILE = file;
});
afterAll(() => rmSync(folder, { recursive: true }));

async function makeLog(count: number): Promise<OrganizationId> {
  const { organizationId } = (await makeActContext("owner")).viewer;
  await recordMany(organizationId, count);
  return organizationId;
}

async function newestKept(chain: OrganizationId): Promise<number | null> {
  const key = getAuditKey();
  const all = await readReceipts(folder, new Map([[key.kid, key.publicKey]]), chain);
  return newestOf(all.get(chain) ?? new Map());
}

test("the newest event of each chain has its receipt at the end, the instance's too", async () => {
  const chains = [await makeLog(3), await makeLog(120), instanceChainId];
  await recordMany(instanceChainId, 2);
  await makeActContext("owner");
  await keepLastReceipts(new Map());
  expect(await Promise.all(chains.map(newestKept))).toEqual([3, 120, 2]);
});

test("what had its receipt before the run gets no other", async () => {
  const still = await makeLog(4);
  const grown = await makeLog(4);
  const linesBefore = readFileSync(file, "utf8").split("\n").length;
  await keepLastReceipts(
    new Map([
      [still, 4],
      [grown, 3],
      [instanceChainId, 2],
    ]),
  );
  const added = readFileSync(file, "utf8")
    .split("\n")
    .slice(linesBefore - 1, -1);
  expect(added.filter((line) => line.includes(still))).toEqual([]);
  expect(added.filter((line) => line.includes(grown))).toHaveLength(1);
});

test("an event that was changed gets none, and takes no other's with it", async () => {
  const changed = await makeLog(3);
  const other = await makeLog(3);
  const superuser = await connectAs("superuser");
  await superuser.query(`ALTER TABLE "AuditEvent" DISABLE TRIGGER ALL`);
  await superuser.query(
    `UPDATE "AuditEvent" SET payload = replace(payload, 'Payments', 'Payment5')
     WHERE "organizationId" = $1 AND seq = 3`,
    [changed],
  );
  await keepLastReceipts(new Map());
  expect(await Promise.all([changed, other].map(newestKept))).toEqual([null, 3]);
});

test("where nothing can be read or written, the end is not held up", async () => {
  const owner = await connectAs("superuser");
  await owner.query(`ALTER TABLE "AuditEvent" RENAME TO "Elsewhere"`);
  await expect(keepLastReceipts(new Map())).resolves.toBeUndefined();
});
