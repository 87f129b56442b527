import { join } from "node:path";
import { expect, test } from "vitest";
import { getAuditKey } from "@/lib/audit/audit-key";
import { makeChain } from "@/lib/audit/chain.fixture";
import { makeReceipt } from "@/lib/audit/export/export.fixture";
import { appendReceipts, newestOf, readReceipts } from "@/lib/audit/receipts/receipts-file";
import { recordMany } from "@/lib/audit/record-many.fixture";
import { acknowledgeRestore } from "@/lib/audit/restore/acknowledge-restore";
import { addEvents, makeRestored, openReceiptsFolder } from "@/lib/audit/restore/restored.fixture";
import { refuseEvents } from "@/lib/auth/account.fixture";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { guardLog } from "./guard-log";

const home = openReceiptsFolder();
const appOrigin = "http://localhost:3000";

async function start() {
  const said: string[] = [];
  const log = await guardLog({ home, appOrigin }, (line) => said.push(line));
  return { said, log };
}

test("a restored database is said at every start, until an owner has acknowledged it", async () => {
  const { context } = await makeRestored();
  const line = expect.stringMatching(
    /^The audit log is older than its receipts: .* at http:\/\/localhost:3000\/audit\.$/,
  );
  expect((await start()).said).toEqual([line]);
  expect((await start()).said).toEqual([line]);
  await acknowledgeRestore(context, {});
  expect((await start()).said).toEqual([]);
});

test("receipts of an organization that is not there are said in one line", async () => {
  const { organizationId, rows } = makeChain(2, getAuditKey());
  const receipts = rows.map((row) => makeReceipt(row, organizationId, getAuditKey()));
  await appendReceipts(join(home, "receipts-two.ndjson"), receipts);
  expect((await start()).said).toEqual([
    expect.stringMatching(new RegExp(`^Receipts in .* does not hold \\(${organizationId}\\): .*\\.$`)),
  ]);
});

test("a finding that cannot be recorded is a refusal of one sentence", async () => {
  const { organizationId } = await makeRestored();
  await refuseEvents(organizationId);
  await expect(start()).rejects.toThrow(/^The database was put back to an older state, and .*\.$/);
});

test("what was recorded during a run has its receipt when it ends", async () => {
  const { organizationId } = (await makeActContext()).viewer;
  await addEvents(organizationId, 2);
  const { said, log } = await start();
  await recordMany(organizationId, 3);
  await log.keepReceipts();
  expect(said).toEqual([]);
  const key = getAuditKey();
  const kept = await readReceipts(home, new Map([[key.kid, key.publicKey]]), organizationId);
  expect(newestOf(kept.get(organizationId) ?? new Map())).toBe(5);
});
