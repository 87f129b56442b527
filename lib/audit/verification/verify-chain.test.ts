import { createHash, sign } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type AuditRow, buildLink, genesisOf } from "@/lib/audit/chain";
import { makeAuditKey, makeChain, makeDraft, makeOrigin } from "@/lib/audit/chain.fixture";
import { newOrganizationId, newRequestId } from "@/lib/ids";
import { verifyChain } from "./verify-chain";

const length = 40;
const key = makeAuditKey();
const keys = new Map([[key.kid, key.publicKey]]);
const { organizationId, rows } = makeChain(length, key);

async function* inPages(all: readonly AuditRow[]) {
  const inOrder = [...all].sort((one, other) => Number(one.seq - other.seq));
  for (let at = 0; at < inOrder.length; at += 7) yield inOrder.slice(at, at + 7);
}

function verify(all: readonly AuditRow[], of = organizationId) {
  return verifyChain(of, inPages(all), keys);
}

/** The chain with one row replaced. */
function withRow(index: number, change: Partial<AuditRow>): readonly AuditRow[] {
  return rows.map((row, at) => (at === index ? { ...row, ...change } : row));
}

function rowAt(index: number): AuditRow {
  const row = rows[index];
  if (row === undefined) throw new Error(`There is no row ${index}.`);
  return row;
}

function flip(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return bytes.map((byte, at) => (at === 9 ? byte ^ 1 : byte));
}

function hashOf(payload: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(payload).digest());
}

test("an untouched chain is intact, and its tip is the newest event", async () => {
  expect(await verify(rows)).toEqual({
    kind: "intact",
    tip: { seq: 40n, hash: rowAt(39).hash },
    firstSeq: 1n,
    receiptSeq: null,
    receiptsGivenUp: 0,
  });
});

test("a chain without events is intact", async () => {
  expect(await verify([])).toMatchObject({ kind: "intact", tip: genesisOf(organizationId), firstSeq: 1n });
});

test("progress is told page by page", async () => {
  const told: bigint[] = [];
  await verifyChain(organizationId, inPages(rows), keys, { onProgress: (checked) => told.push(checked) });
  expect(told).toEqual([7n, 14n, 21n, 28n, 35n, 40n]);
});

describe("a change of any one column of any one event names that event", () => {
  const changes: readonly [string, string, (row: AuditRow) => Partial<AuditRow>][] = [
    ["organizationId", "columns_differ", () => ({ organizationId: newOrganizationId() })],
    ["seq", "missing", (row) => ({ seq: row.seq + 1000n })],
    ["id", "columns_differ", () => ({ id: newRequestId() })],
    ["occurredAt", "columns_differ", (row) => ({ occurredAt: new Date(row.occurredAt.getTime() + 1) })],
    ["action", "columns_differ", () => ({ action: "credential.restored" })],
    ["outcome", "columns_differ", () => ({ outcome: "failed" })],
    ["actorType", "columns_differ", () => ({ actorType: "system" })],
    ["actorId", "columns_differ", () => ({ actorId: null })],
    ["actorName", "columns_differ", () => ({ actorName: "Bo Kim" })],
    ["targetType", "columns_differ", () => ({ targetType: null })],
    ["targetId", "columns_differ", () => ({ targetId: newRequestId() })],
    ["targetName", "columns_differ", (row) => ({ targetName: `${row.targetName} ` })],
    ["requestId", "columns_differ", () => ({ requestId: null })],
    ["kid", "columns_differ", () => ({ kid: "audit-other" })],
    ["payload", "edited", (row) => ({ payload: row.payload.replace("Payments", "Payment5") })],
    ["hash", "edited", (row) => ({ hash: flip(row.hash) })],
    ["signature", "wrong_signature", (row) => ({ signature: flip(row.signature) })],
  ];

  test("the list holds every column", () => {
    expect(changes.map(([column]) => column).sort()).toEqual(Object.keys(rowAt(0)).sort());
  });

  test.each(changes)("%s", async (column, kind, change) => {
    for (const [index, row] of rows.entries()) {
      const verdict = await verify(withRow(index, change(row)));
      expect(verdict).toMatchObject({ kind: "broken", seq: BigInt(index + 1), problem: { kind } });
      if (kind === "columns_differ") expect(verdict).toMatchObject({ problem: { columns: [column] } });
    }
  });
});

