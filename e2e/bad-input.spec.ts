import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { z } from "zod";
import { countRows } from "./count-rows";
import { fillCredential, newClient, newName, registerCredential, testToken } from "./credentials";
import { test } from "./fixtures";
import { query } from "./query";

function alertOf(page: Page) {
  return page.getByRole("main").getByRole("alert");
}

async function pressRegister(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Register credential", exact: true }).click();
}

test("an empty form is answered with all that is missing, and each sentence leads to its field", async ({
  openAs,
  product,
  organization,
}) => {
  const page = await openAs("owner");
  await page.goto("/credentials/new");
  const before = await countRows(product, organization);
  await pressRegister(page);
  await expect(alertOf(page)).toBeFocused();
  await expect(alertOf(page)).toContainText("Nothing was registered.");
  const links = alertOf(page).getByRole("link");
  await expect(links).toHaveText([/name/, /client ID/, /scope/, /client secret/]);
  for (const [index, label] of ["Name", "Client ID", "Scopes", "Client secret"].entries()) {
    const field = page.getByLabel(label, { exact: true });
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveAccessibleDescription(
      new RegExp(((await links.nth(index).textContent()) ?? "").slice(0, 30)),
    );
    await links.nth(index).click();
    await expect(field).toBeFocused();
  }
  expect(await countRows(product, organization)).toEqual(before);
});

for (const [what, label, text, sentence] of [
  ["a name of 201 characters", "Name", "n".repeat(201), "longer than 200 characters"],
  ["a client ID of 201 characters", "Client ID", "a".repeat(201), "longer than 200 characters"],
  ["a client ID with a space inside", "Client ID", "0123 4567", "holds a space"],
  ["a name with a control character", "Name", "Store\u0007front", "control character"],
  ["a name with a NUL", "Name", "Store\u0000front", "control character"],
  ["an organization ID of 201 characters", "Organization ID", "A".repeat(201), "longer than 200 characters"],
  ["notes of 10,001 characters", "Notes", "x".repeat(10_001), "longer than 10000 characters"],
  ["notes with a control character", "Notes", "one\u001btwo", "control character"],
  ["scopes with a control character", "Scopes", "openid,\u0001AdobeID", "control character"],
  ["a scope with a quote", "Scopes", 'open"id', "only plain letters"],
  ["101 scopes", "Scopes", Array.from({ length: 101 }, (_, n) => `scope${n}`).join(","), "at most 100"],
  ["a secret of 1,001 characters", "Client secret", "s".repeat(1001), "longer than 1000 characters"],
  ["a secret with a space inside", "Client secret", "two words", "holds a space"],
  ["a secret of quotes alone", "Client secret", '"  "', "Enter the client secret"],
  ["another address", "Developer Console address", "https://example.com/", "not the address of a credential"],
] as const) {
  test(`${what} is refused beside the field, and nothing that was typed is lost`, async ({
    openAs,
    control,
    product,
    organization,
  }) => {
    const page = await openAs("owner");
    const client = await newClient(control);
    const name = newName();
    await page.goto("/credentials/new");
    await fillCredential(page, name, client);
    const field = page.getByLabel(label, { exact: true });
    // As a page without the field's own limit would send it.
    await field.evaluate((input) => input.removeAttribute("maxlength"));
    await field.fill(text);
    const before = await countRows(product, organization);
    await pressRegister(page);
    await expect(alertOf(page)).toContainText(sentence);
    await expect(alertOf(page)).toBeFocused();
    await expect(field).toHaveAccessibleDescription(new RegExp(sentence));
    await expect(page.getByLabel("Environment", { exact: true })).toHaveValue("sandbox");
    if (label !== "Name") await expect(page.getByLabel("Name", { exact: true })).toHaveValue(name);
    if (label !== "Scopes") {
      await expect(page.getByLabel("Scopes", { exact: true })).toHaveValue(client.boundScopes.join(", "));
    }
    await expect(page.getByLabel("Client secret", { exact: true })).toHaveValue("");
    expect(await countRows(product, organization)).toEqual(before);
  });
}

