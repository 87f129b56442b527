import { expect } from "@playwright/test";
import { registerCredential, testToken } from "./credentials";
import { findViolations, themes } from "./find-violations";
import { test } from "./fixtures";

test("scopes are told in words, approved, and drift is seen on every page of the credential", async ({
  openAs,
  control,
}) => {
  const page = await openAs("owner");
  const { id, name, client } = await registerCredential(page, control);
  const [lost = "", ...rest] = client.boundScopes;
  await page.getByRole("link", { name: "Scopes", exact: true }).click();
  const baseline = page.getByRole("region", { name: "Baseline" });
  await expect(baseline).toContainText("Test the token first");
  await page.goto(`/credentials/${id}`);
  await testToken(page);
  await page.goto(`/credentials/${id}/scopes`);
  await expect(page.getByRole("row").filter({ hasText: lost })).toContainText("Source:");
  for (const theme of themes) expect(await findViolations(page, theme)).toEqual([]);
  await baseline.getByRole("button", { name: "Approve as baseline" }).click();
  await expect(baseline).toContainText("The last test was granted the same");

  await control.putClient(client.clientId, { boundScopes: rest });
  await page.goto(`/credentials/${id}`);
  await testToken(page);
  await page.goto(`/credentials/${id}/scopes`);
  await expect(page.getByText("The scopes have drifted from the baseline")).toBeVisible();
  await expect(
    page
      .getByRole("row")
      .filter({ has: page.getByText(lost, { exact: true }) })
      .first(),
  ).toContainText("no");
  for (const theme of themes) expect(await findViolations(page, theme)).toEqual([]);
  await page.goto("/credentials");
  await expect(page.getByRole("row").filter({ hasText: name })).toContainText("Scope drift");
  await page.goto(`/credentials/${id}/activity`);
  await expect(page.getByRole("row").filter({ hasText: "found other scopes granted" })).toContainText(lost);

  await page.goto(`/credentials/${id}/scopes`);
  await baseline.getByRole("button", { name: "Approve as baseline" }).click();
  await expect(page.getByText("Asked for and not granted")).toContainText(lost);
});

test("scopes are approved without scripts, and an operator only looks", async ({ openAs, control }) => {
  const page = await openAs("owner", { javaScriptEnabled: false });
  const owner = await openAs("owner");
  const { id } = await registerCredential(owner, control);
  await testToken(owner);
  const operator = await openAs("operator");
  await operator.goto(`/credentials/${id}/scopes`);
  await expect(operator.getByRole("region", { name: "Baseline" })).toBeVisible();
  await expect(operator.getByRole("button", { name: "Approve as baseline" })).toHaveCount(0);
  await page.goto(`/credentials/${id}/scopes`);
  await page.getByRole("button", { name: "Approve as baseline" }).click();
  await expect(page.getByRole("region", { name: "Baseline" })).toContainText("approved by");
});

test("once its consumers say what they need, the scopes that nobody needs are named", async ({
  openAs,
  control,
}) => {
  const page = await openAs("owner");
  const { name, client } = await registerCredential(page, control);
  const [needed = "", unneeded = ""] = client.boundScopes.filter(
    (scope) => !/^(?:openid|AdobeID)$/.test(scope),
  );
  await page.goto("/credentials");
  const row = page.getByRole("row").filter({ hasText: name });
  await row.getByRole("link", { name: "no consumer listed" }).click();
  await page.getByLabel("System", { exact: true }).fill("Order export");
  await page.getByLabel("Owner", { exact: true }).fill("Team Harbour");
  await page.getByLabel("How it gets a new secret", { exact: true }).fill("Deploy the app again");
  await page.getByLabel("Link", { exact: true }).fill("wiki.example.com");
  await page.getByLabel("Scopes it needs", { exact: true }).fill(`openid, ${needed}`);
  await page.getByRole("button", { name: "Add consumer", exact: true }).click();
  await expect(page.getByRole("main").getByRole("alert").first()).toContainText("Nothing was added");
  await page.getByLabel("Link", { exact: true }).fill("https://wiki.example.com/orders");
  await page.getByRole("button", { name: "Add consumer", exact: true }).click();
  await expect(page.getByRole("table", { name: "Consumers" })).toContainText("Deploy the app again");
  await page.getByRole("link", { name: "Scopes", exact: true }).click();
  const least = page.getByRole("region", { name: "Least scope" });
  await expect(least).toContainText(unneeded);
  await expect(least).not.toContainText(needed);
  const some = page.getByRole("region", { name: "Test some of the scopes" });
  await expect(some.getByRole("checkbox", { name: unneeded, exact: true })).not.toBeChecked();
  await some.getByRole("button", { name: "Test these scopes" }).click();
  await expect(some).toContainText("Every consumer keeps what it needs");
  await some.getByRole("checkbox", { name: needed, exact: true }).uncheck();
  await some.getByRole("button", { name: "Test these scopes" }).click();
  await expect(some).toContainText(`Order export lacks ${needed}`);
  await expect(some.getByRole("checkbox", { name: needed, exact: true })).not.toBeChecked();
  for (const theme of themes) expect(await findViolations(page, theme)).toEqual([]);
  await expect(page.getByRole("region", { name: "Baseline" })).toContainText("Test the token first");
  await page.goto("/credentials");
  await expect(row).toContainText("Never tested");
  await expect(row.getByRole("link", { name: "see consumers" })).toBeVisible();
});
