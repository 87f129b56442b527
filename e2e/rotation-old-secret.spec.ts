import { expect } from "@playwright/test";
import { callAction, readForm } from "./call-action";
import { testToken } from "./credentials";
import { test } from "./fixtures";
import { countCalls, useSecretOutside } from "./outside-use";
import { readState, readStory } from "./rotation-facts";
import {
  advanceTo,
  alertOf,
  answer,
  buttonOf,
  confirm,
  expectStep,
  expectTag,
  hourMs,
  openRotation,
  press,
  registerAged,
} from "./rotation-page";

test.describe.configure({ timeout: 120_000 });

test("an old secret that is used between the check and the deletion is not deleted", async ({
  openAs,
  control,
  product,
}) => {
  const page = await openAs("owner");
  const credential = await registerAged(page, control);
  const { name, client, old } = credential;
  await advanceTo(page, credential, "Check last use");
  await control.setSecretTimes(client.clientId, old.uuid, { lastUsedAtMs: Date.now() - 25 * hourMs });
  await press(page, "Check last use");
  await expectStep(page, "Delete old secret");
  await useSecretOutside(product, credential, old.value);
  await confirm(page, "Delete old secret", { name });
  await expect(alertOf(page)).toContainText("was not deleted and still works: it was used at");
  await expectStep(page, "Check last use");
  await expect(buttonOf(page, "Delete old secret")).toBeDisabled();
  await expect(page.getByRole("progressbar", { name: "Quiet time" })).toHaveAttribute("aria-valuenow", "0");
  await page.getByText("Show as a table", { exact: true }).click();
  const uses = page.getByRole("table", { name: "Uses of both secrets" });
  await expect(uses.getByRole("row").filter({ hasText: "somebody else" })).toHaveCount(2);
  await expect(uses.getByRole("row").filter({ hasText: "Latchkey itself" }).first()).toBeVisible();
  expect(await countCalls(control, client.clientId, "deleteSecret")).toBe(0);
  expect(await control.listSecrets(client.clientId)).toHaveLength(2);
});

test("an owner deletes an old secret in use with a reason, and an admin may not", async ({
  openAs,
  control,
  product,
}) => {
  const page = await openAs("owner");
  const credential = await registerAged(page, control);
  const { id, name, client, old } = credential;
  await advanceTo(page, credential, "Check last use");
  await control.setSecretTimes(client.clientId, old.uuid, { lastUsedAtMs: Date.now() - hourMs });
  await press(page, "Check last use");
  await expect(page.getByText("The old secret has not been unused for 24 hours")).toBeVisible();

  const admin = await openAs("admin", { javaScriptEnabled: false });
  await openRotation(admin, credential);
  await expect(buttonOf(admin, "Delete old secret")).toBeDisabled();
  await expect(buttonOf(admin, "Delete now anyway")).toHaveCount(0);
  const plain = await openAs("owner", { javaScriptEnabled: false });
  await openRotation(plain, credential);
  await press(plain, "Delete now anyway");
  const question = plain.getByRole("alertdialog");
  const form = await readForm(plain, question.getByRole("button", { name: "Delete now anyway" }));
  const fields = { confirmation: name, reason: "It has leaked." };
  expect((await callAction(admin.request, product.baseUrl, form, { fields })).kind).toBe("forbidden");
  const nameless = { ...fields, confirmation: "something else" };
  expect((await callAction(plain.request, product.baseUrl, form, { fields: nameless })).kind).toBe(
    "invalid_input",
  );
  const early = { fields: { ...fields, reason: "" } };
  expect((await callAction(plain.request, product.baseUrl, form, early)).kind).toBe("invalid_input");
  expect(await countCalls(control, client.clientId, "deleteSecret")).toBe(0);

  await confirm(page, "Delete now anyway", { name, reason: "It has leaked." });
  await expectTag(page, "Done");
  const left = await control.listSecrets(client.clientId);
  expect(left.map(({ uuid }) => uuid)).not.toContain(old.uuid);
  expect(left).toHaveLength(1);
  await page.goto(`/credentials/${id}/rotation/record`);
  await expect(page.getByRole("main")).toContainText("It has leaked.");
});

