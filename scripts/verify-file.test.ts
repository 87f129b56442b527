import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { genesisOf } from "@/lib/audit/chain";
import {
  growChain,
  makeAcknowledgement,
  makeAuditKey,
  makeChain,
  makeDraft,
  makeSeal,
} from "@/lib/audit/chain.fixture";
import { makeExport, makeReceipt } from "@/lib/audit/export/export.fixture";
import { writePublicKey } from "@/lib/audit/public-keys";
import { writeReceipt } from "@/lib/audit/receipts/receipt";
import { verifyFile } from "./verify-file";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "latchkey-verify-file-"));
afterAll(() => rmSync(folder, { recursive: true }));

const key = makeAuditKey();
const stranger = makeAuditKey();
const chain = makeChain(5, key);
const { organizationId, rows } = chain;
const whole = makeExport(chain, key);
const chosen = makeExport(chain, key, { filter: { q: "Zoë" }, chosen: (row) => row.seq > 2n });
const older = makeExport({ organizationId, rows: rows.slice(0, 3) }, key);
const own = makeExport(makeChain(5, stranger, organizationId), key);
const plain = () => makeDraft();
const sealed = growChain(chain, [makeSeal(3), plain], key);
const before = rows.slice(2, 3)[0] ?? genesisOf(organizationId);
const later = makeExport({ organizationId, rows: sealed.slice(3) }, key, { before });
const unsealed = makeExport({ organizationId, rows: rows.slice(3) }, key, { before });
const type = "latchkey.audit.archive";
const archive = makeExport({ organizationId, rows: rows.slice(0, 3) }, key, { type });
const kept = { organizationId, rows: rows.slice(0, 2) };
const restored = growChain(kept, [plain, plain, plain, makeAcknowledgement(2, 5)], key);
const receiptOf = (index: number, by = key) =>
  rows.slice(index, index + 1).map((row) => writeReceipt(makeReceipt(row, organizationId, by)))[0];

let written = 0;
function write(text: string): string {
  written += 1;
  const file = join(folder, String(written));
  writeFileSync(file, text);
  return file;
}

const keyFile = write(writePublicKey(key));
const line = (index: number) => whole[index] ?? "";

interface Case {
  readonly lines: readonly string[];
  readonly receipt?: string | undefined;
  readonly code: 0 | 1 | 2;
  /** What both verifiers say. */
  readonly says: string;
}

const cases: Readonly<Record<string, Case>> = {
  "an untouched log": { lines: whole, code: 0, says: "all from 1 to 5 are there as they were signed" },
  "a filtered log": { lines: chosen, code: 0, says: "not shown that none was left out" },
  "a log that holds what the receipt says": {
    lines: whole,
    receipt: receiptOf(4),
    code: 0,
    says: "Good: 5 events",
  },
  "a log that begins after an archive": {
    lines: later,
    code: 0,
    says: "all from 4 to 7 are there as they were signed",
  },
  "a log that begins after an archive, with the receipt of its last event": {
    lines: later,
    receipt: receiptOf(2),
    code: 0,
    says: "vents 1 to 3 are in an archive",
  },
  "a log that begins later for no reason": { lines: unsealed, code: 1, says: "Tampered: event 1, missing" },
  "an archive": { lines: archive, code: 0, says: "all from 1 to 3 are there as they were signed" },
  "a receipt of a log that was given up": {
    lines: makeExport({ organizationId, rows: restored }, key),
    receipt: receiptOf(3),
    code: 0,
    says: "eceipt is of a log that was given up",
  },
  "a receipt of a log that was put back, which nobody has acknowledged": {
    lines: makeExport({ organizationId, rows: restored.slice(0, -1) }, key),
    receipt: receiptOf(3),
    code: 1,
    says: "Tampered: event 4, ",
  },
  "an edited event": {
    lines: whole.with(3, line(3).replace("Payments", "Payment5")),
    code: 1,
    says: "Tampered: event 3,",
  },
  "a missing event": { lines: whole.toSpliced(2, 1), code: 1, says: "missing" },
  "an inserted event": { lines: whole.toSpliced(3, 0, line(1)), code: 1, says: "inserted" },
  "events in another order": { lines: whole.with(3, line(4)).with(4, line(3)), code: 1, says: "reordered" },
  "a wrong signature": {
    lines: whole.with(3, line(3).replace(/"signature":"..../, '"signature":"AAAA')),
    code: 1,
    says: "wrong_signature",
  },
  "a tail that was cut": { lines: whole.slice(0, 4), code: 1, says: "Tampered: event 4, cut_tail" },
  "a log older than the receipt": {
    lines: older,
    receipt: receiptOf(4),
    code: 1,
    says: "older_than_receipt",
  },
  "an edited manifest": {
    lines: whole.with(0, line(0).replace("11:00", "12:00")),
    code: 1,
    says: "the manifest",
  },
  "an edited event of a filtered log": {
    lines: chosen.with(1, (chosen[1] ?? "").replace("Payments", "Payment5")),
    code: 1,
    says: "edited",
  },
  "events of a key that is not known": { lines: own, code: 2, says: "a key that was not given" },
  "a receipt of a key that is not known": {
    lines: whole,
    receipt: receiptOf(4, stranger),
    code: 2,
    says: "Cannot tell: the receipt",
  },
  "another file": { lines: ["number,time"], code: 2, says: "does not begin with the manifest" },
};

interface Run {
  readonly code: number | string | null | undefined;
  readonly output: string;
}

function run(program: string, script: readonly string[]): Promise<Run> {
  // Nothing of the product's environment: no database, no folder, no secret.
  const env = { PATH: process.env.PATH, LATCHKEY_HOME: join(folder, "nowhere"), NODE_ENV: "test" as const };
  return new Promise((resolve) => {
    execFile(program, script, { cwd: root, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, output: stdout + stderr });
    });
  });
}

