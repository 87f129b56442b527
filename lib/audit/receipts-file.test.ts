import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { newOrganizationId } from "@/lib/ids";
import { makeAuditKey, makeChain } from "./chain.fixture";
import { makeReceipt } from "./export.fixture";
import { checkReceipt, writeReceipt } from "./receipt";
import { appendReceipt, findNewestReceipt } from "./receipts-file";

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

test("half a line that a crash left takes no other with it", async () => {
  const file = makeFile();
  await appendReceipt(file, receiptAt(1));
  appendFileSync(file, writeReceipt(receiptAt(3)).slice(0, 50));
  await appendReceipt(file, receiptAt(2));
  expect(await findNewestReceipt(file, organizationId, keys)).toEqual(receiptAt(2));
});

test("the newest is found among the files of all instances, in whatever order they were written", async () => {
  const file = makeFile();
  for (const seq of [2, 5, 3]) await appendReceipt(file, receiptAt(seq));
  expect(await findNewestReceipt(file, organizationId, keys)).toEqual(receiptAt(5));
  await appendReceipt(file.replace("one", "two"), receiptAt(6));
  expect(await findNewestReceipt(file, organizationId, keys)).toEqual(receiptAt(6));
});

test("what is of others, or that nobody known signed, counts for nothing", async () => {
  const file = makeFile();
  expect(await findNewestReceipt(file, organizationId, keys)).toBeNull();
  await appendReceipt(file, receiptAt(1));
  const [last] = rows.slice(-1);
  if (last === undefined) throw new Error("The chain is empty.");
  await appendReceipt(file, makeReceipt(last, organizationId, makeAuditKey()));
  await appendReceipt(file, makeReceipt(last, newOrganizationId(), key));
  appendFileSync(file, `${writeReceipt(receiptAt(2)).replace('"seq":2', '"seq":9')}\n`);
  expect(await findNewestReceipt(file, organizationId, keys)).toEqual(receiptAt(1));
});
