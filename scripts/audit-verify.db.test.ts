import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { generateAuditKey, loadAuditKey } from "@/lib/audit/audit-key";
import { makeDraft, makeOrigin } from "@/lib/audit/chain.fixture";
import { buildReceipt } from "@/lib/audit/receipts/receipt";
import { appendReceipt } from "@/lib/audit/receipts/receipts-file";
import { recordEvent } from "@/lib/audit/record-event";
import { recordMany } from "@/lib/audit/record-many.fixture";
import { getDb } from "@/lib/db/client";
import { connectAs } from "@/lib/db/test-connection.fixture";
import { inTransaction } from "@/lib/db/transaction";
import { newOrganizationId } from "@/lib/ids";

const root = fileURLToPath(new URL("..", import.meta.url));
const organizationId = newOrganizationId();

interface Outcome {
  readonly code: number | string | null | undefined;
  readonly output: string;
}

async function runVerify(
  changes: Record<string, string> = {},
  flags: readonly string[] = [],
): Promise<Outcome> {
  const { PATH = "", DATABASE_URL = "", AUDIT_KEY_FILE = "" } = process.env;
  const folder = await makeFolder();
  const given = { PATH, DATABASE_URL, AUDIT_KEY_FILE, LATCHKEY_HOME: join(folder, "home"), ...changes };
  const env = { ...given, NODE_ENV: "test" as const };
  const script = ["--import", "tsx", "scripts/audit-verify.ts", "--no-env-file", ...flags];
  return new Promise((resolve) => {
    execFile(process.execPath, script, { cwd: root, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, output: stdout + stderr });
    });
  });
}

