import { expect, type Page } from "@playwright/test";
import { generateClientSecret } from "@/sandbox/client-secrets";
import type { ControlClient, FaultInput } from "@/sandbox/control-client";
import {
  consoleAddressOf,
  fillCredential,
  newClient,
  newName,
  readCredentialId,
  testToken,
} from "./credentials";
import { test } from "./fixtures";
import { countCalls } from "./outside-use";
import {
  type AgedCredential,
  advanceTo,
  alertOf,
  answer,
  buttonOf,
  expectStep,
  expectTag,
  openRotation,
  press,
  registerAged,
} from "./rotation-page";

test.describe.configure({ timeout: 120_000 });

function troubleOf(page: Page) {
  return page.getByRole("region", { name: "What to do now", exact: true });
}

/** Presses Add secret while the sandbox has this fault, and finds out what came of it. */
async function loseAnswer(
  page: Page,
  control: ControlClient,
  credential: AgedCredential,
  fault: FaultInput,
): Promise<void> {
  const { clientId } = credential.client;
  await advanceTo(page, credential, "Add secret");
  await control.setFaults(clientId, fault);
  await press(page, "Add secret");
  await expect(alertOf(page)).toBeVisible();
  await expectTag(page, "ATTENTION");
  await control.clearFaults(clientId);
  await press(page, "Find out what happened");
}

test("with both slots taken both secrets are shown, and only the chosen one is deleted", async ({
  openAs,
  control,
}) => {
  const page = await openAs("owner");
  const credential = await registerAged(page, control);
  const { name, client, old } = credential;
  const stray = await control.addSecret(client.clientId, { createdAtMs: old.createdAtMs - 1_000 });
  await advanceTo(page, credential, "Add secret");
  const slots = troubleOf(page).getByRole("list", { name: "Secrets at Adobe" }).getByRole("listitem");
  await expect(slots).toHaveCount(2);
  await expect(slots.filter({ has: page.getByTitle(old.uuid) })).toContainText("the stored one");
  const strange = slots.filter({ has: page.getByTitle(stray.uuid) });
  await expect(strange).toContainText("not stored here");
  await expect(strange).toContainText("never used");
  await expect(buttonOf(page, "Delete unknown secret")).toHaveCount(1);
  await press(page, "Add secret");
  await expect(alertOf(page)).toContainText("Both slots at Adobe are taken");
  expect(await countCalls(control, client.clientId, "addSecret")).toBe(0);
  expect(await control.listSecrets(client.clientId)).toHaveLength(2);

  await strange.getByRole("button", { name: "Delete unknown secret", exact: true }).click();
  await expect(page.getByRole("alertdialog").getByTitle(stray.uuid)).toBeVisible();
  await answer(page, "Delete unknown secret", { name });
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
  await expect(troubleOf(page)).toHaveCount(0);
  expect((await control.listSecrets(client.clientId)).map(({ uuid }) => uuid)).toEqual([old.uuid]);
  await press(page, "Add secret");
  await expectStep(page, "Verify new secret");
});

test("a secret whose answer was lost is adopted by pasting it, and no other value is", async ({
  openAs,
  control,
}) => {
  const page = await openAs("owner");
  const credential = await registerAged(page, control);
  const { client, old } = credential;
  await loseAnswer(page, control, credential, {
    kind: "reset",
    at: "response",
    call: "addSecret",
    count: 1,
  });
  await expect(troubleOf(page)).toContainText("Adobe made the secret, and its value was lost");
  const made = (await control.listSecrets(client.clientId)).find(({ uuid }) => uuid !== old.uuid);
  const field = page.getByLabel("Client secret", { exact: true });
  for (const [secret, sentence] of [
    [generateClientSecret(), "Adobe did not accept this secret"],
    [old.value, "This is the secret that is stored already"],
  ] as const) {
    await field.fill(secret);
    await press(page, "Adopt by pasting");
    await expect(alertOf(page)).toContainText(sentence);
    await expectTag(page, "ATTENTION");
  }
  await field.fill(made?.value ?? "");
  await press(page, "Adopt by pasting");
  await expectStep(page, "Verify new secret");
  expect(await countCalls(control, client.clientId, "addSecret")).toBe(1);
  await advanceTo(page, credential, "Check last use");
  await page.goto(`/credentials/${credential.id}`);
  await expect(await testToken(page)).toContainText("The token works");
});

