import { createHash, sign } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type AuditRow, buildLink } from "@/lib/audit/chain";
import { makeAuditKey, makeChain, makeDraft, makeOrigin } from "@/lib/audit/chain.fixture";
import { writeReceipt } from "@/lib/audit/receipts/receipt";
import { newOrganizationId } from "@/lib/ids";
import { makeExport, makeReceipt } from "./export.fixture";
import { verifyExport } from "./verify-export";
import { writeEventLine } from "./write-export";

const key = makeAuditKey();
const keys = new Map([[key.kid, key.publicKey]]);
const chain = makeChain(12, key);
const { organizationId, rows } = chain;
const whole = makeExport(chain, key);
const filter = { action: "credential.archived", q: "Payments" };
const isEven = (row: AuditRow) => row.seq % 2n === 0n;
const selection = makeExport(chain, key, { filter, chosen: isEven });

function rowAt(seq: number, of = rows): AuditRow {
  const row = of[seq - 1];
  if (row === undefined) throw new Error(`There is no row ${seq}.`);
  return row;
}

const lineOf = (row: AuditRow): string => writeEventLine(row).slice(0, -1);

async function* inChunks(text: string, size = 1_000) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function verify(lines: readonly string[], receipt?: string, size?: number) {
  return verifyExport(inChunks(lines.map((line) => `${line}\n`).join(""), size), keys, receipt);
}

/** A line signed by a key, with a payload that was changed. */
function resign(row: AuditRow, change: (payload: string) => string, by = key): string {
  const payload = change(row.payload);
  const hash = new Uint8Array(createHash("sha256").update(payload).digest());
  return lineOf({ ...row, payload, hash, signature: new Uint8Array(sign(null, hash, by.privateKey)) });
}

test("an untouched export is genuine and complete, however it arrives", async () => {
  for (const size of [1, 7, 1_000, 1_000_000]) {
    expect(await verify(whole, undefined, size)).toMatchObject({
      kind: "genuine",
      count: 12,
      isComplete: true,
      receipt: "none",
      manifest: { organizationId, filter: {}, range: { first: 1, last: 12 }, count: 12, kid: key.kid },
    });
  }
});

test("the export of an empty log is genuine", async () => {
  const empty = makeExport({ organizationId: newOrganizationId(), rows: [] }, key);
  expect(await verify(empty)).toMatchObject({ kind: "genuine", count: 0, isComplete: true });
});

test("a last line without its end, and ends that a copy changed, are no tampering", async () => {
  expect(await verifyExport(inChunks(whole.join("\n")), keys)).toMatchObject({ kind: "genuine" });
  expect(await verifyExport(inChunks(`${whole.join("\r\n")}\r\n`), keys)).toMatchObject({ kind: "genuine" });
});

test("a filtered export is genuine, and not shown to be complete", async () => {
  const expected = { kind: "genuine", isComplete: false, manifest: { filter, count: null } };
  expect(await verify(selection)).toMatchObject({ ...expected, count: 6 });
  expect(await verify(selection.toSpliced(3, 2))).toMatchObject({ ...expected, count: 4 });
  expect(await verify(selection.slice(0, 1))).toMatchObject({ ...expected, count: 0 });
});

