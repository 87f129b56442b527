import { expect, type Page } from "@playwright/test";
import { ageSessions } from "./age-session";
import { testToken } from "./credentials";
import { test } from "./fixtures";
import { requestTokenOutside, useSecretOutside } from "./outside-use";
import { expectWholeAuditLog } from "./rotation-facts";
import {
  alertOf,
  answer,
  buttonOf,
  confirm,
  expectStep,
  expectTag,
  hourMs,
  press,
  registerAged,
} from "./rotation-page";

// Between promotion and proof the test keeps apart from what the product itself does.
test.describe.configure({ timeout: 120_000 });

async function addConsumer(page: Page, system: string): Promise<void> {
  await page.getByRole("link", { name: "Consumers", exact: true }).click();
  await page.getByLabel("System", { exact: true }).fill(system);
  await page.getByLabel("Owner", { exact: true }).fill("Team Harbour");
  await page.getByLabel("Where the secret is deployed", { exact: true }).fill("Vault, path harbour/orders");
  await press(page, "Add consumer");
  await expect(page.getByRole("table", { name: "Consumers" })).toContainText(system);
}

test("an admin rotates a secret from the first press to the printable record", async ({
  organization,
  signInAs,
  control,
  product,
}) => {
  const admin = await organization.addPerson("admin");
  const page = await signInAs(admin);
  const credential = await registerAged(page, control, { spreadingMs: 1_500 });
  const { id, name, client, old } = credential;
  await addConsumer(page, "Order export");

  await page.getByRole("link", { name: "Secrets", exact: true }).click();
  await expect(page.getByRole("region", { name: "Readiness" })).toBeVisible();
  await page.getByRole("link", { name: "Rotate secret", exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Rotation", exact: true })).toBeVisible();
  await press(page, "Start rotation");
  await expectStep(page, "Add secret");
  await expectTag(page, "Under way");
  await press(page, "Add secret");
  await expectStep(page, "Verify new secret");
  const fresh = (await control.listSecrets(client.clientId)).find(({ uuid }) => uuid !== old.uuid);
  if (fresh === undefined) throw new Error("Nothing was added.");

  await press(page, "Verify new secret");
  await expect(page.getByRole("progressbar", { name: "Verifying the new secret" })).toBeVisible();
  await expectStep(page, "Hand over");

  await ageSessions(product, admin, 300, "steppedUpAt");
  await press(page, "Copy secret");
  const dialog = page.getByRole("alertdialog", { name: "Confirm that it is you" });
  await dialog.getByLabel("Password", { exact: true }).fill(admin.password);
  await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
  const shown = page.getByRole("region", { name: "New secret", exact: true });
  await expect(shown.getByText(fresh.value, { exact: true })).toBeVisible();
  await expect(shown).toContainText(`CLIENT_SECRET=${fresh.value}`);
  await shown.getByRole("button", { name: "Hide", exact: true }).click();
  await expect(shown).toHaveCount(0);
  expect(await page.content()).not.toContain(fresh.value);

  await press(page, "Confirm Order export");
  await expectStep(page, "Promote");
  await expect(page.getByRole("region", { name: "Consumers" })).toContainText(`by ${admin.name}`);
  await press(page, "Promote");
  await expectStep(page, "Check last use");
  await press(page, "Check last use");
  const deletion = page.getByRole("listitem").filter({ hasText: "Later: Delete old secret" });
  await expect(deletion).toContainText("Nobody but Latchkey has used the new secret since the promotion");
  await expect(buttonOf(page, "Delete old secret")).toBeDisabled();

  await control.setSecretTimes(client.clientId, old.uuid, { lastUsedAtMs: Date.now() - 25 * hourMs });
  await useSecretOutside(product, credential, fresh.value);
  await press(page, "Check last use");
  await expectStep(page, "Delete old secret");
  await confirm(page, "Delete old secret", { name: `not ${name}` });
  await expect(page.getByRole("alertdialog")).toContainText("This is not the name.");
  await answer(page, "Delete old secret", { name });
  await expectTag(page, "Done");
  await expect(alertOf(page)).toHaveCount(0);

  expect((await control.listSecrets(client.clientId)).map(({ uuid }) => uuid)).toEqual([fresh.uuid]);
  expect(await requestTokenOutside(product, client, old.value)).toBe(400);
  await page.getByRole("link", { name: "Print record", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Rotation record", exact: true })).toBeVisible();
  const events = page.getByRole("table", { name: "Events" });
  for (const act of [
    "was shown the new secret of",
    "promoted the new secret of",
    "deleted the old secret of",
  ]) {
    await expect(events.getByRole("row").filter({ hasText: act }).first()).toContainText(admin.name);
  }
  await page.goto(`/credentials/${id}`);
  await expect(await testToken(page)).toContainText("The token works");
  await expectWholeAuditLog(product);
});
