import { expect, test } from "vitest";
import type { AuditRow } from "@/lib/audit/chain";
import {
  growChain,
  makeAcknowledgement,
  makeAuditKey,
  makeChain,
  makeDraft,
  makeSeal,
} from "@/lib/audit/chain.fixture";
import { writeReceipt } from "@/lib/audit/receipts/receipt";
import { newOrganizationId, type OrganizationId } from "@/lib/ids";
import { makeExport, makeReceipt } from "./export.fixture";
import { verifyExport } from "./verify-export";

const key = makeAuditKey();
const keys = new Map([[key.kid, key.publicKey]]);
const chain = makeChain(12, key);
const { organizationId } = chain;
const plain = () => makeDraft();
const sealed = growChain(chain, [makeSeal(10), plain, plain], key);

function rowAt(seq: number, of: readonly AuditRow[] = sealed): AuditRow {
  const row = of[seq - 1];
  if (row === undefined) throw new Error(`There is no row ${seq}.`);
  return row;
}

function verify(lines: readonly string[], receipt?: AuditRow, of: OrganizationId = organizationId) {
  async function* whole() {
    yield Buffer.from(lines.map((line) => `${line}\n`).join(""));
  }
  return verifyExport(whole(), keys, receipt && writeReceipt(makeReceipt(receipt, of, key)));
}

/** The export of a log whose first event is `first`. */
function exportFrom(
  first: number,
  rows: readonly AuditRow[],
  options: Parameters<typeof makeExport>[2] = {},
) {
  const kept = rows.slice(first - 1);
  return makeExport({ organizationId, rows: kept }, key, { before: rowAt(first - 1, rows), ...options });
}

const later = exportFrom(11, sealed);

test("a log that begins later is complete when it says itself that the rest is in an archive", async () => {
  expect(await verify(later)).toMatchObject({
    kind: "genuine",
    isComplete: true,
    count: 5,
    archive: { lastSeq: 10, exportSha256: "5".repeat(64) },
    manifest: { range: { first: 11, last: 15 }, count: 5 },
  });
});

test.each<[string, readonly AuditRow[]]>([
  ["no seal", growChain(chain, [plain, plain, plain], key)],
  ["the seal of fewer events", growChain(chain, [makeSeal(9)], key)],
  ["the seal of more events", growChain(chain, [makeSeal(11)], key)],
  ["a seal of another event 10", growChain(chain, [makeSeal(10, { lastHash: "0".repeat(64) })], key)],
])("a log that begins later with %s misses its first event", async (_, rows) => {
  expect(await verify(exportFrom(11, rows))).toEqual({
    kind: "broken",
    problem: "missing",
    seq: 1,
    line: null,
  });
});

test("the seal of another organization seals nothing", async () => {
  const other = newOrganizationId();
  const foreign = growChain(makeChain(12, key, other), [makeSeal(10), plain, plain], key);
  const unsealed = exportFrom(11, growChain(chain, [plain, plain, plain], key));
  const foreignLine = makeExport({ organizationId: other, rows: foreign }, key)[13] ?? "";
  expect(await verify(unsealed.with(3, foreignLine))).toMatchObject({ problem: "inserted", seq: 13 });
});

test("an event of the archive that is put back stands where none is", async () => {
  const [manifest = "", ...events] = later;
  const archived = makeExport(chain, key)[10] ?? "";
  expect(await verify([manifest, archived, ...events])).toMatchObject({ problem: "inserted", seq: 11 });
  expect(await verify(later.toSpliced(1, 1))).toMatchObject({ problem: "missing", seq: 11 });
  const fork = makeExport({ organizationId, rows: sealed.slice(10) }, key, {
    before: { seq: 10n, hash: rowAt(9).hash },
  });
  expect(await verify(fork)).toMatchObject({ problem: "inserted", seq: 11 });
});

test("an archive is complete from its first to its last event, and needs no seal", async () => {
  const type = "latchkey.audit.archive";
  const first = makeExport({ organizationId, rows: sealed.slice(0, 6) }, key, { type });
  const second = makeExport({ organizationId, rows: sealed.slice(6, 10) }, key, { type, before: rowAt(6) });
  expect(await verify(first)).toMatchObject({
    kind: "genuine",
    isComplete: true,
    count: 6,
    archive: null,
    manifest: { type, range: { first: 1, last: 6 } },
  });
  expect(await verify(second)).toMatchObject({
    kind: "genuine",
    isComplete: true,
    count: 4,
    manifest: { range: { first: 7, last: 10 } },
  });
  expect(await verify(second.slice(0, -1))).toMatchObject({ problem: "cut_tail", seq: 10 });
  expect(await verify(second.toSpliced(2, 1))).toMatchObject({ problem: "missing", seq: 8 });
});

