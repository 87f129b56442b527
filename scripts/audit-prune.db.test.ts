import { execFile, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { getAuditKey } from "@/lib/audit/audit-key";
import { writePublicKey } from "@/lib/audit/public-keys";
import { takePruneLock } from "@/lib/audit/retention/prune-lock";
import { addEvents, readSeqs } from "@/lib/audit/retention/retention.fixture";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { getDb } from "@/lib/db/client";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/lib/db/embedded";
import { connectAs } from "@/lib/db/test-connection.fixture";
import type { OrganizationId } from "@/lib/ids";
import { applyMigrations } from "@/prisma/migrate";
import { openHomeFolder } from "./home-folder";
import { takeRunLock } from "./run-lock";

const root = fileURLToPath(new URL("..", import.meta.url));
const dayMs = 24 * 60 * 60 * 1000;

const folder = mkdtempSync(join(tmpdir(), "latchkey-prune-"));
const productHome = join(folder, "home");
// Each run of the command is a process of its own, and a test makes several.
vi.setConfig({ testTimeout: 180_000 });

let server: EmbeddedPostgres;
let endProduct: () => Promise<void>;

// A server that keeps what it says it keeps, as a product that runs has it; no other is accepted.
beforeAll(async () => {
  chmodSync(folder, 0o711);
  const lock = await takeRunLock(await openHomeFolder(productHome), "npm start");
  server = await startEmbeddedPostgres({ home: productHome, log: () => undefined });
  await applyMigrations(server);
  Object.assign(process.env, {
    DATABASE_URL: server.appUrl,
    TEST_OWNER_URL: server.ownerUrl,
    TEST_SUPERUSER_URL: server.superuserUrl,
  });
  endProduct = async () => {
    await server.stop();
    lock.release();
  };
});

afterAll(async () => {
  await endProduct();
  await rm(server.folder, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

interface Outcome {
  readonly code: number | string | null | undefined;
  readonly output: string;
}

function run(program: string, flags: readonly string[], env: Record<string, string>): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { cwd: root, env: { ...env, NODE_ENV: "test" as const } };
    execFile(program, flags, options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, output: stdout + stderr });
    });
  });
}

async function makeHome(): Promise<string> {
  const place = await mkdtemp(join(tmpdir(), "latchkey-prune-"));
  onTestFinished(() => rm(place, { recursive: true }));
  return join(place, "home");
}

function environment(home: string, changes: Record<string, string> = {}): Record<string, string> {
  const { PATH = "", DATABASE_URL = "", TEST_OWNER_URL = "" } = process.env;
  const { AUDIT_KEY_FILE = "", KEYRING_FILE = "" } = process.env;
  const keys = { AUDIT_KEY_FILE, KEYRING_FILE };
  return { PATH, DATABASE_URL, DATABASE_OWNER_URL: TEST_OWNER_URL, ...keys, LATCHKEY_HOME: home, ...changes };
}

function runScript(script: string, flags: readonly string[], env: Record<string, string>): Promise<Outcome> {
  return run(process.execPath, ["--import", "tsx", `scripts/${script}.ts`, "--no-env-file", ...flags], env);
}

/** An organization with two events that are older than 400 days and one that is not. */
async function makeOrganization(name: string): Promise<OrganizationId> {
  const { viewer } = await makeActContext("owner");
  const id = viewer.organizationId;
  await getDb().organization.update({ where: { id }, data: { name } });
  await addEvents(
    id,
    [500, 450, 1].map((days) => new Date(Date.now() - days * dayMs)),
  );
  return id;
}

test("each organization's oldest events go into an archive; a dry run says so and does nothing", async () => {
  const name = "Acme Retail";
  const id = await makeOrganization(name);
  const kept = await makeOrganization("Globex");
  await getDb().organization.update({ where: { id: kept }, data: { retentionDays: 0 } });
  const home = await makeHome();
  const file = join(home, "archive", `${id}-1-2.ndjson`);

  expect(await runScript("audit-prune", ["--dry-run", "--organization", name], environment(home))).toEqual({
    code: 0,
    output: `${name}: would archive, seal and remove events 1 to 2.\n`,
  });
  expect(await readdir(home)).not.toContain("archive");

  expect(await runScript("audit-prune", [], environment(home))).toEqual({
    code: 0,
    output: `${[
      `${name}: archived events 1 to 2 in ${file}.`,
      `${name}: sealed events 1 to 2 with event 4.`,
      `${name}: removed events 1 to 2 from the database.`,
      "Globex: keeps its events for ever.",
    ].join("\n")}\n`,
  });
  expect(await readSeqs(id)).toEqual([3, 4]);
  expect(await readSeqs(kept)).toEqual([1, 2, 3]);
  expect(await runScript("audit-prune", ["--organization", name], environment(home))).toEqual({
    code: 0,
    output: `${name}: nothing to remove, events are kept for 400 days.\n`,
  });
});

