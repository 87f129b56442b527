import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, type Page } from "@playwright/test";
import { z } from "zod";
import { findFreePort } from "@/lib/db/embedded/find-free-port";
import { type ControlClient, createControlClient } from "@/sandbox/control-client";
import { fromRoot, plainEnvironment } from "@/scripts/child";
import { findRunningDatabase } from "@/scripts/find-running-database";
import { ageSessions } from "./age-session";
import { createPerson, type Person } from "./create-person";
import { registerCredential, testToken } from "./credentials";
import { findViolations, themes } from "./find-violations";
import { test } from "./fixtures";
import { type Launch, launchFreshProduct, launchProduct, type Product } from "./launch-product";
import { query } from "./query";
import { signIn } from "./sign-in";

const title = "The log is older than its receipts";

const owner: Person = {
  name: "Mina Holm",
  email: "mina@example.com",
  password: randomBytes(18).toString("base64url"),
  role: "owner",
  organizationName: "Blue Harbour",
};

test("a database that was put back does nothing with a secret until an owner has acknowledged that", async ({
  openPage,
  afterPages,
}) => {
  test.setTimeout(300_000);
  const port = await findFreePort();
  const fresh = await launchFreshProduct(port);
  afterPages(fresh.stop);
  const { home, baseUrl, sandboxControlKey } = fresh.product;
  const start = async (): Promise<Running> => {
    const environment = { SANDBOX_CONTROL_KEY: sandboxControlKey };
    const launch = await launchProduct({ home, port, environment });
    afterPages(() => stop(launch));
    await launch.waitFor(/^Ready on /);
    const databaseUrl = (await findRunningDatabase(home))?.superuserUrl.reveal() ?? "";
    const sandboxUrl = readFileSync(join(home, "sandbox/url"), "utf8").trim();
    return { launch, product: { ...fresh.product, databaseUrl, sandboxUrl } };
  };

  const page = await openPage({ baseURL: baseUrl });
  await setUp(page, fresh.product);
  const { id, name, client } = await registerCredential(page, controlOf(fresh.product));
  await expect(await testToken(page)).toContainText("The token works");
  const admin = await createPerson(fresh.product, "admin", owner.organizationName);
  await leave(page);
  await stop(fresh.launch);
  const data = join(home, "postgres");
  const backup = join(home, "..", "backup");
  copyFolder(data, backup);

  const lost = await start();
  await page.goto(`/credentials/${id}`);
  for (let more = 0; more < 2; more += 1) await testToken(page);
  const lastSeq = await readLastSeq(lost.product);
  await leave(page);
  await stop(lost.launch);
  expect(newestReceipt(home, lastSeq.organizationId)).toBe(lastSeq.seq);
  rmSync(data, { recursive: true });
  copyFolder(backup, data);

  const restored = await start();
  expect(restored.launch.output()).toContain("The audit log is older than its receipts");
  expect(await verifyLog(home)).toMatchObject({ code: 1 });
  await page.goto(`/credentials/${id}`);
  await expect(page).toHaveURL(/\/sign-in/);
  await signIn(page, owner, `/credentials/${id}`);
  await expect(page.getByText("Never tested", { exact: true })).toBeVisible();
  await expect((await testToken(page)).getByRole("alert")).toContainText(title);
  expect((await controlOf(restored.product).requests(client.clientId)).requests).toEqual([]);
  const acknowledge = page
    .getByRole("main")
    .getByRole("button", { name: "Acknowledge restore", exact: true });

  const adminPage = await openPage({ baseURL: baseUrl });
  await signIn(adminPage, admin, "/audit");
  const main = adminPage.getByRole("main");
  await expect(main.getByRole("alert").filter({ hasText: title })).toBeVisible();
  await expect(main.getByRole("button", { name: "Acknowledge restore" })).toHaveCount(0);
  await adminPage.close();

  await page.goto("/audit");
  await expect(page.getByRole("main").getByRole("alert").filter({ hasText: title })).toBeVisible();
  for (const theme of themes) expect(await findViolations(page, theme)).toEqual([]);
  await ageSessions(restored.product, owner, 300, "steppedUpAt");
  await acknowledge.click();
  const dialog = page.getByRole("alertdialog", { name: "Confirm that it is you" });
  await dialog.getByLabel("Password", { exact: true }).fill(owner.password);
  await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(acknowledge).toHaveCount(0);
  await expect(page.getByText(title)).toHaveCount(0);
  await expect(page.getByRole("table", { name: "Events" })).toContainText("acknowledged the restore of");
  await page.getByRole("button", { name: "Verify log", exact: true }).click();
  const proof = page.getByRole("region", { name: "Proof", exact: true });
  await expect(proof.getByRole("status")).toContainText("The log is intact", { timeout: 30_000 });
  expect(await verifyLog(home)).toMatchObject({ code: 0 });
  await page.goto(`/credentials/${id}`);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(await testToken(page)).toContainText("The token works");
  await leave(page);
  await stop(restored.launch);

  const next = await start();
  expect(next.launch.output()).not.toContain("receipts");
  await page.goto("/audit");
  await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
  await expect(page.getByText(title)).toHaveCount(0);
});