test("a filtered export of a log that begins later holds nothing from before", async () => {
  const filter = { q: "Payments" };
  const some = exportFrom(11, sealed, { filter, chosen: (row) => row.seq !== 12n });
  expect(await verify(some)).toMatchObject({ kind: "genuine", isComplete: false, count: 4 });
  for (const seq of [10, 9, 1]) {
    const archived = makeExport(chain, key)[seq] ?? "";
    expect(await verify(some.toSpliced(1, 0, archived))).toMatchObject({ problem: "inserted", seq });
  }
});

test("a manifest that contradicts itself is not written", () => {
  const { hash } = rowAt(1);
  expect(() => makeExport(chain, key, { before: { seq: 0n, hash } })).toThrow();
  expect(() => makeExport(chain, key, { before: { seq: 3n, hash } })).toThrow();
  const filtered = { type: "latchkey.audit.archive", filter: { q: "Payments" } } as const;
  expect(() => makeExport(chain, key, filtered)).toThrow();
});

test("a receipt of an archived event is not covered, except by the hash that the manifest names", async () => {
  const fork = growChain({ organizationId, rows: sealed.slice(0, 8) }, [plain, plain], key);
  for (const filter of [{}, { q: "Payments" }]) {
    const lines = exportFrom(11, sealed, { filter });
    expect(await verify(lines, rowAt(9))).toMatchObject({ kind: "genuine", receipt: "not_covered" });
    expect(await verify(lines, rowAt(10))).toMatchObject({ kind: "genuine", receipt: "held" });
    expect(await verify(lines, rowAt(11))).toMatchObject({ kind: "genuine", receipt: "held" });
    expect(await verify(lines, rowAt(10, fork))).toMatchObject({ problem: "differs_from_receipt", seq: 10 });
  }
});

const lost = chain.rows;
const acknowledged = growChain(
  { organizationId, rows: lost.slice(0, 8) },
  // Later than everything that was lost: as many seconds as there are events.
  [plain, plain, plain, plain, plain, makeAcknowledgement(8, 12), plain],
  key,
);

test("a receipt of a log that was given up does not count", async () => {
  const lines = makeExport({ organizationId, rows: acknowledged }, key);
  for (const seq of [9, 10, 11, 12]) {
    expect(await verify(lines, rowAt(seq, lost))).toMatchObject({ kind: "genuine", receipt: "given_up" });
    expect(await verify(lines, rowAt(seq, acknowledged))).toMatchObject({ kind: "genuine", receipt: "held" });
  }
  const soon = growChain(
    { organizationId, rows: lost.slice(0, 8) },
    [plain, makeAcknowledgement(8, 12)],
    key,
  );
  expect(await verify(makeExport({ organizationId, rows: soon }, key), rowAt(9, lost))).toMatchObject({
    receipt: "given_up",
  });
});

test("what an acknowledgement does not speak of still counts", async () => {
  const lines = (...next: Parameters<typeof growChain>[1]) =>
    makeExport(
      { organizationId, rows: growChain({ organizationId, rows: lost.slice(0, 8) }, next, key) },
      key,
    );
  const differs = { kind: "broken", problem: "differs_from_receipt" };
  const five = [plain, plain, plain, plain, plain];
  // It was the log of other numbers.
  expect(await verify(lines(...five, makeAcknowledgement(9, 12)), rowAt(9, lost))).toMatchObject(differs);
  expect(await verify(lines(...five, makeAcknowledgement(8, 11)), rowAt(12, lost))).toMatchObject(differs);
  // The receipt is of a later event than the acknowledgement: of the new log, which was put back again.
  const early = lines(makeAcknowledgement(8, 12), plain, plain, plain);
  expect(await verify(early, rowAt(12, lost))).toMatchObject({ ...differs, seq: 12 });
  expect(await verify(lines(makeAcknowledgement(8, 12)), rowAt(12, lost))).toMatchObject({
    problem: "older_than_receipt",
    seq: 10,
  });
});

test("where more is wrong, the event that the receipt contradicts is named when it comes first", async () => {
  const lines = makeExport({ organizationId, rows: acknowledged }, key);
  const edit = (line: number) => lines.with(line, (lines[line] ?? "").replace("Payments", "Payment5"));
  expect(await verify(edit(11), rowAt(10, lost))).toMatchObject({ problem: "differs_from_receipt", seq: 10 });
  expect(await verify(edit(9), rowAt(10, lost))).toMatchObject({ problem: "edited", seq: 9 });
  expect(await verify(edit(15), rowAt(10, lost))).toMatchObject({ problem: "edited", seq: 15 });
});
