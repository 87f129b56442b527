import { expect, type Locator } from "@playwright/test";
import { test } from "./fixtures";
import { expectStep, expectTag, registerAged } from "./rotation-page";

test("a rotation can be done by the keyboard alone", async ({ openAs, control }) => {
  test.setTimeout(120_000);
  const page = await openAs("owner");
  const { name, client, old } = await registerAged(page, control);
  const main = page.getByRole("main");
  const pressKey = async (button: string) => {
    await tabTo(main.getByRole("button", { name: button, exact: true }));
    await page.keyboard.press("Enter");
  };

  await page.reload();
  await tabTo(page.getByRole("link", { name: "Rotate secret", exact: true }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Rotation", exact: true })).toBeVisible();
  await pressKey("Start rotation");
  const current = page.getByRole("list", { name: "Steps", exact: true }).locator("[aria-current=step]");
  for (const [before, button] of [
    ["Add secret", "Add secret"],
    ["Verify new secret", "Verify new secret"],
    ["Promote", "Promote"],
    ["Check last use", "Check last use"],
  ] as const) {
    await expectStep(page, before);
    // Whoever pressed a button is led to where the next one is; a verification ends by itself.
    if (button !== "Promote") await expect(current).toBeFocused();
    if (button === "Promote") {
      await pressKey("Copy secret");
      const shown = page.getByRole("region", { name: "New secret", exact: true });
      await expect(shown).toBeFocused();
      await tabTo(shown.getByRole("button", { name: "Hide", exact: true }));
      await page.keyboard.press("Enter");
      await expect(shown).toHaveCount(0);
    }
    await pressKey(button);
  }

  await expectStep(page, "Delete old secret");
  await expect(current).toBeFocused();
  await pressKey("Delete old secret");
  const question = page.getByRole("alertdialog");
  await expect(question.getByRole("button", { name: "Cancel", exact: true })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(question).toHaveCount(0);
  await pressKey("Delete old secret");
  await tabTo(question.getByLabel("Type the name to confirm", { exact: true }));
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await expectTag(page, "Done");
  expect((await control.listSecrets(client.clientId)).map(({ uuid }) => uuid)).not.toContain(old.uuid);

  async function tabTo(wanted: Locator) {
    await expect(wanted).toBeVisible();
    for (let presses = 0; presses < 60; presses += 1) {
      if (await wanted.evaluate((element) => element === document.activeElement)) break;
      await page.keyboard.press("Tab");
    }
    await expect(wanted).toBeFocused();
  }
});