test("a secret whose answer was lost is deleted, and another one is added", async ({ openAs, control }) => {
  const page = await openAs("owner");
  const credential = await registerAged(page, control);
  const { name, client, old } = credential;
  await loseAnswer(page, control, credential, {
    kind: "serverError",
    status: 503,
    after: true,
    call: "addSecret",
    count: 1,
  });
  const made = (await control.listSecrets(client.clientId)).find(({ uuid }) => uuid !== old.uuid);
  await expect(troubleOf(page).getByTitle(made?.uuid ?? "")).toBeVisible();
  await press(page, "Delete unknown secret");
  await answer(page, "Delete unknown secret", { name });
  await expectStep(page, "Add secret");
  await expect(troubleOf(page)).toHaveCount(0);
  expect((await control.listSecrets(client.clientId)).map(({ uuid }) => uuid)).toEqual([old.uuid]);
  await press(page, "Add secret");
  await expectStep(page, "Verify new secret");
});

test("a request that never arrived is found out, and only then tried again", async ({ openAs, control }) => {
  const page = await openAs("owner");
  const credential = await registerAged(page, control);
  const { clientId } = credential.client;
  await loseAnswer(page, control, credential, { kind: "reset", call: "addSecret", count: 1 });
  await expect(buttonOf(page, "Try again")).toBeVisible();
  expect(await control.listSecrets(clientId)).toHaveLength(1);
  await press(page, "Try again");
  await expectStep(page, "Verify new secret");
  expect(await control.listSecrets(clientId)).toHaveLength(2);
});

for (const [what, readAddress] of [
  ["unknown numeric ids", (own: string) => own.replace(/credentials\/\d+/, "credentials/987654321")],
  ["the ids of another organization", (own: string) => own.replace(/projects\/\d+/, "projects/987654321")],
  ["the address of another project's credential", (_own: string, other: string) => other],
] as const) {
  test(`with ${what} nothing starts, and the right address mends it`, async ({ openAs, control }) => {
    const page = await openAs("owner");
    const client = await newClient(control);
    const [own, other] = [consoleAddressOf(client), consoleAddressOf(await newClient(control))];
    const address = page.getByLabel("Developer Console address", { exact: true });
    await page.goto("/credentials/new");
    await fillCredential(page, newName(), client);
    await address.fill(readAddress(own, other));
    await press(page, "Register credential");
    await expect(buttonOf(page, "Test token")).toBeVisible();
    const id = readCredentialId(page);

    await openRotation(page, { id });
    await press(page, "Start rotation");
    await expect(alertOf(page)).toContainText("The numeric IDs were not found");
    await expect(alertOf(page)).toContainText("Nothing was changed");
    await expect(buttonOf(page, "Start rotation")).toBeEnabled();
    await page.goto(`/credentials/${id}/edit`);
    await address.fill(own);
    await press(page, "Save");
    await openRotation(page, { id });
    await press(page, "Start rotation");
    await expectStep(page, "Add secret");
  });
}

test("without the scopes for secrets nothing starts, and the page names them", async ({
  openAs,
  control,
}) => {
  const page = await openAs("owner");
  const credential = await registerAged(page, control, {
    boundScopes: ["openid", "AdobeID", "adobeio_api", "read_organizations"],
  });
  await openRotation(page, credential);
  await press(page, "Start rotation");
  await expect(alertOf(page)).toContainText("Scopes for managing secrets are missing");
  await expect(alertOf(page)).toContainText("read_client_secret");
  await expect(buttonOf(page, "Start rotation")).toBeEnabled();
  await page.goto(`/credentials/${credential.id}/secrets`);
  const missing = page.getByRole("region", { name: "Readiness" });
  await expect(missing).toContainText("I/O Management API");
});