describe("in an unfiltered export, the first bad event is named with what is wrong", () => {
  test("any event taken out", async () => {
    for (let seq = 1; seq < 12; seq += 1) {
      expect(await verify(whole.toSpliced(seq, 1))).toEqual({
        kind: "broken",
        problem: "missing",
        seq,
        line: seq + 1,
      });
    }
  });

  test("any number of events cut off the end", async () => {
    for (let seq = 1; seq <= 12; seq += 1) {
      expect(await verify(whole.slice(0, seq))).toMatchObject({ problem: "cut_tail", seq });
    }
  });

  test("a file that ends within a line", async () => {
    const text = `${whole.join("\n")}\n`.slice(0, -300);
    expect(await verifyExport(inChunks(text), keys)).toMatchObject({ problem: "cut_tail", seq: 12 });
  });

  test("any character of any line changed", async () => {
    for (const [index, line] of whole.entries()) {
      for (let at = index; at < line.length; at += 41) {
        const changed = `${line.slice(0, at)}${line[at] === "0" ? "1" : "0"}${line.slice(at + 1)}`;
        const verdict = await verify(whole.with(index, changed));
        if (index === 0) expect(verdict.kind).not.toBe("genuine");
        else expect(verdict).toMatchObject({ kind: "broken", seq: index, line: index + 1 });
      }
    }
  });

  const rename = (text: string) => text.replace("Payments", "Payment5");
  const foreign = makeChain(12, key);
  const other = makeAuditKey();
  const fork = buildLink(
    { organizationId, tip: rowAt(4), occurredAt: new Date() },
    makeOrigin(),
    makeDraft(),
    key,
  );
  const next = (by = key, tip = rowAt(12)) =>
    lineOf(buildLink({ organizationId, tip, occurredAt: new Date() }, makeOrigin(), makeDraft(), by));

  test.each<[string, readonly string[], string, number]>([
    ["a changed payload", whole.with(5, rename(whole[5] ?? "")), "edited", 5],
    [
      "a changed payload with its hash",
      whole.with(5, resign(rowAt(5), rename, { ...other, kid: key.kid })),
      "wrong_signature",
      5,
    ],
    ["something beside what is signed", whole.with(5, (whole[5] ?? "").replace("}", ',"x":1}')), "edited", 5],
    ["a second payload", whole.with(5, (whole[5] ?? "").replace("{", '{"payload":"",')), "edited", 5],
    ["another spelling", whole.with(5, `${whole[5]} `), "edited", 5],
    ["an empty line", whole.toSpliced(5, 0, ""), "edited", 5],
    [
      "the signature of another event",
      whole.with(5, lineOf({ ...rowAt(5), signature: rowAt(6).signature })),
      "wrong_signature",
      5,
    ],
    ["two events exchanged", whole.with(4, whole[5] ?? "").with(5, whole[4] ?? ""), "reordered", 4],
    ["an event moved to the end", [...whole.toSpliced(3, 1), whole[3] ?? ""], "reordered", 3],
    ["an event of the past again", whole.toSpliced(8, 0, whole[2] ?? ""), "inserted", 8],
    ["an event twice", whole.toSpliced(8, 0, whole[7] ?? ""), "inserted", 8],
    [
      "an event of another organization",
      whole.toSpliced(6, 0, lineOf(rowAt(6, foreign.rows))),
      "inserted",
      6,
    ],
    ["an event of another branch", whole.with(5, lineOf(fork)), "inserted", 6],
    ["a later event at the end", [...whole, next()], "inserted", 13],
    [
      "a forged event in the middle",
      whole.toSpliced(6, 0, resign(rowAt(6), rename, other)),
      "wrong_signature",
      6,
    ],
    ["a forged event under a name of its own", whole.toSpliced(6, 0, next(other, rowAt(5))), "inserted", 6],
    ["a forged event that does not even fit", whole.with(6, next(other, rowAt(3))), "inserted", 6],
  ])("%s", async (_, lines, problem, seq) => {
    expect(await verify(lines)).toMatchObject({ kind: "broken", problem, seq });
  });

  test("the manifest of another export of the same log", async () => {
    const shorter = makeExport({ organizationId, rows: rows.slice(0, 7) }, key);
    expect(await verify([shorter[0] ?? "", ...whole.slice(1)])).toMatchObject({
      problem: "inserted",
      seq: 8,
    });
    expect(await verify([whole[0] ?? "", ...shorter.slice(1)])).toMatchObject({
      problem: "cut_tail",
      seq: 8,
    });
    const branch = makeExport({ organizationId, rows: [...rows.slice(0, 4), fork] }, key);
    expect(await verify([branch[0] ?? "", ...whole.slice(1, 6)])).toMatchObject({
      problem: "inserted",
      seq: 5,
    });
  });
});

test("a changed manifest is named, and one that somebody else signed", async () => {
  const changed = (whole[0] ?? "").replace("11:00", "12:00");
  expect(await verify(whole.with(0, changed))).toEqual({
    kind: "broken",
    problem: "edited",
    seq: null,
    line: 1,
  });
  const posing = makeExport(chain, { ...makeAuditKey(), kid: key.kid });
  expect(await verify(whole.with(0, posing[0] ?? ""))).toEqual({
    kind: "broken",
    problem: "wrong_signature",
    seq: null,
    line: 1,
  });
});

test.each<[string, readonly string[], string, number | null]>([
  [
    "a changed payload",
    selection.with(3, (selection[3] ?? "").replace("Payments", "Payment5")),
    "edited",
    null,
  ],
  ["events exchanged", selection.with(2, selection[3] ?? "").with(3, selection[2] ?? ""), "reordered", 4],
  ["an event twice", selection.toSpliced(3, 0, selection[3] ?? ""), "inserted", 6],
  [
    "an event of another organization",
    selection.with(3, lineOf(rowAt(6, makeChain(8, key).rows))),
    "inserted",
    6,
  ],
  [
    "a wrong signature",
    selection.with(3, lineOf({ ...rowAt(6), signature: rowAt(5).signature })),
    "wrong_signature",
    6,
  ],
])("in a filtered export %s is named", async (_, lines, problem, seq) => {
  expect(await verify(lines)).toMatchObject({ kind: "broken", problem, seq });
});