describe("without the key, no way of rewriting goes unseen", () => {
  test("a payload edited together with its hash", async () => {
    for (const [index, row] of rows.entries()) {
      const payload = row.payload.replace("Payments", "Payment5");
      expect(await verify(withRow(index, { payload, hash: hashOf(payload) }))).toMatchObject({
        seq: BigInt(index + 1),
        problem: { kind: "wrong_signature" },
      });
    }
  });

  test("the same event in another spelling", async () => {
    const respelled = [
      (text: string) => JSON.stringify(JSON.parse(text), null, 1),
      (text: string) => `${text} `,
      (text: string) => text.replace('"v":1', '"v":1,"v":1'),
      (text: string) => text.replace("Payments", "\\u0050ayments"),
      (text: string) => text.replace('"v":1', '"v":1,"zz":1'),
      (text: string) => text.replace('"v":1', '"v":1.0'),
    ];
    for (const respell of respelled) {
      const payload = respell(rowAt(5).payload);
      expect(payload).not.toBe(rowAt(5).payload);
      const hash = hashOf(payload);
      const signature = new Uint8Array(sign(null, hash, key.privateKey));
      expect(await verify(withRow(5, { payload, hash, signature }))).toMatchObject({
        seq: 6n,
        problem: { kind: "edited" },
      });
    }
  });

  test("an event taken out of the middle, or from the start", async () => {
    for (let index = 0; index < length - 1; index += 1) {
      expect(await verify(rows.filter((_, at) => at !== index))).toMatchObject({
        seq: BigInt(index + 1),
        problem: { kind: "missing" },
      });
    }
  });

  test("an event taken out and the rest renumbered", async () => {
    const closedUp = rows.filter((_, at) => at !== 10).map((row, at) => ({ ...row, seq: BigInt(at + 1) }));
    expect(await verify(closedUp)).toMatchObject({ seq: 11n, problem: { kind: "reordered" } });
  });

  test("two events exchanged", async () => {
    const exchanged = rows.map((row, at) => {
      if (at === 3) return { ...rowAt(4), seq: row.seq };
      return at === 4 ? { ...rowAt(3), seq: row.seq } : row;
    });
    expect(await verify(exchanged)).toMatchObject({ seq: 4n, problem: { kind: "reordered" } });
  });

  test("an event of the past put in again", async () => {
    const repeated = [...rows, { ...rowAt(7), seq: 41n }];
    expect(await verify(repeated)).toMatchObject({ seq: 41n, problem: { kind: "inserted" } });
  });

  test("an event of another organization put in", async () => {
    const other = makeChain(length, key);
    const foreign = other.rows[20];
    expect(await verify(withRow(20, { ...foreign, organizationId }))).toMatchObject({
      seq: 21n,
      problem: { kind: "inserted" },
    });
  });

  test("the whole chain of another organization", async () => {
    const { rows: foreign } = makeChain(length, key);
    const renamed = foreign.map((row) => ({ ...row, organizationId }));
    expect(await verify(renamed)).toMatchObject({ seq: 1n, problem: { kind: "inserted" } });
  });

  test("a signature of another event", async () => {
    expect(await verify(withRow(8, { signature: rowAt(9).signature }))).toMatchObject({
      seq: 9n,
      problem: { kind: "wrong_signature" },
    });
  });

  test("an event signed by a key of the forger's own", async () => {
    const forged = buildLink(
      { organizationId, tip: rowAt(39), occurredAt: new Date() },
      makeOrigin(),
      makeDraft(),
      makeAuditKey(),
    );
    expect(await verify([...rows, forged])).toMatchObject({
      seq: 41n,
      problem: { kind: "unknown_key", kid: forged.kid },
    });
    const named = buildLink(
      { organizationId, tip: rowAt(39), occurredAt: new Date() },
      makeOrigin(),
      makeDraft(),
      { ...makeAuditKey(), kid: key.kid },
    );
    expect(await verify([...rows, named])).toMatchObject({ seq: 41n, problem: { kind: "wrong_signature" } });
  });
});

describe("against what is known of an earlier tip", () => {
  const receiptsOf = (...of: readonly AuditRow[]) =>
    new Map(
      of.map((row) => {
        const known = { hash: Buffer.from(row.hash).toString("hex"), ts: row.occurredAt.toISOString() };
        return [Number(row.seq), [known]];
      }),
    );
  const watch = (all: readonly AuditRow[], watching: Parameters<typeof verifyChain>[3]) =>
    verifyChain(organizationId, inPages(all), keys, watching);

  test("a chain that goes on from it is intact", async () => {
    for (const index of [0, 20, 39]) {
      expect(await watch(rows, { receipts: receiptsOf(rowAt(index)), lastSeq: 40n })).toMatchObject({
        kind: "intact",
      });
    }
  });

  test("events cut off the end are missed by the receipt, and while the verification runs", async () => {
    for (let length = 0; length < 40; length += 1) {
      const cut = rows.slice(0, length);
      expect(await watch(cut, { receipts: receiptsOf(rowAt(39)) })).toEqual({
        kind: "broken",
        seq: BigInt(length + 1),
        problem: { kind: "older_than_receipt" },
      });
      expect(await watch(cut, { lastSeq: 40n })).toMatchObject({
        seq: BigInt(length + 1),
        problem: { kind: "cut_tail" },
      });
    }
  });

  test("a log that was put back and gone on from differs from the receipt", async () => {
    const place = { organizationId, tip: rowAt(29), occurredAt: new Date() };
    const other = buildLink(place, makeOrigin(), makeDraft(), key);
    for (const receipts of [receiptsOf(rowAt(30)), receiptsOf(rowAt(3), rowAt(30), rowAt(20))]) {
      expect(await watch([...rows.slice(0, 30), other], { receipts })).toMatchObject({
        seq: 31n,
        problem: { kind: "differs_from_receipt" },
      });
    }
  });
});

