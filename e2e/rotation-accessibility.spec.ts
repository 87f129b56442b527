import { expect, type Page } from "@playwright/test";
import { findViolations, themes } from "./find-violations";
import { test } from "./fixtures";
import { advanceTo, alertOf, confirm, expectStep, expectTag, press, registerAged } from "./rotation-page";

test.describe.configure({ timeout: 240_000 });

async function expectNoFault(page: Page): Promise<void> {
  for (const theme of themes) expect(await findViolations(page, theme)).toEqual([]);
}

test("no stage of a rotation has a fault that axe can find, in light and in dark", async ({
  openAs,
  control,
}) => {
  const page = await openAs("owner");
  const credential = await registerAged(page, control);
  const { id, name, client, old } = credential;
  const stray = await control.addSecret(client.clientId);
  await advanceTo(page, credential, "Add secret");
  await expect(page.getByRole("region", { name: "What to do now" })).toBeVisible();
  await expectNoFault(page);
  await press(page, "Delete unknown secret");
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectNoFault(page);
  await page.keyboard.press("Escape");
  await control.removeSecret(client.clientId, stray.uuid);
  await control.setFaults(client.clientId, { kind: "reset", at: "response", call: "addSecret", count: 1 });
  await press(page, "Add secret");
  await expect(alertOf(page)).toBeVisible();
  await expectNoFault(page);
  await control.clearFaults(client.clientId);
  await press(page, "Find out what happened");
  await press(page, "Adopt by pasting");
  await expect(alertOf(page)).toContainText("client secret");
  await expectNoFault(page);

  const made = (await control.listSecrets(client.clientId)).find(({ uuid }) => uuid !== old.uuid);
  await page.getByLabel("Client secret", { exact: true }).fill(made?.value ?? "");
  await press(page, "Adopt by pasting");
  await expectStep(page, "Verify new secret");
  await control.setFaults(client.clientId, { kind: "holdUntilReleased", call: "token", count: 1 });
  await press(page, "Verify new secret");
  await expect(page.getByRole("progressbar", { name: "Verifying the new secret" })).toBeVisible();
  await control.waitForHeld(1, client.clientId);
  await expectNoFault(page);
  await control.release(client.clientId);
  await expectStep(page, "Promote");
  await press(page, "Copy secret");
  await expect(page.getByRole("region", { name: "New secret", exact: true })).toBeVisible();
  await expectNoFault(page);
  await advanceTo(page, credential, "Check last use");
  await press(page, "Check last use");
  await page.getByText("Show as a table", { exact: true }).click();
  await expectNoFault(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNotTooWide(page);
  await confirm(page, "Delete old secret", { name });
  await expectTag(page, "Done");
  for (const path of ["rotation", "rotation/record", "secrets", "consumers"]) {
    await page.goto(`/credentials/${id}/${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("main")).toHaveCount(1);
    await expectNoFault(page);
    await expectNotTooWide(page);
  }
});

async function expectNotTooWide(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)).toBe(false);
}
