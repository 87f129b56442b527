import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeAuditKey, makeChain } from "@/lib/audit/chain.fixture";
import { makeReceipt } from "@/lib/audit/export/export.fixture";
import { newOrganizationId } from "@/lib/ids";
import { checkReceipt, writeReceipt } from "./receipt";
import { appendReceipt, newestOf, readReceipts } from "./receipts-file";

const key = makeAuditKey();
const keys = new Map([[key.kid, key.publicKey]]);
const { organizationId, rows } = makeChain(6, key);
const receipts = rows.map((row) => makeReceipt(row, organizationId, key));

function receiptAt(seq: number) {
  const receipt = receipts[seq - 1];
  if (receipt === undefined) throw new Error(`There is no receipt ${seq}.`);
  return receipt;
}

function makeFile(name = "receipts-one.ndjson"): string {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-receipts-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, name);
}

test("receipts are added line by line to a file of the owner alone", async () => {
  const file = makeFile();
  for (const receipt of receipts.slice(0, 3)) await appendReceipt(file, receipt);
  const lines = readFileSync(file, "utf8").split("\n");
  expect(lines.slice(0, -1).map((line) => checkReceipt(line, keys))).toEqual(
    receipts.slice(0, 3).map((value) => ({ ok: true, value })),
  );
  expect(lines.at(-1)).toBe("");
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

const receiptsIn = async (file: string) =>
  Object.fromEntries((await readReceipts(dirname(file), keys)).get(organizationId) ?? []);

const knownOf = (...seqs: readonly number[]) =>
  Object.fromEntries(
    seqs.map((seq) => {
      const { hash, ts } = receiptAt(seq);
      return [seq, [{ hash, ts }]];
    }),
  );

test("half a line that a crash left takes no other with it", async () => {
  const file = makeFile();
  await appendReceipt(file, receiptAt(1));
  appendFileSync(file, writeReceipt(receiptAt(3)).slice(0, 50));
  await appendReceipt(file, receiptAt(2));
  expect(await receiptsIn(file)).toEqual(knownOf(1, 2));
});

test("those of all instances count, in whatever order they were written", async () => {
  const file = makeFile();
  for (const seq of [2, 5, 3, 5]) await appendReceipt(file, receiptAt(seq));
  await appendReceipt(file.replace("one", "two"), receiptAt(6));
  expect(await receiptsIn(file)).toEqual(knownOf(2, 3, 5, 6));
  const all = await readReceipts(dirname(file), keys, organizationId);
  expect(newestOf(all.get(organizationId) ?? new Map())).toBe(6);
  expect((await readReceipts(dirname(file), keys, newOrganizationId())).size).toBe(0);
});

test("of an event that two receipts contradict each other about, both are told, each once", async () => {
  const file = makeFile();
  const other = makeChain(6, key, organizationId)
    .rows.slice(3, 4)
    .map((row) => makeReceipt(row, organizationId, key));
  await appendReceipt(file, receiptAt(4));
  for (const receipt of [...other, receiptAt(4), ...other]) await appendReceipt(file, receipt);
  const known = [receiptAt(4), ...other].map(({ hash, ts }) => ({ hash, ts }));
  expect(new Set(known.map(({ hash }) => hash)).size).toBe(2);
  expect(await receiptsIn(file)).toEqual({ 4: known });
});

test("what is of others, or that nobody known signed, counts for nothing", async () => {
  const file = makeFile();
  expect(await receiptsIn(file)).toEqual({});
  await appendReceipt(file, receiptAt(1));
  for (const row of rows.slice(-1)) {
    await appendReceipt(file, makeReceipt(row, organizationId, makeAuditKey()));
    await appendReceipt(file, makeReceipt(row, newOrganizationId(), key));
  }
  appendFileSync(file, `${writeReceipt(receiptAt(2)).replace('"seq":2', '"seq":9')}\n`);
  expect(await receiptsIn(file)).toEqual(knownOf(1));
  expect(newestOf(new Map())).toBeNull();
});
