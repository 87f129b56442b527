import { expect } from "@playwright/test";
import { ageSessions } from "./age-session";
import { registerCredential } from "./credentials";
import { findViolations, themes } from "./find-violations";
import { test } from "./fixtures";

test("texts for other systems have a place for the secret, and hold it only after the password", async ({
  signInAs,
  organization,
  product,
  control,
}) => {
  const admin = await organization.personOf("admin");
  const page = await signInAs(admin);
  const { id, client } = await registerCredential(page, control);
  await page.getByRole("link", { name: "Use it in…" }).click();
  await expect(page).toHaveURL(`/credentials/${id}/use`);
  const curl = page.getByRole("region", { name: "cURL", exact: true });
  await expect(curl).toContainText(client.clientId);
  await expect(page.getByRole("main")).not.toContainText(client.clientSecret);
  for (const theme of themes) expect(await findViolations(page, theme)).toEqual([]);
  await ageSessions(product, admin, 6 * 60, "steppedUpAt");
  await page.getByRole("button", { name: "Show with the secret" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByLabel("Password", { exact: true }).fill(admin.password);
  await dialog.getByRole("button", { name: "Confirm" }).click();
  const shown = page.getByRole("region", { name: "With the client secret" });
  await expect(shown).toContainText(`IMS_CLIENT_SECRET=${client.clientSecret}`);
  await page.goto(`/credentials/${id}/activity`);
  await expect(page.getByRole("row").filter({ hasText: "saw the client secret of" })).toBeVisible();
});

test("without scripts the secret is shown by a plain post, and an operator is not offered it", async ({
  openAs,
  control,
}) => {
  const { id, client } = await registerCredential(await openAs("owner"), control);
  const operator = await openAs("operator");
  await operator.goto(`/credentials/${id}/use`);
  await expect(operator.getByRole("region", { name: "Python", exact: true })).toBeVisible();
  await expect(operator.getByRole("button", { name: "Show with the secret" })).toHaveCount(0);
  const page = await openAs("owner", { javaScriptEnabled: false });
  await page.goto(`/credentials/${id}/use`);
  await page.getByRole("button", { name: "Show with the secret" }).click();
  await expect(page.getByRole("region", { name: "With the client secret" })).toContainText(
    client.clientSecret,
  );
});
