import { expect } from "@playwright/test";
import { z } from "zod";
import { appRole } from "@/lib/db/embedded/connect";
import { createControlClient } from "@/sandbox/control-client";
import { findFreePort } from "@/scripts/free-port";
import { findRunningDatabase } from "@/scripts/running-database";
import { countRows } from "./count-rows";
import { registerCredential, testToken } from "./credentials";
import { test } from "./fixtures";
import { type Launch, launchFreshProduct, launchProduct, type Product } from "./launch-product";
import { newOrganization } from "./organization";
import { listDescendants } from "./processes";
import { execute, query } from "./query";

const outcomeSchema = z.object({ action: z.string(), outcome: z.string() });

test("nothing is asked of Adobe and nothing is changed while the log cannot be written", async ({
  signInAs,
}) => {
  test.setTimeout(120_000);
  const { product, stop } = await launchFreshProduct(await findFreePort());
  try {
    const control = createControlClient(product.sandboxUrl, product.sandboxControlKey);
    const organization = newOrganization(product);
    const owner = await organization.personOf("owner");
    const page = await signInAs(owner, { baseURL: product.baseUrl });
    const { id, client } = await registerCredential(page, control);
    const before = await countRows(product, organization);

    await execute(product, `REVOKE INSERT ON "AuditEvent" FROM ${appRole}`);
    const result = await testToken(page);
    await expect(result.getByRole("alert")).toContainText("The audit log cannot be written");
    for (const [path, label, button] of [
      [`/credentials/${id}/edit`, "Notes", "Save"],
      [`/credentials/${id}/secrets`, "Client secret", "Replace secret"],
    ] as const) {
      await page.goto(path);
      await page.getByLabel(label, { exact: true }).fill("changed");
      await page.getByRole("button", { name: button, exact: true }).click();
      await expect(page.getByRole("main").getByRole("alert")).toContainText(
        "The audit log cannot be written",
      );
    }
    expect((await control.requests(client.clientId)).requests).toHaveLength(0);
    expect(await countRows(product, organization)).toEqual(before);

    await execute(product, `GRANT INSERT ON "AuditEvent" TO ${appRole}`);
    await page.goto(`/credentials/${id}`);
    await expect(await testToken(page)).toContainText("The token works");
  } finally {
    await stop();
  }
});

test("a server killed between the call and its outcome leaves a credential that works and a log that tells", async ({
  signInAs,
  watch,
}) => {
  test.setTimeout(180_000);
  watch.expect(/Failed to fetch|net::ERR_/);
  const port = await findFreePort();
  const fresh = await launchFreshProduct(port);
  let again: Launch | undefined;
  try {
    const { product } = fresh;
    const control = createControlClient(product.sandboxUrl, product.sandboxControlKey);
    const owner = await newOrganization(product).personOf("owner");
    const page = await signInAs(owner, { baseURL: product.baseUrl });
    const { id, client } = await registerCredential(page, control);
    await control.setFaults(client.clientId, { kind: "holdUntilReleased", count: 1 });
    await page.getByRole("button", { name: "Test token", exact: true }).click();
    await control.waitForHeld(1, client.clientId);
    const server = listDescendants(fresh.launch.pid).find(({ command }) => command.includes("next-server"));
    if (server === undefined) throw new Error("There is no web server.");
    process.kill(server.pid, "SIGKILL");
    expect((await fresh.launch.ended).code).toBe(1);
    await expect(page.getByRole("main").getByRole("alert")).toContainText(
      "look in the audit log before you press it again",
    );
    await page.close();

    again = await launchProduct({
      home: product.home,
      port,
      logFile: product.logFile,
      environment: { SANDBOX_CONTROL_KEY: product.sandboxControlKey },
    });
    await again.waitFor(/^Ready on /);
    const restarted = await findRestarted(product);
    const events = () =>
      query(
        restarted,
        outcomeSchema,
        `SELECT action, outcome FROM "AuditEvent" WHERE "targetId" = $1 AND action LIKE 'token.%' ORDER BY seq`,
        [id],
      );
    const asked = { action: "token.test_requested", outcome: "requested" };
    expect(await events()).toEqual([asked]);

    const back = await signInAs(owner, { baseURL: product.baseUrl });
    await back.goto(`/credentials/${id}`);
    await expect(back.getByRole("main")).toContainText("Test unanswered");
    await expect(back.getByRole("region", { name: "Token test result" })).toHaveCount(0);
    await back.goto("/credentials");
    await expect(back.getByRole("table").getByRole("row").nth(1)).toContainText("Test unanswered");
    await back.goto(`/audit?credential=${id}`);
    await expect(back.getByRole("table").getByRole("row").nth(1)).toContainText("asked for a token test of");

    await back.goto(`/credentials/${id}`);
    await expect(await testToken(back)).toContainText("The token works");
    expect(await events()).toEqual([asked, asked, { action: "token.tested", outcome: "succeeded" }]);
    await back.goto(`/credentials/${id}`);
    await expect(back.getByRole("main")).toContainText("Works");
    await expect(back.getByRole("main")).not.toContainText("Test unanswered");
  } finally {
    again?.signal("SIGTERM");
    await again?.ended;
    await fresh.stop();
  }
});

/** The same product; its database may have another port now. */
async function findRestarted(product: Product): Promise<Product> {
  const database = await findRunningDatabase(product.home);
  if (database === undefined) throw new Error("The database does not run.");
  return { ...product, databaseUrl: database.superuserUrl.reveal() };
}
