import { expect, test } from "vitest";
import { getAuditKey } from "@/lib/audit/audit-key";
import { AuditUnavailable } from "@/lib/audit/audit-unavailable";
import { makeDraft } from "@/lib/audit/chain.fixture";
import { countEvents } from "@/lib/audit/queries/count-events";
import { listEvents } from "@/lib/audit/queries/list-events";
import { downloadReceipt } from "@/lib/audit/receipts/download-proof";
import { recordMany } from "@/lib/audit/record-many.fixture";
import { refuseEvents } from "@/lib/auth/account.fixture";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { getDb } from "@/lib/db/client";
import { connectAs } from "@/lib/db/test-connection.fixture";
import { newCredentialId, newOrganizationId } from "@/lib/ids";
import { exportLog } from "./export-log";
import { readSelection } from "./read-selection";
import { verifyExport } from "./verify-export";

async function makeLog(count: number) {
  const context = await makeActContext("auditor");
  await recordMany(context.viewer.organizationId, count);
  return context;
}

type Context = Awaited<ReturnType<typeof makeLog>>;

async function openExport(context: Context, query: Readonly<Record<string, string>>): Promise<Response> {
  const answer = await exportLog(context, new URLSearchParams(query));
  if (!answer.ok) throw new Error(answer.failure.kind);
  return answer.value;
}

async function verifyText(text: string, receipt?: string) {
  async function* whole() {
    yield Buffer.from(text);
  }
  const { kid, publicKey } = getAuditKey();
  return verifyExport(whole(), new Map([[kid, publicKey]]), receipt);
}

const linesOf = (text: string) => text.split("\n").slice(0, -1);

test("an unfiltered export proves itself to be the whole log as it stood when it was asked for", async () => {
  const context = await makeLog(1_203);
  const { organizationId } = context.viewer;
  const answer = await openExport(context, { format: "ndjson" });
  await recordMany(organizationId, 20);
  const text = await answer.text();
  expect(linesOf(text)).toHaveLength(1_205);
  expect(await verifyText(text)).toMatchObject({
    kind: "genuine",
    isComplete: true,
    count: 1_204,
    manifest: { organizationId, filter: {}, range: { first: 1, last: 1_204 }, count: 1_204 },
  });
  expect(JSON.parse(JSON.parse(linesOf(text).at(-1) ?? "").payload).action).toBe("log.exported");
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-type": "application/x-ndjson; charset=utf-8",
    "content-disposition": expect.stringMatching(
      /^attachment; filename="latchkey-audit-\d{4}-\d\d-\d\d\.ndjson"$/,
    ),
    "cache-control": "private, no-store",
  });
});

test("a filtered export holds what the page shows, and says what it was filtered by", async () => {
  const context = await makeLog(3);
  const { organizationId } = context.viewer;
  const credential = newCredentialId();
  await recordMany(organizationId, 4, () => makeDraft("Nightly export", credential));
  await recordMany(organizationId, 2);
  const query = { format: "ndjson", credential, q: "nightly", before: "5", outcome: "", page: "2" };
  const text = await (await openExport(context, query)).text();
  const seqs = linesOf(text)
    .slice(1)
    .map((line) => JSON.parse(JSON.parse(line).payload).seq);
  expect(seqs).toEqual([4, 5, 6, 7]);
  expect(await verifyText(text)).toMatchObject({
    kind: "genuine",
    isComplete: false,
    count: 4,
    manifest: { filter: { credential, q: "nightly" }, range: { first: 1, last: 10 }, count: null },
  });
});

test("a receipt that is downloaded after an export is of an event that it holds", async () => {
  const context = await makeLog(3);
  for (const [query, isComplete] of [
    [{}, true],
    [{ outcome: "failed" }, false],
  ] as const) {
    const text = await (await openExport(context, { format: "ndjson", ...query })).text();
    const receipt = await downloadReceipt(context);
    const verdict = await verifyText(text, receipt.ok ? await receipt.value.text() : "");
    expect(verdict).toMatchObject({ kind: "genuine", isComplete, receipt: "held" });
  }
});

test("that the log is exported stands in the log before the first byte is sent", async () => {
  const context = await makeLog(3);
  const { organizationId, organizationName } = context.viewer;
  const answer = await openExport(context, { format: "csv", action: "credential.archived", q: "Payments" });
  const [newest] = (await listEvents(organizationId, {})).events;
  expect(newest).toMatchObject({
    seq: 4,
    description: {
      actor: context.viewer.name,
      phrase: "exported the log of",
      target: organizationName,
      facts: "CSV · events 1 to 4 · filtered by action and names",
    },
  });
  await answer.body?.cancel();
});

test("a log that cannot be written is not exported", async () => {
  const context = await makeLog(3);
  const { organizationId } = context.viewer;
  await refuseEvents(organizationId);
  await expect(exportLog(context, new URLSearchParams({ format: "ndjson" }))).rejects.toThrow(
    AuditUnavailable,
  );
  expect(await countEvents(organizationId)).toBe(3);
});

test.each(["", "xlsx", "CSV"])("a format that there is not (%s) exports nothing", async (format) => {
  const context = await makeLog(1);
  expect(await exportLog(context, new URLSearchParams({ format }))).toMatchObject({
    ok: false,
    failure: { kind: "invalid_input" },
  });
  expect(await countEvents(context.viewer.organizationId)).toBe(1);
});

/** Says that the events up to `lastSeq` are in an archive. */
async function sealLog({ viewer }: Context, lastSeq: number): Promise<void> {
  const { organizationId } = viewer;
  const { hash } = await getDb().auditEvent.findUniqueOrThrow({
    where: { organizationId_seq: { organizationId, seq: BigInt(lastSeq) } },
  });
  await recordMany(organizationId, 1, () => ({
    action: "log.sealed",
    outcome: "succeeded",
    target: null,
    detail: {
      firstSeq: 1,
      lastSeq,
      lastHash: Buffer.from(hash).toString("hex"),
      exportSha256: "5".repeat(64),
    },
  }));
}