test("neighbours in a filtered export must follow each other", async () => {
  const fork = buildLink(
    { organizationId, tip: rowAt(5), occurredAt: new Date() },
    makeOrigin(),
    makeDraft(),
    key,
  );
  const all = makeExport(chain, key, { filter });
  expect(await verify(all)).toMatchObject({ kind: "genuine", count: 12, isComplete: false });
  expect(await verify(all.with(6, lineOf(fork)))).toMatchObject({ problem: "inserted", seq: 7 });
});

describe("what cannot be told is not called good or bad", () => {
  test.each<[string, readonly string[], string]>([
    ["nothing", [], "not_an_export"],
    ["another file", ["number,time,actor"], "not_an_export"],
    ["events without their manifest", whole.slice(1), "not_an_export"],
  ])("%s", async (_, lines, reason) => {
    expect(await verify(lines)).toEqual({ kind: "cannot_tell", reason });
  });

  test("a key that is not known", async () => {
    const stranger = makeAuditKey();
    expect(await verify(makeExport(makeChain(3, stranger), stranger))).toEqual({
      kind: "cannot_tell",
      reason: "unknown_key",
    });
    const tail = makeChain(3, stranger, organizationId).rows;
    expect(await verify(makeExport({ organizationId, rows: tail }, key))).toEqual({
      kind: "cannot_tell",
      reason: "unknown_key",
    });
    expect(await verify(makeExport({ organizationId, rows: tail }, key, { filter }))).toEqual({
      kind: "cannot_tell",
      reason: "unknown_key",
    });
  });

  test("an event of a later version", async () => {
    const later = resign(rowAt(12), (text) => text.replace('"v":1', '"v":2'));
    expect(await verify(selection.with(6, later))).toEqual({
      kind: "cannot_tell",
      reason: "unknown_version",
    });
  });
});

describe("against a receipt", () => {
  const receiptOf = (row: AuditRow, by = key, of = organizationId) => writeReceipt(makeReceipt(row, of, by));
  const fork = buildLink(
    { organizationId, tip: rowAt(4), occurredAt: new Date() },
    makeOrigin(),
    makeDraft(),
    key,
  );
  const older = makeExport({ organizationId, rows: rows.slice(0, 9) }, key);

  test("a log that holds its event agrees with it", async () => {
    expect(await verify(whole, receiptOf(rowAt(12)))).toMatchObject({ kind: "genuine", receipt: "held" });
    expect(await verify(whole, receiptOf(rowAt(1)))).toMatchObject({ kind: "genuine", receipt: "held" });
    expect(await verify(selection, receiptOf(rowAt(4)))).toMatchObject({ kind: "genuine", receipt: "held" });
    expect(await verify(selection, receiptOf(rowAt(5)))).toMatchObject({
      kind: "genuine",
      receipt: "not_covered",
    });
  });

  test("a log that ends before it is older than the receipt", async () => {
    const expected = { kind: "broken", problem: "older_than_receipt", seq: 10, line: null };
    expect(await verify(older, receiptOf(rowAt(12)))).toEqual(expected);
    const filtered = makeExport({ organizationId, rows: rows.slice(0, 9) }, key, { filter });
    expect(await verify(filtered, receiptOf(rowAt(12)))).toEqual(expected);
  });

  test("a log with another event in its place was put back and gone on from", async () => {
    expect(await verify(whole, receiptOf(fork))).toMatchObject({ problem: "differs_from_receipt", seq: 5 });
    const last = makeExport({ organizationId, rows: rows.slice(0, 5) }, key, { filter, chosen: () => false });
    expect(await verify(last, receiptOf(fork))).toMatchObject({ problem: "differs_from_receipt", seq: 5 });
  });

  const changed = receiptOf(rowAt(5)).replace('"seq":5', '"seq":6');
  test.each<[string, string, string]>([
    ["that is none", "{}", "receipt_unreadable"],
    ["that was changed", changed, "receipt_wrong_signature"],
    ["of a key that is not known", receiptOf(rowAt(5), makeAuditKey()), "receipt_unknown_key"],
    [
      "of another organization",
      receiptOf(rowAt(5), key, newOrganizationId()),
      "receipt_of_another_organization",
    ],
  ])("a receipt %s says nothing about the log", async (_, receipt, reason) => {
    expect(await verify(whole, receipt)).toEqual({ kind: "cannot_tell", reason });
  });
});

test("a file of any size is read with one line in memory", async () => {
  let made = 0;
  let isAhead = false;
  let done = 0;
  async function* slowly() {
    yield Buffer.from(`${whole[0]}\n`);
    for (const line of whole.slice(1)) {
      made += 1;
      isAhead ||= made > done + 1;
      yield Buffer.from(`${line}\n`);
      done += 1;
    }
  }
  expect(await verifyExport(slowly(), keys)).toMatchObject({ kind: "genuine" });
  expect(isAhead).toBe(false);
  expect(made).toBe(12);
});