const runCommand = (flags: readonly string[]) =>
  run(process.execPath, ["--import", "tsx", "scripts/audit-verify.ts", "--no-env-file", ...flags]);

/** What spawning says where there is no such program. */
const hasPython = spawnSync("python3", ["--version"]).error === undefined;

describe.each(Object.entries(cases))("%s", (_, { lines, receipt, code, says }) => {
  const file = write(lines.map((text) => `${text}\n`).join(""));
  const receiptFile = receipt === undefined ? undefined : write(receipt);

  test("is told in one sentence, with a public key and nothing else", async () => {
    const verdict = await verifyFile(
      { file, key: keyFile, receipt: receiptFile },
      new AbortController().signal,
    );
    expect(verdict).toEqual({ code, sentence: expect.stringContaining(says) });
  });

  test("is told alike by a verifier in another language", async () => {
    const receipts = receiptFile === undefined ? [] : [receiptFile];
    const ran = await run("python3", ["docs/verify_audit.py", file, keyFile, ...receipts]);
    // Where there is no Python 3 that is all this can show.
    expect(ran).toEqual(
      hasPython ? { code, output: expect.stringContaining(says) } : { code: "ENOENT", output: "" },
    );
  });
});

test.each<[string, Case]>([
  ["good", { lines: whole, receipt: receiptOf(4), code: 0, says: "; the receipt agrees." }],
  [
    "tampered",
    { lines: whole.toSpliced(2, 1), code: 1, says: "Tampered: event 2, line 3, missing: it is not there." },
  ],
  ["cannot tell", { lines: own, code: 2, says: "Cannot tell: " }],
])("npm run audit:verify -- --file says %s by its exit code", async (_, { lines, receipt, code, says }) => {
  const flags = ["--file", write(lines.map((text) => `${text}\n`).join("")), "--key", keyFile];
  const ran = await runCommand([...flags, ...(receipt === undefined ? [] : ["--receipt", write(receipt)])]);
  expect(ran).toEqual({ code, output: expect.stringContaining(says) });
});

test.each<[string, readonly string[], string]>([
  ["a file that is not there", ["--file", join(folder, "none"), "--key", keyFile], "cannot be read"],
  ["a folder", ["--file", folder, "--key", keyFile], "cannot be read"],
  ["a key that is none", ["--file", keyFile, "--key", write("{}")], "is no public audit key"],
  ["a file without a key", ["--file", keyFile], "Usage: npm run audit:verify"],
  ["a receipt without a file", ["--receipt", keyFile], "Usage: npm run audit:verify"],
])("%s is one sentence and exit 2", async (_, flags, sentence) => {
  const { code, output } = await runCommand(flags);
  expect(output).toContain(sentence);
  expect(output.trim().split("\n")).toHaveLength(1);
  expect(code).toBe(2);
});
