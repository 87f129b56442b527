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
