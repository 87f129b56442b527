import { randomBytes } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { findFreePort } from "@/lib/db/embedded/find-free-port";
import { fillCredential, newClient, newName, readCredentialId, registerCredential } from "./credentials";
import { writeDownload } from "./download";
import { test } from "./fixtures";
import { launchFreshProduct } from "./launch-product";
import { newOrganization } from "./organization";
import { execute } from "./query";
import { expectStep, expectTag, openRotation, registerAged } from "./rotation-page";
import { walk } from "./rotation-walk";

const withoutScripts = { javaScriptEnabled: false } as const;

function alertOf(page: Page) {
  return page.getByRole("main").getByRole("alert");
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
}

test("setting up, signing out and signing in work by plain posts", async ({ openPage, afterPages }) => {
  test.setTimeout(120_000);
  const { product, stop } = await launchFreshProduct(await findFreePort());
  afterPages(stop);
  const page = await openPage({ ...withoutScripts, baseURL: product.baseUrl });
  const password = randomBytes(18).toString("base64url");
  await page.goto(product.setupUrl);
  await press(page, "Create owner account");
  await expect(alertOf(page)).toContainText("Nothing was created");
  await page.getByLabel("Organization name", { exact: true }).fill("Blue Harbour");
  await page.getByLabel("Your name", { exact: true }).fill("Mina Holm");
  await page.getByLabel("Email", { exact: true }).fill("mina@example.com");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await press(page, "Create owner account");
  await expect(page).toHaveURL("/credentials/new");

  await press(page, "Sign out");
  await expect(page).toHaveURL("/sign-in");
  await page.goto("/audit?outcome=succeeded");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel("Email", { exact: true }).fill("mina@example.com");
  await page.getByLabel("Password", { exact: true }).fill("a wrong password, quite long");
  await press(page, "Sign in");
  await expect(alertOf(page)).toContainText("do not belong together");
  await expect(page.getByLabel("Email", { exact: true })).toHaveValue("mina@example.com");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await press(page, "Sign in");
  await expect(page).toHaveURL("/audit?outcome=succeeded");
});

test("registering, testing, editing, archiving and restoring work by plain posts", async ({
  openAs,
  control,
}) => {
  const page = await openAs("owner", withoutScripts);
  const client = await newClient(control);
  const name = newName();
  await page.goto("/credentials/new");
  await fillCredential(page, "", client);
  await press(page, "Register credential");
  await expect(alertOf(page)).toContainText("Nothing was registered");
  await expect(page.getByLabel("Client ID", { exact: true })).toHaveValue(client.clientId);
  await expect(page.getByLabel("Environment", { exact: true })).toHaveValue("sandbox");
  await expect(page.getByLabel("Client secret", { exact: true })).toHaveValue("");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Client secret", { exact: true }).fill(client.clientSecret);
  await press(page, "Register credential");
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  const id = readCredentialId(page);

  const result = page.getByRole("region", { name: "Token test result", exact: true });
  await expect(result).toHaveCount(0);
  await press(page, "Test token");
  await expect(result).toContainText("The token works");
  await expect(result.getByRole("table", { name: "Requested and granted scopes" })).toBeVisible();
  await control.putClient(client.clientId, { clientSecrets: [] });
  await press(page, "Test token");
  await expect(result.getByRole("alert")).toContainText("The client secret was refused");

  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await page.getByLabel("Name", { exact: true }).fill("");
  await press(page, "Save");
  await expect(alertOf(page)).toContainText("Nothing was saved");
  const renamed = newName();
  await page.getByLabel("Name", { exact: true }).fill(renamed);
  await press(page, "Save");
  await expect(page.getByRole("heading", { level: 1, name: renamed })).toBeVisible();

  await press(page, "Archive");
  await expect(page.getByRole("button", { name: "Test token", exact: true })).toHaveCount(0);
  await press(page, "Restore");
  await expect(page.getByRole("button", { name: "Test token", exact: true })).toBeVisible();
  expect(readCredentialId(page)).toBe(id);
});

test("a download is read by a plain post, and its secret does not come back", async ({ openAs, control }) => {
  const page = await openAs("owner", withoutScripts);
  const client = await newClient(control);
  await page.goto("/credentials/new");
  await page.getByRole("region", { name: "Import" }).getByRole("textbox").fill(writeDownload(client));
  await press(page, "Read it");
  await expect(page.getByLabel("Client ID", { exact: true })).toHaveValue(client.clientId);
  await expect(page.getByLabel("Client secret", { exact: true })).toHaveValue("");
  await expect(page.getByRole("status").filter({ hasText: "was not sent back to this page" })).toBeVisible();
  expect(await page.content()).not.toContain(client.clientSecret);
  await page.getByLabel("Environment", { exact: true }).selectOption("Sandbox");
  await page.getByLabel("Client secret", { exact: true }).fill(client.clientSecret);
  await press(page, "Register credential");
  await press(page, "Test token");
  await expect(page.getByRole("region", { name: "Token test result" })).toContainText("The token works");
});

test("5 MB in the import are refused in words, and more than is read at all as well", async ({ openAs }) => {
  const page = await openAs("owner", withoutScripts);
  await page.goto("/credentials/new");
  const box = page.getByRole("region", { name: "Import" }).getByRole("textbox");
  await box.fill("x".repeat(5 * 1024 * 1024));
  await press(page, "Read it");
  await expect(alertOf(page)).toContainText("larger than any credential download");
  await box.fill("x".repeat(9 * 1024 * 1024));
  await press(page, "Read it");
  await expect(page.getByText("This was more than 8 MB. None of it was read")).toBeVisible();
});

