import { expect, type Page } from "@playwright/test";
import { generateClientSecret } from "@/sandbox/client-secrets";
import { registerCredential, testToken } from "./credentials";
import { test } from "./fixtures";
import {
  alertOf,
  buttonOf,
  confirm,
  expectStep,
  expectTag,
  openRotation,
  press,
  registerAged,
} from "./rotation-page";

test.describe.configure({ timeout: 120_000 });

async function startByHand(page: Page): Promise<void> {
  await page
    .getByRole("region", { name: "Start rotation" })
    .getByLabel("How", { exact: true })
    .selectOption("manual");
  await press(page, "Start rotation");
  await expectStep(page, "Add secret");
}

async function paste(page: Page, secret: string): Promise<void> {
  await page.getByLabel("Client secret", { exact: true }).fill(secret);
  await press(page, "Add secret");
}

/** As a person types a time in UTC into the field. */
function typed(time: number): string {
  return new Date(time).toISOString().slice(0, 16);
}

test("by hand a rotation is done when Adobe refuses the old secret, and never asks its API", async ({
  openAs,
  control,
}) => {
  const page = await openAs("owner");
  const credential = await registerAged(page, control);
  const { id, name, client, old } = credential;
  await openRotation(page, credential);
  await startByHand(page);
  const fresh = await control.addSecret(client.clientId);
  await paste(page, fresh.value);
  await expectStep(page, "Verify new secret");
  expect(await page.content()).not.toContain(fresh.value);
  await press(page, "Verify new secret");
  await expectStep(page, "Promote");
  await press(page, "Promote");
  await expectStep(page, "Check last use");

  const oldUse = page.getByLabel("Old secret last used (UTC)", { exact: true });
  await oldUse.fill(typed(Date.now() + 3_600_000));
  await press(page, "Check last use");
  await expect(alertOf(page)).toContainText("still to come");
  await expect(oldUse).toHaveAttribute("aria-invalid", "true");
  await oldUse.fill(typed(Date.now() - 3 * 24 * 3_600_000));
  await press(page, "Check last use");
  await expectStep(page, "Delete old secret");
  await expect(page.getByText("Delete it in the Developer Console now")).toBeVisible();

  await confirm(page, "Delete old secret", { name });
  await expect(alertOf(page)).toContainText("Adobe still accepts the old secret");
  await expectTag(page, "Under way");
  await control.removeSecret(client.clientId, old.uuid);
  await confirm(page, "Delete old secret", { name });
  await expectTag(page, "Done");
  const { requests } = await control.requests(client.clientId);
  expect(new Set(requests.map(({ kind }) => kind))).toEqual(new Set(["token"]));
  await page.goto(`/credentials/${id}`);
  await expect(await testToken(page)).toContainText("The token works");
});

test("a pasted secret that is the old one or another credential's is refused in words, and nothing is lost", async ({
  openAs,
  control,
}) => {
  const page = await openAs("owner");
  const other = await registerCredential(page, control);
  const credential = await registerAged(page, control);
  await openRotation(page, credential);
  await startByHand(page);
  for (const [secret, sentence] of [
    [credential.old.value, "This is the old secret"],
    [other.client.clientSecret, `This secret belongs to “${other.name}”`],
    ["two words", "holds a space"],
    ["", "client secret"],
  ] as const) {
    await paste(page, secret);
    await expect(alertOf(page)).toContainText(sentence);
    await expect(page.getByLabel("Client secret", { exact: true })).toHaveValue("");
    await expectStep(page, "Add secret");
  }
});

test("a pasted secret that Adobe refuses can be given up and replaced", async ({ openAs, control }) => {
  const page = await openAs("owner");
  const credential = await registerAged(page, control);
  await openRotation(page, credential);
  await startByHand(page);
  await paste(page, generateClientSecret());
  await expectStep(page, "Verify new secret");
  await press(page, "Verify new secret");
  await expect(page.getByRole("progressbar", { name: "Verifying the new secret" })).toBeVisible();
  await press(page, "Cancel verification");
  await expect(page.getByText("The last try was cancelled")).toBeVisible();
  await expectStep(page, "Verify new secret");
  await expect(buttonOf(page, "Verify new secret")).toBeEnabled();

  const fresh = await control.addSecret(credential.client.clientId);
  await paste(page, fresh.value);
  await expect(page.getByLabel("Client secret", { exact: true })).toHaveValue("");
  await press(page, "Verify new secret");
  await expectStep(page, "Promote");
});
