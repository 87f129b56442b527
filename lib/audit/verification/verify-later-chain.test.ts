import { describe, expect, test } from "vitest";
import type { AuditRow } from "@/lib/audit/chain";
import {
  growChain,
  makeAcknowledgement,
  makeAuditKey,
  makeChain,
  makeDraft,
  makeSeal,
} from "@/lib/audit/chain.fixture";
import type { KnownReceipts } from "@/lib/audit/receipts/receipts-file";
import { newOrganizationId } from "@/lib/ids";
import { readLogMarks } from "./log-marks";
import { verifyChain } from "./verify-chain";

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

async function verify(rows: readonly AuditRow[], receipts?: KnownReceipts) {
  async function* inPages() {
    for (let at = 0; at < rows.length; at += 3) yield rows.slice(at, at + 3);
  }
  const marks = readLogMarks(rows, organizationId, keys);
  const lastSeq = rows.at(-1)?.seq ?? 0n;
  return verifyChain(organizationId, inPages(), keys, { marks, lastSeq, receipts });
}

test("a chain may begin with the event after a sealed part, or with any event of that part", async () => {
  for (let first = 1; first <= 11; first += 1) {
    expect(await verify(sealed.slice(first - 1))).toMatchObject({
      kind: "intact",
      firstSeq: BigInt(first),
      tip: { seq: 15n },
    });
  }
});

test("an event that is not sealed is missed, though those before it are sealed", async () => {
  expect(await verify(sealed.slice(11))).toEqual({
    kind: "broken",
    seq: 11n,
    problem: { kind: "missing" },
  });
  expect(await verify(sealed.slice(13))).toMatchObject({ seq: 1n, problem: { kind: "missing" } });
});

test("within what is left of a sealed part nothing may be missing or changed", async () => {
  const left = sealed.slice(4);
  expect(await verify(left.toSpliced(2, 1))).toMatchObject({ seq: 7n, problem: { kind: "missing" } });
  const edited = left.map((row) => (row.seq === 5n ? { ...row, targetName: "Another" } : row));
  expect(await verify(edited)).toMatchObject({ seq: 5n, problem: { kind: "columns_differ" } });
});

describe("a log that begins later is missing its first events", () => {
  const flipped = (row: AuditRow) => ({
    ...row,
    signature: row.signature.map((byte, at) => (at === 9 ? byte ^ 1 : byte)),
  });
  const foreign = growChain(makeChain(12, key, newOrganizationId()), [makeSeal(10)], key);
  const unsealed = growChain(chain, [plain, plain], key);

  test.each<[string, readonly AuditRow[]]>([
    ["when nothing says that they are in an archive", unsealed],
    ["when the seal is not signed", sealed.map((row) => (row.seq === 13n ? flipped(row) : row))],
    ["when the seal is not signed with a known key", growChain(chain, [makeSeal(10), plain], makeAuditKey())],
    [
      "when the seal is of another organization",
      unsealed.map((row) => (row.seq === 13n ? { ...rowAt(13, foreign), organizationId } : row)),
    ],
    [
      "when the seal is another event's in its place",
      unsealed.map((row) => (row.seq === 14n ? { ...rowAt(13), seq: 14n } : row)),
    ],
  ])("%s", async (_, rows) => {
    expect(await verify(rows.slice(10))).toEqual({
      kind: "broken",
      seq: 1n,
      problem: { kind: "missing" },
    });
  });

  test("unless its events are of a key that is not known: that cannot be told", async () => {
    const stranger = makeAuditKey();
    const unknown = growChain(makeChain(12, stranger, organizationId), [makeSeal(10)], stranger);
    expect(await verify(unknown.slice(10))).toEqual({
      kind: "broken",
      seq: 11n,
      problem: { kind: "unknown_key", kid: stranger.kid },
    });
  });

  test("when the seal is of fewer events", async () => {
    const rows = growChain(chain, [makeSeal(9)], key);
    expect(await verify(rows.slice(10))).toMatchObject({ seq: 10n, problem: { kind: "missing" } });
  });

  test("when what is left is not what was sealed", async () => {
    const rows = growChain(chain, [makeSeal(10, { lastHash: "0".repeat(64) }), plain], key);
    for (const first of [2, 6, 10]) {
      expect(await verify(rows.slice(first - 1))).toMatchObject({ seq: 1n, problem: { kind: "missing" } });
    }
    expect(await verify(rows.slice(10))).toMatchObject({ seq: 11n, problem: { kind: "inserted" } });
  });
});

test("a seal of a log that was given up, put in, stands where it has no place", async () => {
  const other = growChain({ organizationId, rows: chain.rows.slice(0, 11) }, [plain, makeSeal(10)], key);
  const rows = sealed.map((row) => (row.seq === 13n ? rowAt(13, other) : row)).slice(10);
  expect(await verify(rows)).toMatchObject({ seq: 13n, problem: { kind: "inserted" } });
});

test("a mark that was there before the walk and is not met by it is missing", async () => {
  async function* pages() {
    yield sealed.slice(0, 12);
  }
  const marks = readLogMarks(sealed, organizationId, keys);
  expect(await verifyChain(organizationId, pages(), keys, { marks })).toMatchObject({
    seq: 13n,
    problem: { kind: "missing" },
  });
});

test("of several seals each lets the log begin after it", async () => {
  const more = growChain({ organizationId, rows: sealed }, [makeSeal(14, { firstSeq: 11 }), plain], key);
  for (const first of [1, 5, 11, 12, 15]) {
    expect(await verify(more.slice(first - 1))).toMatchObject({ kind: "intact", firstSeq: BigInt(first) });
  }
  expect(await verify(more.slice(15))).toMatchObject({ seq: 15n, problem: { kind: "missing" } });
});

