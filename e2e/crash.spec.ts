import { randomBytes } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import pg from "pg";
import { z } from "zod";
import { findFreePort } from "@/lib/db/embedded/find-free-port";
import { type ControlClient, createControlClient } from "@/sandbox/control-client";
import { findRunningDatabase } from "@/scripts/find-running-database";
import { type RegisteredCredential, registerCredential, testToken } from "./credentials";
import { test } from "./fixtures";
import { type Launch, launchProduct, makeFolder } from "./launch-product";
import { listDescendants } from "./processes";

test("killed at any moment of a token test, the product knows at its next start what it asked and not how it ended", async ({
  openPage,
  watch,
}) => {
  test.setTimeout(240_000);
  watch.expect(/ERR_CONNECTION|Failed to fetch|network error|Failed to load resource/i);
  const folder = await makeFolder();
  const home = join(folder, "home");
  const port = await findFreePort();
  let running: Running | undefined;
  try {
    running = await start(home, port);
    const setupUrl = (await running.launch.waitFor(/^Create the first owner: /)).split(": ")[1] ?? "";
    const page = await openPage({ baseURL: `http://localhost:${port}` });
    await createOwner(page, setupUrl);
    const credential = await registerCredential(page, running.control);

    // Adobe has acted on the call, and no answer has come.
    await holdAnswer(page, running, credential);
    running = await killServer(running, home, port);
    await expectUnanswered(page, running, credential);

    // The answer has come, and its event is about to be written.
    await holdAnswer(page, running, credential);
    const block = await blockOutcome(running.databaseUrl);
    await running.control.release(credential.client.clientId);
    await block.waitForWaiting();
    const killed = killServer(running, home, port);
    block.forget();
    running = await killed;
    await expectUnanswered(page, running, credential);

    const log = await listEvents(running.databaseUrl, credential);
    const asked = { action: "token.test_requested", outcome: "requested" };
    const answered = { action: "token.tested", outcome: "succeeded" };
    expect(log).toEqual([asked, asked, answered, asked, asked, answered]);
  } finally {
    running?.launch.signal("SIGTERM");
    await running?.launch.ended;
    rmSync(folder, { recursive: true, force: true });
  }
});

interface Running {
  readonly launch: Launch;
  readonly control: ControlClient;
  readonly databaseUrl: string;
}

async function start(home: string, port: number): Promise<Running> {
  const controlKey = randomBytes(24).toString("base64url");
  const launch = await launchProduct({ home, port, environment: { SANDBOX_CONTROL_KEY: controlKey } });
  await launch.waitFor(/^Ready on /);
  const database = await findRunningDatabase(home);
  if (database === undefined) throw new Error("The product's database was not found.");
  const sandboxUrl = readFileSync(join(home, "sandbox/url"), "utf8").trim();
  const control = createControlClient(sandboxUrl, controlKey);
  return { launch, control, databaseUrl: database.superuserUrl.reveal() };
}

/** Kills the web server, with which everything ends, and starts the product anew. */
async function killServer({ launch }: Running, home: string, port: number): Promise<Running> {
  const server = listDescendants(launch.pid).find(({ command }) => command.includes("next-server"));
  if (server === undefined) throw new Error("There is no web server.");
  process.kill(server.pid, "SIGKILL");
  await launch.ended;
  return start(home, port);
}

async function createOwner(page: Page, setupUrl: string): Promise<void> {
  await page.goto(setupUrl);
  await page.getByLabel("Organization name", { exact: true }).fill("Blue Harbour");
  await page.getByLabel("Your name", { exact: true }).fill("Mina Holm");
  await page.getByLabel("Email", { exact: true }).fill("mina@example.com");
  await page.getByLabel("Password", { exact: true }).fill(randomBytes(18).toString("base64url"));
  await page.getByRole("button", { name: "Create owner account" }).click();
  await expect(page).toHaveURL("/credentials/new");
}

/** Presses Test token and comes back when the call is with the sandbox. */
async function holdAnswer(page: Page, { control }: Running, { client }: RegisteredCredential): Promise<void> {
  await control.setFaults(client.clientId, { kind: "holdUntilReleased", count: 1 });
  await page.getByRole("button", { name: "Test token", exact: true }).click();
  await control.waitForHeld(1, client.clientId);
}

/** The person is still signed in, reads that the test is unanswered, and the next one succeeds. */
async function expectUnanswered(page: Page, running: Running, credential: RegisteredCredential) {
  const { id, name } = credential;
  const before = await listEvents(running.databaseUrl, credential);
  expect(before.at(-1)).toEqual({ action: "token.test_requested", outcome: "requested" });
  await page.goto("/credentials");
  await expect(page.getByRole("row").filter({ hasText: name })).toContainText("Test unanswered");
  await page.goto(`/audit?credential=${id}`);
  const newest = page.getByRole("table", { name: "Events" }).getByRole("row").nth(1);
  await expect(newest).toContainText(`asked for a token test of ${name}`);

  await page.goto(`/credentials/${id}`);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page.getByRole("main")).toContainText("Test unanswered");
  await expect(page.getByRole("region", { name: "Token test result" })).toHaveCount(0);
  await expect(await testToken(page)).toContainText("The token works");
  await expect(page.getByRole("main")).not.toContainText("Test unanswered");
}

/** What the log holds of the credential's tests, oldest first. */
async function listEvents(databaseUrl: string, { id }: RegisteredCredential) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT action, outcome FROM "AuditEvent" WHERE "targetId" = $1 AND action LIKE 'token.%' ORDER BY seq`,
      [id],
    );
    return z.array(z.object({ action: z.string(), outcome: z.string() })).parse(rows);
  } finally {
    await client.end();
  }
}

/** Makes the product wait where it writes how a test ended. The lock goes down with the database. */
async function blockOutcome(databaseUrl: string) {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on("error", () => undefined);
  await client.connect();
  await client.query(`BEGIN; LOCK TABLE "TokenTest" IN EXCLUSIVE MODE`);
  return {
    waitForWaiting: () =>
      expect
        .poll(
          async () => {
            const { rows } = await client.query(`SELECT 1 FROM pg_locks WHERE NOT granted`);
            return rows.length;
          },
          // The product waits for 3 seconds.
          { intervals: [50] },
        )
        .toBeGreaterThan(0),
    forget: () => void client.end().catch(() => undefined),
  };
}
