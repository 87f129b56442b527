import { expect, type Locator, type Page } from "@playwright/test";
import type { ClientSecret, ControlClient } from "@/sandbox/control-client";
import { ageSessions } from "./age-session";
import { callAction, readForm } from "./call-action";
import { test } from "./fixtures";
import type { Product } from "./launch-product";
import { countCalls } from "./outside-use";
import { readStory } from "./rotation-facts";
import {
  type AgedCredential,
  alertOf,
  buttonOf,
  expectStep,
  expectTag,
  hourMs,
  openRotation,
  press,
  registerAged,
} from "./rotation-page";

test.describe.configure({ timeout: 120_000 });

function troubleOf(page: Page): Locator {
  return page.getByRole("region", { name: "What to do now", exact: true });
}

function slotOf(page: Page, { uuid }: Pick<ClientSecret, "uuid">): Locator {
  return troubleOf(page)
    .getByRole("listitem")
    .filter({ has: page.getByTitle(uuid) });
}

/** The newest event of the credential, as `action outcome`. */
async function readLast(product: Product, { id }: AgedCredential): Promise<string | undefined> {
  return (await readStory(product, id)).at(-1);
}

/** Two secrets at Adobe, of which the older one is stored. */
async function registerWithTwo(page: Page, control: ControlClient) {
  const credential = await registerAged(page, control);
  const other = await control.addSecret(credential.client.clientId, {
    createdAtMs: credential.old.createdAtMs + hourMs,
  });
  return { credential, other };
}

/** Presses the button, and lets the other secret be used while ours is being told by its use. */
async function pressWhileUsed(
  page: Page,
  control: ControlClient,
  { client }: AgedCredential,
  other: ClientSecret,
  act: string,
): Promise<void> {
  const { clientId } = client;
  await control.setFaults(clientId, { kind: "holdUntilReleased", at: "request", call: "listSecrets" });
  await press(page, act);
  await control.waitForHeld(1, clientId);
  await control.release(clientId);
  await control.waitForHeld(1, clientId);
  await control.setSecretTimes(clientId, other.uuid, { lastUsedAtMs: Date.now() });
  await control.clearFaults(clientId);
  await control.release(clientId);
}

test("where both secrets are used at once a person chooses the stored one, and only the other may go", async ({
  openAs,
  control,
  product,
}) => {
  const page = await openAs("owner");
  const { credential, other } = await registerWithTwo(page, control);
  const { client, old } = credential;
  await openRotation(page, credential);
  await pressWhileUsed(page, control, credential, other, "Start rotation");
  await expect(alertOf(page)).toContainText("Choose it on this page");
  await expectTag(page, "ATTENTION");
  await expect(troubleOf(page)).toContainText("It is not clear which secret is the stored one");
  await expect(troubleOf(page).getByRole("listitem")).toHaveCount(2);
  for (const slot of [old, other]) {
    await expect(slotOf(page, slot)).toContainText("last used");
    await expect(slotOf(page, slot).getByRole("button", { name: "Choose this secret" })).toBeEnabled();
  }
  await expect(buttonOf(page, "Delete unknown secret")).toHaveCount(0);
  await expect(buttonOf(page, "Add secret")).toHaveCount(0);

  await pressWhileUsed(page, control, credential, other, "Find out what happened");
  await expect.poll(() => readLast(product, credential)).toMatch(/^rotation\.found_out /);
  await expectTag(page, "ATTENTION");

  await slotOf(page, old).getByRole("button", { name: "Choose this secret", exact: true }).click();
  await expectStep(page, "Add secret");
  await expect(troubleOf(page)).toContainText("Both slots are taken");
  await expect(slotOf(page, old)).toContainText("the stored one");
  await expect(slotOf(page, old).getByRole("button", { name: "Delete unknown secret" })).toHaveCount(0);
  await expect(
    slotOf(page, other).getByRole("button", { name: "Delete unknown secret", exact: true }),
  ).toBeVisible();
  expect(await readLast(product, credential)).toBe("rotation.bound succeeded");
  for (const call of ["addSecret", "deleteSecret"] as const) {
    expect(await countCalls(control, client.clientId, call)).toBe(0);
  }
  expect(await control.listSecrets(client.clientId)).toHaveLength(2);
});

test("found out in peace, the stored secret needs no choice", async ({ openAs, control }) => {
  const page = await openAs("owner");
  const { credential, other } = await registerWithTwo(page, control);
  await openRotation(page, credential);
  await pressWhileUsed(page, control, credential, other, "Start rotation");
  await expectTag(page, "ATTENTION");
  await press(page, "Find out what happened");
  await expectStep(page, "Add secret");
  await expect(slotOf(page, credential.old)).toContainText("the stored one");
  await expect(slotOf(page, other)).toContainText("not stored here");
});

test("the choice asks for the password, takes none but a listed secret, and is not for those who may look", async ({
  openAs,
  signInAs,
  organization,
  control,
  product,
}) => {
  const admin = await organization.addPerson("admin");
  const page = await signInAs(admin);
  const { credential, other } = await registerWithTwo(page, control);
  const { old } = credential;
  await openRotation(page, credential);
  await pressWhileUsed(page, control, credential, other, "Start rotation");
  await expectTag(page, "ATTENTION");

  const operator = await openAs("operator", { javaScriptEnabled: false });
  await openRotation(operator, credential);
  await expect(troubleOf(operator)).toContainText("It is not clear which secret is the stored one");
  await expect(operator.getByRole("button", { name: "Choose this secret" })).toHaveCount(0);
  const own = await openAs("owner", { javaScriptEnabled: false });
  await openRotation(own, credential);
  const form = await readForm(own, slotOf(own, old).getByRole("button", { name: "Choose this secret" }));
  expect((await callAction(operator.request, product.baseUrl, form)).kind).toBe("forbidden");
  for (const [adobeSecretId, kind] of [
    ["0".repeat(32), "conflict"],
    ["", "invalid_input"],
  ] as const) {
    const answer = await callAction(own.request, product.baseUrl, form, { fields: { adobeSecretId } });
    expect(answer.kind, adobeSecretId).toBe(kind);
  }

  await ageSessions(product, admin, 301, "steppedUpAt");
  await slotOf(page, old).getByRole("button", { name: "Choose this secret", exact: true }).click();
  const dialog = page.getByRole("alertdialog", { name: "Confirm that it is you" });
  await dialog.getByLabel("Password", { exact: true }).fill(admin.password);
  await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
  await expectStep(page, "Add secret");
  await expect(slotOf(page, old)).toContainText("the stored one");
});