function receiptsOf(...rows: readonly AuditRow[]): KnownReceipts {
  const known = new Map<number, { readonly hash: string; readonly ts: string }[]>();
  for (const row of rows) {
    const receipt = { hash: Buffer.from(row.hash).toString("hex"), ts: row.occurredAt.toISOString() };
    known.set(Number(row.seq), [...(known.get(Number(row.seq)) ?? []), receipt]);
  }
  return known;
}

describe("receipts", () => {
  const fork = growChain({ organizationId, rows: sealed.slice(0, 8) }, [plain, plain, plain], key);

  test("of events that are in an archive say nothing here, except of the last", async () => {
    const later = sealed.slice(10);
    expect(await verify(later, receiptsOf(rowAt(9, fork)))).toMatchObject({
      kind: "intact",
      receiptSeq: null,
    });
    expect(await verify(later, receiptsOf(rowAt(10)))).toMatchObject({ kind: "intact", receiptSeq: 10 });
    expect(await verify(later, receiptsOf(rowAt(10), rowAt(14)))).toMatchObject({ receiptSeq: 14 });
    expect(await verify(later, receiptsOf(rowAt(10, fork)))).toMatchObject({
      seq: 10n,
      problem: { kind: "differs_from_receipt" },
    });
    expect(await verify(later, receiptsOf(rowAt(11, fork)))).toMatchObject({
      seq: 11n,
      problem: { kind: "differs_from_receipt" },
    });
  });

  const lost = chain.rows;
  const kept = { organizationId, rows: lost.slice(0, 8) };
  const five = [plain, plain, plain, plain, plain];
  const restored = growChain(kept, [...five, makeAcknowledgement(8, 12), plain], key);

  test("of a log that was given up do not count once that is acknowledged", async () => {
    const old = receiptsOf(rowAt(4), rowAt(9, lost), rowAt(12, lost));
    expect(await verify(restored.slice(0, 13), old)).toMatchObject({
      seq: 9n,
      problem: { kind: "differs_from_receipt" },
    });
    expect(await verify(restored, old)).toMatchObject({
      kind: "intact",
      receiptSeq: 4,
      receiptsGivenUp: 2,
    });
    const both = receiptsOf(rowAt(9, lost), rowAt(9, restored), rowAt(14, restored));
    expect(await verify(restored, both)).toMatchObject({
      kind: "intact",
      receiptSeq: 14,
      receiptsGivenUp: 1,
    });
  });

  test("of a log that was given up do not count though it was longer", async () => {
    const soon = growChain(kept, [plain, makeAcknowledgement(8, 12)], key);
    const early = receiptsOf(rowAt(9, lost));
    expect(await verify(soon, early)).toMatchObject({ kind: "intact", receiptsGivenUp: 1 });
    // Events 11 and 12 of the lost log are of a later time than this acknowledgement.
    expect(await verify(soon, receiptsOf(rowAt(12, lost)))).toMatchObject({
      seq: 11n,
      problem: { kind: "older_than_receipt" },
    });
    const late = growChain(kept, [plain, plain, plain, makeAcknowledgement(8, 12)], key);
    expect(await verify(late, receiptsOf(rowAt(12, lost)))).toMatchObject({
      kind: "intact",
      receiptsGivenUp: 1,
    });
    const long = growChain(kept, [plain, plain, plain, makeAcknowledgement(8, 20)], key);
    const beyond = { hash: "0".repeat(64), ts: rowAt(12, lost).occurredAt.toISOString() };
    expect(await verify(long, new Map([[20, [beyond]]]))).toMatchObject({
      kind: "intact",
      receiptsGivenUp: 1,
    });
    expect(await verify(long, new Map([[21, [beyond]]]))).toMatchObject({
      seq: 13n,
      problem: { kind: "older_than_receipt" },
    });
  });

  test("of other events than were acknowledged still count", async () => {
    for (const [keptSeq, receiptSeq] of [
      [9, 12],
      [8, 8],
    ] as const) {
      const rows = growChain(kept, [...five, makeAcknowledgement(keptSeq, receiptSeq)], key);
      expect(await verify(rows, receiptsOf(rowAt(9, lost)))).toMatchObject({
        seq: 9n,
        problem: { kind: "differs_from_receipt" },
      });
    }
  });

  test("of the log that went on count again when that one is put back", async () => {
    const early = growChain(kept, [makeAcknowledgement(8, 12), plain, plain, plain], key);
    const again = growChain({ organizationId, rows: early.slice(0, 9) }, [plain, plain, plain], key);
    expect(await verify(again, receiptsOf(rowAt(12, early)))).toMatchObject({
      seq: 12n,
      problem: { kind: "differs_from_receipt" },
    });
    expect(await verify(early.slice(0, 10), receiptsOf(rowAt(12, early)))).toMatchObject({
      seq: 11n,
      problem: { kind: "older_than_receipt" },
    });
  });

  test("an acknowledgement that nobody signed lets none go", async () => {
    const forged = restored.map((row) =>
      row.seq === 14n ? { ...row, signature: row.signature.map((byte) => byte ^ 1) } : row,
    );
    expect(await verify(forged, receiptsOf(rowAt(9, lost)))).toMatchObject({
      seq: 9n,
      problem: { kind: "differs_from_receipt" },
    });
  });
});