test("the log that is left verifies, and so does the archive, here and in another language", async () => {
  const name = "Umbrella";
  const id = await makeOrganization(name);
  const home = await makeHome();
  await runScript("audit-prune", ["--organization", name], environment(home));
  const good = { code: 0, output: expect.stringMatching(/^Good: /m) };
  expect(await runScript("audit-verify", [], environment(home))).toEqual(good);
  const file = join(home, "archive", `${id}-1-2.ndjson`);
  const key = join(home, "public.jwk");
  await writeFile(key, writePublicKey(getAuditKey()));
  const { PATH = "" } = process.env;
  expect(await runScript("audit-verify", ["--file", file, "--key", key], { PATH })).toEqual(good);
  const isThere = spawnSync("python3", ["--version"]).error === undefined;
  expect(await run("python3", ["docs/verify_audit.py", file, key], { PATH })).toEqual(
    isThere ? good : { code: "ENOENT", output: "" },
  );
});

test("a log that is not as it should be keeps its events, and the others are pruned: exit 1", async () => {
  const id = await makeOrganization("Hooli");
  const other = await makeOrganization("Initech");
  const superuser = await connectAs("superuser");
  await superuser.query(`ALTER TABLE "AuditEvent" DISABLE TRIGGER "AuditEvent_only_grows"`);
  await superuser.query(
    `UPDATE "AuditEvent" SET "targetName" = 'X' WHERE "organizationId" = $1 AND "seq" = 2`,
    [id],
  );
  await superuser.query(`ALTER TABLE "AuditEvent" ENABLE ALWAYS TRIGGER "AuditEvent_only_grows"`);
  const { code, output } = await runScript("audit-prune", [], environment(await makeHome()));
  expect(output).toContain("Hooli: event 2 is not as it was signed (columns_differ: ");
  expect(output).toContain("Initech: removed events 1 to 2 from the database.");
  expect(code).toBe(1);
  expect(await readSeqs(id)).toEqual([1, 2, 3]);
  expect(await readSeqs(other)).toEqual([3, 4]);
});

test("while another one works on the database, it says so: exit 2", async () => {
  const id = await makeOrganization("Vandelay");
  const owner = await connectAs("owner");
  await takePruneLock(owner);
  expect(await runScript("audit-prune", [], environment(await makeHome()))).toEqual({
    code: 2,
    output: "Another npm run audit:prune works on this database: let it finish.\n",
  });
  expect(await readSeqs(id)).toEqual([1, 2, 3]);
});

test("a role that does not own the tables removes nothing: exit 2", async () => {
  const changes = { DATABASE_OWNER_URL: server.appUrl };
  const { code, output } = await runScript("audit-prune", [], environment(await makeHome(), changes));
  expect(output).toContain("permission denied");
  expect(code).toBe(2);
});

test("two databases under two names are not taken for one: exit 2", async () => {
  const id = await makeOrganization("Wonka");
  const superuser = await connectAs("superuser");
  await superuser.query(`CREATE DATABASE another OWNER ${new URL(server.ownerUrl).username}`);
  const another = Object.assign(new URL(server.ownerUrl), { pathname: "/another" }).href;
  const changes = { DATABASE_OWNER_URL: another };
  expect(await runScript("audit-prune", [], environment(await makeHome(), changes))).toEqual({
    code: 2,
    output: "DATABASE_URL and DATABASE_OWNER_URL name two databases: they must name one.\n",
  });
  expect(await readSeqs(id)).toEqual([1, 2, 3]);
});

test.each<[string, Record<string, string>, string[], string]>([
  ["no owner's role", { DATABASE_OWNER_URL: "" }, [], "DATABASE_OWNER_URL is not set"],
  ["no database", { DATABASE_URL: "", DATABASE_OWNER_URL: "" }, [], "There is no database in"],
  ["a name that nobody has", {}, ["--organization", "Nobody"], "There is no organization named Nobody."],
  ["an unknown flag", {}, ["--fast"], "Usage: npm run audit:prune"],
])("%s is one sentence and exit 2", async (_, changes, flags, sentence) => {
  const { code, output } = await runScript("audit-prune", flags, environment(await makeHome(), changes));
  expect(output).toContain(sentence);
  expect(output.trim().split("\n")).toHaveLength(1);
  expect(code).toBe(2);
});

test("the database that comes along is pruned beside a product that runs, and without one", async () => {
  const given = environment(productHome, { DATABASE_URL: "", DATABASE_OWNER_URL: "" });
  for (const name of ["Stark", "Wayne"]) {
    await makeOrganization(name);
    if (name === "Wayne") await endProduct();
    const { code, output } = await runScript("audit-prune", ["--organization", name], given);
    expect(output).toContain(`${name}: removed events 1 to 2 from the database.`);
    expect(code).toBe(0);
  }
});
