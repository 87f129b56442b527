import { expect, type Page } from "@playwright/test";
import { newClient, newName, registerCredential, testToken } from "./credentials";
import { findViolations, type Theme, themes } from "./find-violations";
import { test } from "./fixtures";
import { newOrganization } from "./organization";
import { execute } from "./query";

test("no page has a fault that axe can find, in light and in dark", async ({
  openAs,
  openPage,
  control,
  product,
}) => {
  test.setTimeout(240_000);
  const newcomer = await openAs(await newOrganization(product).personOf("owner"));
  for (const path of ["/", "/credentials", "/audit"]) await check(newcomer, path);

  const page = await openAs("owner");
  const { id } = await registerCredential(page, control);
  await expectNoFault(page);
  await testToken(page);
  await expectNoFault(page);
  for (const path of [
    "/",
    "/credentials",
    "/credentials?q=nothing-like-it",
    "/credentials/new",
    "/credentials/new-jwt",
    "/tokens/inspect",
    `/credentials/${id}`,
    `/credentials/${id}/edit`,
    `/credentials/${id}/secrets`,
    `/credentials/${id}/activity`,
    `/credentials/${id}/consumers`,
    `/credentials/${id}/scopes`,
    `/credentials/${id}/profiles`,
    `/credentials/${id}/token`,
    `/credentials/${id}/probes`,
    `/credentials/${id}/use`,
    `/credentials/${id}/rotation`,
    `/audit?credential=${id}`,
    "/step-up?next=/audit",
    "/credentials/nothing",
  ]) {
    await check(page, path);
  }
  await page.goto("/audit");
  await page.getByRole("table").getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1, name: /^Event/ })).toBeVisible();
  await expectNoFault(page);

  const visitor = await openPage();
  for (const path of ["/sign-in", "/nowhere"]) await check(visitor, path);

  async function check(where: Page, path: string) {
    await where.goto(path);
    await expect(where.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(where.getByRole("main")).toHaveCount(1);
    await expectNoFault(where);
  }
});

test("no answer, dialog or drawer has a fault that axe can find, in light and in dark", async ({
  openPage,
  signInAs,
  organization,
  control,
  product,
}) => {
  test.setTimeout(180_000);
  const owner = await organization.addPerson("owner");
  const page = await signInAs(owner);
  const { id, client } = await registerCredential(page, control);

  await control.putClient(client.clientId, { clientSecrets: [] });
  await testToken(page);
  await expectNoFault(page);
  await control.setFaults(client.clientId, { kind: "holdUntilReleased", count: 1 });
  await page.getByRole("button", { name: "Test token", exact: true }).click();
  await control.waitForHeld(1, client.clientId);
  await expect(page.getByRole("region", { name: "Token test result" })).toHaveAttribute("aria-busy", "true");
  await expectNoFault(page);
  await control.release(client.clientId);

  await page.goto("/credentials/new");
  await page.getByRole("button", { name: "Register credential", exact: true }).click();
  await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
  await page.getByLabel("Organization ID", { exact: true }).fill("odd");
  await page.getByRole("button", { name: "Show characters" }).click();
  await expectNoFault(page);

  await page.goto(`/credentials/${id}`);
  await page.getByRole("button", { name: "Delete for ever", exact: true }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectNoFault(page);
  await page.keyboard.press("Escape");

  await execute(
    product,
    `UPDATE "Session" s SET "steppedUpAt" = now() - interval '6 minutes' FROM "User" u WHERE u.id = s."userId" AND u.email = $1`,
    [owner.email],
  );
  await page.goto(`/credentials/${id}/secrets`);
  await page.getByLabel("Client secret", { exact: true }).fill("another-secret");
  await page.getByRole("button", { name: "Replace secret", exact: true }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toBeVisible();
  await expectNoFault(page);
  await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(dialog.getByLabel("Password", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await expectNoFault(page);
  await page.keyboard.press("Escape");

  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of ["/", "/credentials", `/credentials/${id}`, "/audit"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectNoFault(page);
    const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect(isTooWide).toBe(false);
  }
  await page.getByRole("button", { name: "Menu", exact: true }).click();
  await expect(page.getByRole("button", { name: "Sign out", exact: true })).toBeVisible();
  await expectNoFault(page);

  const visitor = await openPage();
  await visitor.goto("/sign-in");
  await visitor.getByLabel("Email", { exact: true }).fill("nobody");
  await visitor.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(visitor.getByRole("main").getByRole("alert")).toBeVisible();
  await expectNoFault(visitor);
});

test("the theme that a person chooses stays, whatever the system says", async ({ openAs }) => {
  const page = await openAs("auditor", { colorScheme: "light" });
  await page.goto("/credentials");
  const light = await readInk(page);
  await page.getByRole("radio", { name: "Dark theme", exact: true }).check({ force: true });
  await expect.poll(() => readInk(page)).not.toBe(light);
  const dark = await readInk(page);
  expect(await findViolations(page)).toEqual([]);
  await page.reload();
  expect(await readInk(page)).toBe(dark);
  await page.getByRole("link", { name: "Audit log", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
  expect(await readInk(page)).toBe(dark);
  await page.getByRole("radio", { name: "Light theme", exact: true }).check({ force: true });
  await setSystem(page, "dark");
  expect(await readInk(page)).toBe(light);
  expect(await findViolations(page)).toEqual([]);
  await page.getByRole("radio", { name: "System theme", exact: true }).check({ force: true });
  await expect.poll(() => readInk(page)).toBe(dark);
  await setSystem(page, "light");
  await expect.poll(() => readInk(page)).toBe(light);
});

test("the main job can be done by the keyboard alone", async ({ openPage, organization, control }) => {
  const owner = await organization.personOf("owner");
  const client = await newClient(control);
  const name = newName();
  const page = await openPage();
  await page.goto("/sign-in?next=/credentials");
  await type("Email", owner.email);
  await type("Password", owner.password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Credentials" })).toBeVisible();

  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await tabTo(page.getByRole("link", { name: "Register credential" }).first());
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Register credential" })).toBeVisible();
  await type("Name", name);
  await tabTo(page.getByLabel("Environment", { exact: true }));
  await page.keyboard.type("Sandbox");
  await type("Client ID", client.clientId);
  await type("Client secret", client.clientSecret);
  await type("Scopes", "openid, AdobeID");
  await tabTo(page.getByRole("button", { name: "Register credential", exact: true }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();

  await expect(page.getByRole("button", { name: "Test token", exact: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Token test result" })).toContainText("The token works");
  await expect(page.getByRole("button", { name: "Test token", exact: true })).toBeFocused();

  await page.keyboard.press("Control+k");
  await expect(page.getByRole("searchbox", { name: "Search or jump to" })).toBeFocused();
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Credentials" })).toBeVisible();
  await tabTo(page.getByRole("link", { name, exact: true }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await tabTo(page.getByRole("link", { name: "Activity", exact: true }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("table", { name: "Events" })).toContainText("tested the token of");

  async function type(label: string, text: string) {
    await tabTo(page.getByLabel(label, { exact: true }));
    await page.keyboard.type(text);
  }

  async function tabTo(wanted: ReturnType<Page["getByRole"]>) {
    for (let presses = 0; presses < 60; presses += 1) {
      if (await wanted.evaluate((element) => element === document.activeElement)) break;
      await page.keyboard.press("Tab");
    }
    await expect(wanted).toBeFocused();
  }
});

function readInk(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.body).color);
}

async function setSystem(page: Page, colorScheme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme });
}

async function expectNoFault(page: Page): Promise<void> {
  for (const theme of themes) expect(await findViolations(page, theme)).toEqual([]);
}