test("replacing a secret and deleting for ever ask for the password on a page of its own", async ({
  signInAs,
  organization,
  control,
  product,
}) => {
  const owner = await organization.addPerson("owner");
  const page = await signInAs(owner, withoutScripts);
  const { id, name, client } = await registerCredential(page, control);
  const age = () =>
    execute(
      product,
      `UPDATE "Session" s SET "steppedUpAt" = now() - interval '5 minutes 1 second'
       FROM "User" u WHERE u.id = s."userId" AND u.email = $1`,
      [owner.email],
    );

  await age();
  await page.goto(`/credentials/${id}/secrets`);
  await page.getByLabel("Client secret", { exact: true }).fill("not-the-right-one");
  await press(page, "Replace secret");
  await expect(page.getByRole("heading", { level: 1, name: "Confirm that it is you" })).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill("a wrong password, quite long");
  await press(page, "Confirm");
  await expect(alertOf(page)).toContainText("The password was not accepted");
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await press(page, "Confirm");
  await expect(page).toHaveURL(`/credentials/${id}/secrets`);
  await expect(page.getByLabel("Client secret", { exact: true })).toHaveValue("");
  await page.getByLabel("Client secret", { exact: true }).fill("not-the-right-one");
  await press(page, "Replace secret");
  await expect(page.getByRole("status").filter({ hasText: "Secret replaced" })).toBeVisible();
  await press(page, "Test token");
  await expect(page.getByRole("region", { name: "Token test result" }).getByRole("alert")).toContainText(
    "The client secret was refused",
  );
  await page.goto(`/credentials/${id}/secrets`);
  await page.getByLabel("Client secret", { exact: true }).fill(client.clientSecret);
  await press(page, "Replace secret");

  await age();
  await press(page, "Delete for ever");
  const question = page.getByRole("alertdialog", { name: `Delete ${name} for ever?` });
  await expect(question).toContainText("cannot be restored");
  await question.getByRole("link", { name: "Cancel", exact: true }).click();
  await expect(question).toHaveCount(0);
  await press(page, "Delete for ever");
  await question.getByLabel("Type the name to confirm", { exact: true }).fill(name);
  await question.getByRole("button", { name: "Delete for ever", exact: true }).click();
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await press(page, "Confirm");
  if ((await question.count()) === 0) await press(page, "Delete for ever");
  await question.getByLabel("Type the name to confirm", { exact: true }).fill("something else");
  await question.getByRole("button", { name: "Delete for ever", exact: true }).click();
  await expect(alertOf(page)).toContainText("Type the name exactly");
  if ((await question.count()) === 0) await press(page, "Delete for ever");
  await question.getByLabel("Type the name to confirm", { exact: true }).fill(name);
  await question.getByRole("button", { name: "Delete for ever", exact: true }).click();
  await expect(page).toHaveURL(/\/credentials\?done=deleted/);
  await expect(page.getByRole("status").filter({ hasText: "Deleted for ever" })).toBeVisible();
  expect((await page.goto(`/credentials/${id}`))?.status()).toBe(404);
});

test("a secret is rotated by plain posts, its copy included", async ({ openAs, control, product }) => {
  test.setTimeout(120_000);
  const page = await openAs("owner", withoutScripts);
  const credential = await registerAged(page, control);
  const run = { page, product, control, credential };
  await page.getByRole("link", { name: "Rotate secret", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Rotation", exact: true })).toBeVisible();
  await walk(run, { until: "Promote" });
  await expectStep(page, "Promote");
  const secrets = await control.listSecrets(credential.client.clientId);
  const fresh = secrets.find(({ uuid }) => uuid !== credential.old.uuid)?.value ?? "";
  await press(page, "Copy secret");
  await expect(page.getByRole("region", { name: "New secret", exact: true })).toContainText(fresh);
  await openRotation(page, credential);
  expect(await page.content()).not.toContain(fresh);
  expect(await walk(run)).toEqual(["Promote", "Check last use", "Delete old secret"]);
  await openRotation(page, credential);
  await expectTag(page, "Done");
});

test("searching, filtering and paging are addresses", async ({ openAs, control }) => {
  const page = await openAs("owner", withoutScripts);
  const { id, name } = await registerCredential(page, control);
  await press(page, "Test token");
  await page.getByRole("link", { name: "Credentials", exact: true }).first().click();
  await page.getByRole("searchbox", { name: "Search credentials", exact: true }).fill(name.slice(-8));
  await press(page, "Search");
  await expect(page).toHaveURL(new RegExp(`[?&]q=${name.slice(-8)}`));
  await expect(page.getByRole("table").getByRole("link")).toHaveText([name, "no consumer listed"]);
  await page.getByRole("searchbox", { name: "Search or jump to", exact: true }).fill("no such thing");
  await page.keyboard.press("Enter");
  await expect(page.getByText("No credential matches.")).toBeVisible();

  await page.goto("/audit");
  await page.getByLabel("Action", { exact: true }).selectOption("Token tested");
  await page.getByLabel("Credential", { exact: true }).selectOption(name);
  await press(page, "Apply filters");
  const query = new URL(page.url()).searchParams;
  expect([query.get("action"), query.get("credential")]).toEqual(["token.tested", id]);
  await expect(page.getByRole("table", { name: "Events" }).getByRole("row")).toHaveCount(2);
  await page.getByRole("table", { name: "Events" }).getByRole("link").click();
  await expect(page.getByRole("main")).toContainText('"action": "token.tested"');
});

test("a newcomer's first test needs no script", async ({ openAs, product }) => {
  const page = await openAs(await newOrganization(product).personOf("owner"), withoutScripts);
  await page.goto("/credentials");
  await press(page, "Try it with a sandbox credential");
  await press(page, "Test token");
  await expect(page.getByRole("region", { name: "Token test result" })).toContainText("The token works");
});