test("what was refused is logged without its values", async ({ openAs, product, organization }) => {
  const page = await openAs("owner");
  const { email } = await organization.personOf("owner");
  const [owner] = await query(product, z.object({ id: z.uuid() }), `SELECT id FROM "User" WHERE email = $1`, [
    email,
  ]);
  const countRefusals = async () =>
    (await readFile(product.logFile, "utf8"))
      .split("\n")
      .filter((line) => line.includes(owner?.id ?? "nobody") && line.includes('"invalid_input"')).length;
  const before = await countRefusals();
  const canary = `canary-${randomBytes(8).toString("hex")}`;
  await page.goto("/credentials/new");
  for (const label of ["Name", "Client ID", "Organization ID", "Scopes", "Notes"]) {
    await page.getByLabel(label, { exact: true }).fill(`${canary}\u0007`);
  }
  await page.getByLabel("Client secret", { exact: true }).fill(`${canary} ${canary}`);
  await page.getByLabel("Developer Console address", { exact: true }).fill(`https://example.com/${canary}`);
  await pressRegister(page);
  await expect(alertOf(page).getByRole("link")).toHaveCount(7);
  const region = page.getByRole("region", { name: "Import" });
  await region.getByRole("textbox").fill(`{"CLIENT_SECRETS": ["${canary}"]`);
  await page.getByRole("button", { name: "Read it", exact: true }).click();
  await expect(region.getByRole("alert")).toBeVisible();
  await expect.poll(async () => (await countRefusals()) - before).toBe(2);
  expect(await readFile(product.logFile, "utf8")).not.toContain(canary);
});

test("scopes with spaces, line breaks and duplicates are tidied", async ({ openAs, control }) => {
  const page = await openAs("owner");
  const client = await newClient(control);
  await page.goto("/credentials/new");
  await fillCredential(page, newName(), client);
  await page
    .getByLabel("Scopes", { exact: true })
    .fill("  openid,,AdobeID \n openid\n\tread_organizations, ");
  await pressRegister(page);
  const result = await testToken(page);
  await expect(result.getByRole("row")).toHaveText([
    "ScopeRequestedGranted",
    "openidyesyes",
    "AdobeIDyesyes",
    "read_organizationsyesyes",
  ]);
});

test("a secret pasted with quotes and a line break is trimmed, and the page says so", async ({
  openAs,
  control,
}) => {
  const page = await openAs("owner");
  const client = await newClient(control);
  await page.goto("/credentials/new");
  await fillCredential(page, newName(), client);
  await page.getByLabel("Client secret", { exact: true }).fill(` "${client.clientSecret}" `);
  await pressRegister(page);
  await expect(page.getByRole("status").filter({ hasText: "quotes around it" })).toBeVisible();
  await expect(await testToken(page)).toContainText("The token works");
});

test("odd-looking identifiers are warned about and kept", async ({ openAs, control }) => {
  const page = await openAs("owner");
  const client = await newClient(control);
  await page.goto("/credentials/new");
  await fillCredential(page, newName(), client);
  const organizationId = page.getByLabel("Organization ID", { exact: true });
  await organizationId.fill("odd");
  await expect(organizationId).toHaveAccessibleDescription(/usually look like.*kept as you typed it/);
  await pressRegister(page);
  await expect(page.getByRole("definition").filter({ hasText: "odd" })).toContainText("usually look like");
});