describe("of several bad events the first is named, however many are checked at once", () => {
  const long = makeChain(200, key);
  const verifyLong = (change: (row: AuditRow) => Partial<AuditRow>, size: number) => {
    async function* pages() {
      const changed = long.rows.map((row) => ({ ...row, ...change(row) }));
      for (let at = 0; at < changed.length; at += size) yield changed.slice(at, at + size);
    }
    return verifyChain(long.organizationId, pages(), keys);
  };
  const unsign = (row: AuditRow) => ({ signature: flip(row.signature) });
  const rename = () => ({ targetName: "Another" });
  const hide = (row: AuditRow) => ({ seq: row.seq + 1000n });

  test("a wrong signature before or after a changed column", async () => {
    for (const size of [200, 100, 64, 3]) {
      for (const seq of [1n, 2n, 63n, 64n, 65n, 128n, 129n, 199n]) {
        for (const later of [seq + 1n, 200n]) {
          const [first, second] = await Promise.all([
            verifyLong((row) => (row.seq === seq ? unsign(row) : row.seq === later ? rename() : {}), size),
            verifyLong((row) => (row.seq === seq ? rename() : row.seq === later ? unsign(row) : {}), size),
          ]);
          expect(first).toEqual({ kind: "broken", seq, problem: { kind: "wrong_signature" } });
          expect(second).toMatchObject({ kind: "broken", seq, problem: { kind: "columns_differ" } });
        }
      }
    }
  });

  test("a wrong signature before an event that is gone, and on an event whose columns differ", async () => {
    const gone = await verifyLong(
      (row) => (row.seq === 70n ? unsign(row) : row.seq > 71n ? hide(row) : {}),
      200,
    );
    expect(gone).toMatchObject({ seq: 70n, problem: { kind: "wrong_signature" } });
    const both = await verifyLong((row) => (row.seq === 70n ? { ...unsign(row), ...rename() } : {}), 200);
    expect(both).toMatchObject({ seq: 70n, problem: { kind: "wrong_signature" } });
  });

  test("a signature of another length is a wrong one", async () => {
    for (const signature of [new Uint8Array(0), new Uint8Array(63), new Uint8Array(65)]) {
      const verdict = await verifyLong((row) => (row.seq === 70n ? { signature } : {}), 200);
      expect(verdict).toMatchObject({ seq: 70n, problem: { kind: "wrong_signature" } });
    }
  });
});

test("a fault in reading the chain is thrown, and no more is read", async () => {
  let isEnded = false;
  async function* broken() {
    try {
      yield rows.slice(0, 7);
      throw new Error("The database went away.");
    } finally {
      isEnded = true;
    }
  }
  await expect(verifyChain(organizationId, broken(), keys)).rejects.toThrow("went away");
  expect(isEnded).toBe(true);
});

test("what reads the chain is ended when a bad event is found, and is never more than one page ahead", async () => {
  let read = 0;
  let isEnded = false;
  async function* endless() {
    try {
      for (;;) {
        read += 1;
        yield read === 1 ? rows : withRow(0, { targetName: "Another" });
      }
    } finally {
      isEnded = true;
    }
  }
  expect(await verifyChain(organizationId, endless(), keys)).toMatchObject({ kind: "broken" });
  expect(isEnded).toBe(true);
  expect(read).toBeLessThan(4);
});

test("whoever asks it to stop is heard between two events", async () => {
  const abort = new AbortController();
  const verifying = verifyChain(organizationId, inPages(rows), keys, {
    signal: abort.signal,
    onProgress: () => abort.abort(),
  });
  await expect(verifying).rejects.toThrow("aborted");
});

test("other work has its turn while one page is verified", async () => {
  const long = makeChain(500, key);
  let turns = 0;
  let isDone = false;
  const takeTurn = () => {
    turns += 1;
    if (!isDone) setImmediate(takeTurn);
  };
  async function* onePage() {
    setImmediate(takeTurn);
    yield long.rows;
  }
  expect(await verifyChain(long.organizationId, onePage(), keys)).toMatchObject({ kind: "intact" });
  isDone = true;
  expect(turns).toBeGreaterThan(2);
});