interface Running {
  readonly launch: Launch;
  /** As it was, with the database and the sandbox where they are now. */
  readonly product: Product;
}

async function stop(launch: Launch): Promise<void> {
  launch.signal("SIGTERM");
  await launch.ended;
}

async function setUp(page: Page, { setupUrl }: Product): Promise<void> {
  await page.goto(setupUrl);
  await page.getByLabel("Organization name", { exact: true }).fill(owner.organizationName);
  await page.getByLabel("Your name", { exact: true }).fill(owner.name);
  await page.getByLabel("Email", { exact: true }).fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await page.getByRole("button", { name: "Create owner account" }).click();
  await expect(page).toHaveURL("/credentials/new");
}

function controlOf({ sandboxUrl, sandboxControlKey }: Product): ControlClient {
  return createControlClient(sandboxUrl, sandboxControlKey);
}

/** A page that is open while its server stops would report that. */
async function leave(page: Page): Promise<void> {
  await page.goto("about:blank");
}

/** With owners and rights: PostgreSQL asks for them. */
function copyFolder(from: string, to: string): void {
  execFileSync("cp", ["-a", from, to]);
}

async function readLastSeq(product: Product) {
  const tip = z.object({ organizationId: z.string(), seq: z.coerce.number() });
  const sql = `SELECT "organizationId", max(seq) AS seq FROM "AuditEvent"
    WHERE "organizationId" = (SELECT id FROM "Organization") GROUP BY 1`;
  const [found] = await query(product, tip, sql);
  if (found === undefined) throw new Error("There are no events.");
  return found;
}

/** The newest event of an organization that the files of a home folder hold a receipt of. */
function newestReceipt(home: string, organizationId: string): number {
  const receipt = z.object({ organizationId: z.string(), seq: z.number() });
  const lines = readdirSync(home)
    .filter((file) => /^receipts-.+\.ndjson$/.test(file))
    .flatMap((file) => readFileSync(join(home, file), "utf8").split("\n").slice(0, -1));
  const seqs = lines
    .map((line) => receipt.parse(JSON.parse(line)))
    .flatMap((one) => (one.organizationId === organizationId ? [one.seq] : []));
  return Math.max(...seqs);
}

/** `npm run audit:verify` beside the running product. */
async function verifyLog(home: string) {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", fromRoot("scripts/audit-verify.ts"), "--no-env-file"],
    { cwd: fromRoot("."), env: { ...plainEnvironment(), NODE_ENV: "production", LATCHKEY_HOME: home } },
  );
  const [printed] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code: child.exitCode, printed };
}