function auditKeyFile(): string {
  return process.env.AUDIT_KEY_FILE ?? "";
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-verify-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

beforeAll(async () => {
  for (let count = 0; count < 5; count += 1) {
    await inTransaction((tx) => recordEvent(tx, organizationId, makeOrigin(), makeDraft()));
  }
  await inTransaction((tx) => recordEvent(tx, newOrganizationId(), makeOrigin(), makeDraft()));
});

test("a log as it was signed is good: exit 0", async () => {
  const { code, output } = await runVerify();
  expect(output).toMatch(/^Good: 6 events in 2 chains, signed with key audit-[0-9a-f]{8}\.\n$/);
  expect(code).toBe(0);
});

test("a changed event is named with its organization and what is wrong: exit 1", async () => {
  const superuser = await connectAs("superuser");
  await superuser.query(`ALTER TABLE "AuditEvent" DISABLE TRIGGER ALL`);
  const setName = (name: string) =>
    superuser.query(`UPDATE "AuditEvent" SET "targetName" = $2 WHERE "organizationId" = $1 AND seq = 3`, [
      organizationId,
      name,
    ]);
  await setName("Another");
  const { code, output } = await runVerify();
  await setName("Payments export");
  await superuser.query(`ALTER TABLE "AuditEvent" ENABLE ALWAYS TRIGGER "AuditEvent_only_grows"`);
  expect(output).toBe(
    `Tampered: organization ${organizationId}, event 3, columns_differ: what it says was signed, but not its columns targetName.\n`,
  );
  expect(code).toBe(1);
});

test("an event that was moved to where no organization is counts as changed: exit 1", async () => {
  const superuser = await connectAs("superuser");
  await superuser.query(`ALTER TABLE "AuditEvent" DISABLE TRIGGER ALL`);
  const nowhere = "00000000-0000-0000-0000-0000000000aa";
  const move = (from: string, to: string) =>
    superuser.query(`UPDATE "AuditEvent" SET "organizationId" = $2 WHERE "organizationId" = $1 AND seq = 5`, [
      from,
      to,
    ]);
  await move(organizationId, nowhere);
  const { code, output } = await runVerify();
  await move(nowhere, organizationId);
  await superuser.query(`ALTER TABLE "AuditEvent" ENABLE ALWAYS TRIGGER "AuditEvent_only_grows"`);
  expect(output).toContain(`Tampered: organization ${nowhere}, event 1`);
  expect(code).toBe(1);
});

test("a log that is behind a receipt in the folder was cut, even to nothing: exit 1", async () => {
  const home = join(await makeFolder(), "home");
  await mkdir(home);
  const vanished = newOrganizationId();
  const event = { hash: "0".repeat(64), ts: "2026-11-22T10:00:00.000Z" };
  for (const [of, seq] of [
    [organizationId, 9],
    [vanished, 2],
  ] as const) {
    const receipt = buildReceipt({ organizationId: of, seq, ...event }, loadAuditKey(auditKeyFile()));
    await appendReceipt(join(home, "receipts-0a.ndjson"), receipt);
  }
  const { code, output } = await runVerify({ LATCHKEY_HOME: home });
  expect(output).toContain(`Tampered: organization ${organizationId}, event 6, older_than_receipt:`);
  expect(output).toContain(`Tampered: organization ${vanished}, event 1, older_than_receipt:`);
  expect(code).toBe(1);
});

test("a log that begins after an archive and was put back once is good, and what it lacks is said", async () => {
  const home = join(await makeFolder(), "home");
  await mkdir(home);
  const key = loadAuditKey(auditKeyFile());
  const of = newOrganizationId();
  await recordMany(of, 6);
  const { hash } = await getDb().auditEvent.findUniqueOrThrow({
    where: { organizationId_seq: { organizationId: of, seq: 4n } },
  });
  const lost = { organizationId: of, seq: 6, hash: "0".repeat(64), ts: "2026-11-22T10:00:00.000Z" };
  await appendReceipt(join(home, "receipts-0a.ndjson"), buildReceipt(lost, key));
  const said = { firstSeq: 1, lastSeq: 4, exportSha256: "5".repeat(64) };
  await recordMany(of, 1, () => ({
    action: "log.sealed",
    outcome: "succeeded",
    target: null,
    detail: { ...said, lastHash: Buffer.from(hash).toString("hex") },
  }));
  const superuser = await connectAs("superuser");
  await superuser.query(`DELETE FROM "AuditEvent" WHERE "organizationId" = $1 AND seq <= 4`, [of]);
  const unacknowledged = await runVerify({ LATCHKEY_HOME: home });
  expect(unacknowledged.output).toContain(`organization ${of}, event 6, differs_from_receipt:`);
  expect(unacknowledged.code).toBe(1);
  await recordMany(of, 1, () => ({
    action: "log.restore_acknowledged",
    outcome: "succeeded",
    target: null,
    detail: { receiptSeq: 6, keptSeq: 5 },
  }));
  const { code, output } = await runVerify({ LATCHKEY_HOME: home });
  expect(output.trim().split("\n")).toEqual([
    `Organization ${of}: events 1 to 4 are in an archive.`,
    `Organization ${of}: receipts of 1 event do not count: they are of a log that was given up by a restore.`,
    expect.stringMatching(/^Good: 10 events in 3 chains, signed with key audit-[0-9a-f]{8}\.$/),
  ]);
  expect(code).toBe(0);
});

test("another audit key can tell nothing: exit 2", async () => {
  const file = join(await makeFolder(), "audit-key.json");
  await writeFile(file, generateAuditKey());
  const { code, output } = await runVerify({ AUDIT_KEY_FILE: file });
  expect(output).toContain(`Cannot tell: organization ${organizationId}, event 1, unknown_key:`);
  expect(code).toBe(2);
});

test.each<[string, Record<string, string>, string[], string]>([
  ["no key file", { AUDIT_KEY_FILE: "/nowhere/audit-key.json" }, [], "cannot be read"],
  ["no database", { DATABASE_URL: "" }, [], "There is no database in"],
  [
    "a database that does not answer",
    { DATABASE_URL: "postgresql://app@127.0.0.1:1/latchkey" },
    [],
    "does not answer",
  ],
  ["an unknown flag", {}, ["--fast"], "Usage: npm run audit:verify"],
])("%s is one sentence and exit 2", async (_, changes, flags, sentence) => {
  const { code, output } = await runVerify(changes, flags);
  expect(output).toContain(sentence);
  expect(output.trim().split("\n")).toHaveLength(1);
  expect(code).toBe(2);
});