test("a client ID that is registered already is named, with the way to it", async ({
  openAs,
  control,
  product,
  organization,
}) => {
  const page = await openAs("owner");
  const first = await registerCredential(page, control);
  const before = await countRows(product, organization);
  await page.goto("/credentials/new");
  await fillCredential(page, newName(), first.client);
  await pressRegister(page);
  await expect(alertOf(page)).toContainText(`already registered in Sandbox as “${first.name}”`);
  expect(await countRows(product, organization)).toEqual(before);
  await page
    .getByRole("main")
    .getByRole("link", { name: `Open ${first.name}` })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: first.name })).toBeVisible();

  await page.getByRole("button", { name: "Archive", exact: true }).click();
  await expect(page.getByRole("button", { name: "Restore", exact: true })).toBeVisible();
  await page.goto("/credentials/new");
  await fillCredential(page, newName(), first.client);
  await pressRegister(page);
  await expect(alertOf(page)).toContainText("which is archived");
  await page
    .getByRole("main")
    .getByRole("link", { name: `Open ${first.name} to restore it` })
    .click();
  await page.getByRole("button", { name: "Restore", exact: true }).click();
  await expect(page.getByRole("button", { name: "Test token", exact: true })).toBeVisible();
});

test("of two tabs editing one credential the second is told, and loses nothing", async ({
  openAs,
  control,
}) => {
  const first = await openAs("owner");
  const { id, name } = await registerCredential(first, control);
  const second = await first.context().newPage();
  for (const page of [first, second]) await page.goto(`/credentials/${id}/edit`);

  await first.getByLabel("Notes", { exact: true }).fill("from the first tab");
  await first.getByRole("button", { name: "Save", exact: true }).click();
  await expect(first.getByRole("heading", { level: 1, name })).toBeVisible();

  const renamed = newName();
  await second.getByLabel("Name", { exact: true }).fill(renamed);
  await second.getByRole("button", { name: "Save", exact: true }).click();
  await expect(alertOf(second)).toContainText("Somebody else saved this credential while you were editing");
  await expect(alertOf(second)).toContainText("Yours differs in: Name, Notes");
  await expect(second.getByLabel("Name", { exact: true })).toHaveValue(renamed);
  await first.reload();
  await expect(first.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(first.getByText("from the first tab")).toBeVisible();

  await second.getByLabel("Notes", { exact: true }).fill("from both tabs");
  await second.getByRole("button", { name: "Save", exact: true }).click();
  await expect(second.getByRole("heading", { level: 1, name: renamed })).toBeVisible();
  await expect(second.getByText("from both tabs")).toBeVisible();
});

test("the seventh test within a minute gets a clear answer and no call is made", async ({
  openAs,
  control,
}) => {
  const page = await openAs("owner");
  const { client } = await registerCredential(page, control);
  for (let turn = 0; turn < 6; turn += 1) {
    await expect(await testToken(page)).toContainText("The token works");
  }
  const result = await testToken(page);
  await expect(result.getByRole("alert")).toContainText("Too many tries");
  await expect(result.getByRole("alert")).toContainText(/Try again in \d+ seconds?/);
  expect((await control.requests(client.clientId)).requests).toHaveLength(6);
});

test("a wrong password and an unknown address get one answer, and the fifth failure a wait", async ({
  openPage,
  organization,
}) => {
  const person = await organization.addPerson("operator");
  const page = await openPage();
  await page.goto("/sign-in");
  await attempt("nobody-here@example.com");
  const answer = "The email and password do not belong together";
  await expect(alertOf(page)).toContainText(answer);
  for (let turn = 0; turn < 5; turn += 1) {
    await attempt(person.email);
    await expect(alertOf(page)).toContainText(answer);
    await expect(page.getByLabel("Email", { exact: true })).toHaveValue(person.email);
    await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
  }
  await attempt(person.email);
  await expect(alertOf(page)).toContainText("Too many tries");

  async function attempt(email: string) {
    await page.getByLabel("Email", { exact: true }).fill(email);
    await page.getByLabel("Password", { exact: true }).fill("not the password of anybody");
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await answered;
  }
});

test("a credential's address that is none is not found", async ({ openAs }) => {
  const page = await openAs("owner");
  for (const path of ["nothing", "%00", "..%2f..%2fsetup", "0".repeat(2000), "%ED%A0%80"]) {
    const response = await page.goto(`/credentials/${path}`);
    expect([400, 404]).toContain(response?.status());
  }
  await page.goto("/credentials/nothing");
  await expect(page.getByRole("heading", { level: 1, name: "Not found" })).toBeVisible();
});