test("an emergency skips the quiet time, verifies all the same, and ends the tokens we know", async ({
  openAs,
  control,
}) => {
  const page = await openAs("owner");
  const credential = await registerAged(page, control);
  const { id, name, client, old } = credential;
  await openRotation(page, credential);
  await press(page, "Emergency rotation");
  const question = page.getByRole("alertdialog", { name: `Emergency rotation of ${name}?` });
  await expect(question).toContainText("up to 24 hours");
  await answer(page, "Emergency rotation", {});
  await expectTag(page, "Emergency");
  await expectStep(page, "Add secret");
  await press(page, "Add secret");
  await expectStep(page, "Verify new secret");
  await expect(buttonOf(page, "Promote")).toHaveCount(0);
  await advanceTo(page, credential, "Check last use");
  await control.setSecretTimes(client.clientId, old.uuid, { lastUsedAtMs: Date.now() - hourMs });
  await press(page, "Check last use");
  await expectStep(page, "Delete old secret");
  await press(page, "Invalidate known tokens");
  await expect(buttonOf(page, "Invalidate known tokens")).toHaveCount(0);
  expect(await countCalls(control, client.clientId, "invalidate")).toBe(1);
  await confirm(page, "Delete old secret", { name });
  await expectTag(page, "Done");
  expect((await control.listSecrets(client.clientId)).map(({ uuid }) => uuid)).not.toContain(old.uuid);
  await page.goto(`/credentials/${id}`);
  await expect(await testToken(page)).toContainText("The token works");
});

test("cancelled before the promotion, the new secret is deleted, and not while somebody uses it", async ({
  openAs,
  control,
  product,
}) => {
  const page = await openAs("owner");
  const credential = await registerAged(page, control);
  const { id, name, client, old } = credential;
  await advanceTo(page, credential, "Promote");
  const fresh = (await control.listSecrets(client.clientId)).find(({ uuid }) => uuid !== old.uuid);
  await useSecretOutside(product, credential, fresh?.value ?? "");
  await confirm(page, "Cancel rotation");
  await expect(alertOf(page)).toContainText("Somebody other than Latchkey has used the new secret");
  await expectStep(page, "Promote");
  expect(await countCalls(control, client.clientId, "deleteSecret")).toBe(0);

  await press(page, "Cancel rotation");
  const question = page.getByRole("alertdialog", { name: `Cancel the rotation of ${name}?` });
  await question.getByLabel("Delete it even if a system uses it already", { exact: true }).check();
  await answer(page, "Cancel rotation", {});
  await expectTag(page, "Cancelled");
  await expect(buttonOf(page, "Start rotation")).toBeVisible();
  expect((await control.listSecrets(client.clientId)).map(({ uuid }) => uuid)).toEqual([old.uuid]);
  await page.goto(`/credentials/${id}`);
  await expect(await testToken(page)).toContainText("The token works");
});

test("cancelled after the promotion, the old secret is current again and nothing is deleted", async ({
  openAs,
  control,
  product,
}) => {
  const page = await openAs("owner");
  const credential = await registerAged(page, control);
  const { id, client, old } = credential;
  await advanceTo(page, credential, "Check last use");
  await confirm(page, "Cancel rotation");
  await expectTag(page, "Cancelled");
  expect(await readState(product, id)).toBe("cancelled");
  expect((await readStory(product, id)).slice(-2)).toEqual([
    "secret.put_back succeeded",
    "rotation.cancelled succeeded",
  ]);
  expect(await control.listSecrets(client.clientId)).toHaveLength(2);
  expect(await countCalls(control, client.clientId, "deleteSecret")).toBe(0);
  const lastUse = async () =>
    (await control.listSecrets(client.clientId)).find(({ uuid }) => uuid === old.uuid)?.lastUsedAtMs ?? 0;
  const before = await lastUse();
  await page.goto(`/credentials/${id}`);
  await expect(await testToken(page)).toContainText("The token works");
  expect(await lastUse()).toBeGreaterThan(before);
});