async function removeEvents({ viewer }: Context, lastSeq: number): Promise<void> {
  const superuser = await connectAs("superuser");
  await superuser.query(`DELETE FROM "AuditEvent" WHERE "organizationId" = $1 AND seq <= $2`, [
    viewer.organizationId,
    lastSeq,
  ]);
}

test("an export begins after what is in an archive, removed already or not", async () => {
  const context = await makeLog(10);
  await sealLog(context, 6);
  const expected = {
    kind: "genuine",
    isComplete: true,
    archive: { lastSeq: 6, exportSha256: "5".repeat(64) },
  };
  const before = await (await openExport(context, { format: "ndjson" })).text();
  expect(await verifyText(before)).toMatchObject({
    ...expected,
    count: 6,
    manifest: { range: { first: 7 } },
  });
  await removeEvents(context, 4);
  expect(await verifyText(await (await openExport(context, { format: "ndjson" })).text())).toMatchObject({
    ...expected,
    count: 7,
  });
  await removeEvents(context, 6);
  const after = await (await openExport(context, { format: "ndjson" })).text();
  expect(await verifyText(after)).toMatchObject({
    ...expected,
    count: 8,
    manifest: { range: { first: 7, last: 14 } },
  });
  expect(JSON.parse(JSON.parse(linesOf(after).at(-1) ?? "").payload).detail).toMatchObject({
    firstSeq: 7,
    lastSeq: 14,
    atMost: 8,
  });
});

test("a seal that nobody signed lets no event out of an export", async () => {
  const context = await makeLog(10);
  await sealLog(context, 6);
  const superuser = await connectAs("superuser");
  await superuser.query(`ALTER TABLE "AuditEvent" DISABLE TRIGGER "AuditEvent_only_grows"`);
  await superuser.query(
    `UPDATE "AuditEvent" SET signature = set_byte(signature, 3, 255 - get_byte(signature, 3)) WHERE "organizationId" = $1 AND seq = 11`,
    [context.viewer.organizationId],
  );
  await superuser.query(`ALTER TABLE "AuditEvent" ENABLE ALWAYS TRIGGER "AuditEvent_only_grows"`);
  const text = await (await openExport(context, { format: "ndjson" })).text();
  expect(await verifyText(text)).toMatchObject({ problem: "wrong_signature", seq: 11 });
});

test("an export whose events are removed before they are read is cut off, and does not end", async () => {
  for (const query of [{ format: "ndjson" }, { format: "csv" }, { format: "ndjson", q: "Payments" }]) {
    const context = await makeLog(10);
    const answer = await openExport(context, query);
    await sealLog(context, 6);
    await removeEvents(context, 6);
    await expect(answer.text()).rejects.toThrow();
  }
});

test("the export of an empty log holds that it was exported", async () => {
  const context = await makeLog(0);
  const text = await (await openExport(context, { format: "ndjson" })).text();
  expect(await verifyText(text)).toMatchObject({ kind: "genuine", count: 1, isComplete: true });
});

test("events are found wherever pages and windows are cut", async () => {
  const organizationId = newOrganizationId();
  await recordMany(organizationId, 23);
  const whole = Array.from({ length: 23 }, (_, index) => BigInt(index + 1));
  for (const pageSize of [1, 2, 7, 23, 100]) {
    for (const windowSize of [1n, 5n, 22n, 23n, 100n]) {
      const seqs: bigint[] = [];
      for await (const rows of readSelection(organizationId, {}, 20n, { pageSize, windowSize })) {
        seqs.push(...rows.map((row) => row.seq));
      }
      expect(seqs).toEqual(whole.slice(0, 20));
    }
  }
});

/** Reads RFC 4180. */
function parseCsv(text: string): string[][] {
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/y;
  const table: string[][] = [[]];
  while (cell.lastIndex < text.length) {
    const [, raw = "", end] = cell.exec(text) ?? [];
    if (end === undefined) throw new Error("This is no CSV.");
    table.at(-1)?.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (end === "\r\n") table.push([]);
  }
  return table.slice(0, -1);
}

test("a CSV has one row per event, and no cell that a spreadsheet would run", async () => {
  const context = await makeLog(0);
  const { organizationId } = context.viewer;
  const starts = ["=", "+", "-", "@", "\t", "\r"];
  const names = [
    ...starts.map((start) => `${start}cmd|' /C calc'!A0`),
    'a "b", c\r\nd',
    "名前",
    "-1",
    "plain",
  ];
  for (const name of names) await recordMany(organizationId, 1, () => makeDraft(name));
  const text = await (await openExport(context, { format: "csv" })).text();
  const [header = [], ...all] = parseCsv(text);
  const rows = all.slice(0, -1);
  expect(all.at(-1)?.[header.indexOf("action")]).toBe("log.exported");
  expect(header.slice(0, 6)).toEqual(["number", "time", "actor", "actor id", "action", "outcome"]);
  expect(rows.map((row) => row.length)).toEqual(names.map(() => header.length));
  const targets = rows.map((row) => row[header.indexOf("target")]);
  expect(targets).toEqual(names.map((name) => (/^[=+\-@\t\r]/.test(name) ? `'${name}` : name)));
  expect(rows.flat().filter((value) => /^[=+\-@\t\r]/.test(value))).toEqual([]);
  expect(rows.map((row) => row[0])).toEqual(names.map((_, index) => String(index + 1)));
  expect(rows.at(-1)?.[header.indexOf("what happened")]).toBe("Ann Lee archived plain");
});
