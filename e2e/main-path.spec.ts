import { randomBytes } from "node:crypto";
import { expect } from "@playwright/test";
import { findFreePort } from "@/lib/db/embedded/find-free-port";
import { createControlClient } from "@/sandbox/control-client";
import { callAction, readForm } from "./call-action";
import { fillCredential, newClient, newName, registerCredential, testToken } from "./credentials";
import { findViolations, themes } from "./find-violations";
import { test } from "./fixtures";
import { launchFreshProduct } from "./launch-product";
import { newOrganization } from "./organization";

test("from the setup address to a credential that is proven to work", async ({ openPage, afterPages }) => {
  test.setTimeout(120_000);
  const { product, stop } = await launchFreshProduct(await findFreePort());
  afterPages(stop);
  const control = createControlClient(product.sandboxUrl, product.sandboxControlKey);
  const page = await openPage({ baseURL: product.baseUrl });
  const password = randomBytes(18).toString("base64url");

  await page.goto("/sign-in");
  await expect(page).toHaveURL("/setup");
  await expect(page.getByRole("button", { name: "Create owner account" })).toHaveCount(0);

  await page.goto(product.setupUrl);
  for (const theme of themes) expect(await findViolations(page, theme)).toEqual([]);
  await page.getByLabel("Organization name", { exact: true }).fill("Blue Harbour");
  await page.getByLabel("Your name", { exact: true }).fill("Mina Holm");
  await page.getByLabel("Email", { exact: true }).fill("Mina@Example.com");
  await page.getByLabel("Password", { exact: true }).fill("too short");
  await page.getByRole("button", { name: "Create owner account" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("at least 15 characters");
  await expect(page.getByLabel("Email", { exact: true })).toHaveValue("Mina@Example.com");
  for (const theme of themes) expect(await findViolations(page, theme)).toEqual([]);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create owner account" }).click();
  await expect(page).toHaveURL("/credentials/new");

  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page).toHaveURL("/sign-in");
  await page.goto(product.setupUrl);
  await expect(page).toHaveURL("/sign-in");
  await page.getByLabel("Email", { exact: true }).fill("mina@example.com");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();

  await page.getByRole("link", { name: "Register credential" }).click();
  const client = await newClient(control);
  await fillCredential(page, "Payments export", client);
  await page.getByRole("button", { name: "Register credential", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Payments export" })).toBeVisible();
  await expect(await testToken(page)).toContainText("The token works");
});

test("a credential typed by hand is tested, and the answer says until when and for what", async ({
  openAs,
  control,
}) => {
  const page = await openAs("owner", { timezoneId: "Asia/Kathmandu" });
  const { client } = await registerCredential(page, control);
  const button = page.getByRole("button", { name: "Test token", exact: true });
  const result = page.getByRole("region", { name: "Token test result", exact: true });
  await expect(button).toBeFocused();
  await expect(page.getByRole("status").filter({ hasText: "Registered" })).toBeVisible();
  await expect(result).toHaveCount(0);

  await control.setFaults(client.clientId, { kind: "holdUntilReleased", count: 1 });
  await page.keyboard.press("Enter");
  await control.waitForHeld(1, client.clientId);
  await expect(result).toHaveAttribute("aria-busy", "true");
  await expect(button).toHaveAttribute("aria-busy", "true");
  const askedAt = Date.now();
  await control.release(client.clientId);

  await expect(result).toHaveAttribute("aria-busy", "false");
  await expect(result).toContainText("The token works");
  await expect(result).toContainText(/Expires\s*in 23 h 59 min \(.+, \d\d:\d\d\)/);
  const [expiry] = await result
    .getByRole("time")
    .evaluateAll((times) =>
      times
        .flatMap((time) => time.getAttribute("datetime") ?? [])
        .filter((at) => Date.parse(at) > Date.now()),
    );
  const lastsSeconds = (Date.parse(expiry ?? "") - askedAt) / 1000;
  expect(lastsSeconds).toBeGreaterThan(86_330);
  expect(lastsSeconds).toBeLessThan(86_430);
  const inKathmandu = new Intl.DateTimeFormat("en-GB", {
    timeZone: "Asia/Kathmandu",
    hour: "2-digit",
    minute: "2-digit",
  }).format(new Date(expiry ?? ""));
  await expect(result).toContainText(inKathmandu);
  await expect(result).toContainText(/Token fingerprint\s*[0-9a-f]{8}/);
  const { requests } = await control.requests(client.clientId);
  expect(requests).toHaveLength(1);
  expect(requests[0]).toMatchObject({
    method: "POST",
    path: "/ims/token/v3",
    queryParameters: [],
    authorization: null,
  });
  await expect(result).toContainText(`Adobe debug ID${requests[0]?.debugId}`);
  const scopes = result.getByRole("table", { name: "Requested and granted scopes" });
  for (const scope of client.boundScopes) {
    await expect(scopes.getByRole("row").filter({ hasText: scope })).toHaveText(`${scope}yesyes`);
  }
});

test("a scope that Adobe leaves out is shown beside those it granted", async ({ openAs, control }) => {
  const page = await openAs("owner");
  const { client } = await registerCredential(page, control);
  await control.putClient(client.clientId, { boundScopes: client.boundScopes.slice(1) });
  const result = await testToken(page);
  await expect(result).toContainText("The token works, but one scope was not granted");
  const left = client.boundScopes[0] ?? "";
  await expect(result.getByRole("row").filter({ hasText: left })).toHaveText(`${left}yesno`);
});

test("a wrong secret is told in words, and the right one mends it", async ({ openAs, control }) => {
  const page = await openAs("owner");
  const { name, client } = await registerCredential(page, control);
  await replaceSecret("not-the-secret-at-all");
  await expect(page.getByRole("status").filter({ hasText: "Secret replaced" })).toBeVisible();
  const alert = (await testToken(page)).getByRole("alert");
  await expect(alert).toContainText("The client secret was refused");
  await expect(alert).toContainText("The sandbox knows the client ID and does not accept the secret");
  await expect(alert).toContainText(
    "Copy the whole client secret of this credential from the Developer Console",
  );
  await expect(alert).toBeInViewport();
  await page.goto("/credentials");
  await expect(page.getByRole("row").filter({ hasText: name })).toContainText("Secret refused");

  await page.getByRole("link", { name }).click();
  await replaceSecret(client.clientSecret);
  await expect(await testToken(page)).toContainText("The token works");

  async function replaceSecret(secret: string) {
    await page.getByRole("link", { name: "Secrets", exact: true }).click();
    await page.getByLabel("Client secret", { exact: true }).fill(secret);
    await page.getByRole("button", { name: "Replace secret", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    await expect(page).toHaveURL(/\?done=replaced$/);
  }
});

test("a newcomer without an Adobe account sees a green test by two presses", async ({ openAs, product }) => {
  const page = await openAs(await newOrganization(product).personOf("owner"));
  await page.goto("/credentials");
  await page.getByRole("button", { name: "Try it with a sandbox credential" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Sandbox credential" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Test token", exact: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Token test result" })).toContainText("The token works");
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await expect(page.getByLabel("Developer Console address", { exact: true })).toHaveValue(
    /\/console\/projects\/\d+\/\d+\/credentials\/\d+\//,
  );
  await page.goto("/credentials");
  await expect(page.getByRole("button", { name: "Try it with a sandbox credential" })).toHaveCount(0);
});

test("every act is found in the audit log by its address and opens to its payload", async ({
  openAs,
  control,
}) => {
  const from = today();
  const page = await openAs("owner");
  const { id, name, client } = await registerCredential(page, control);
  await testToken(page);
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  const renamed = newName();
  await page.getByLabel("Name", { exact: true }).fill(renamed);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: renamed })).toBeVisible();
  await control.putClient(client.clientId, { clientSecrets: [] });
  await testToken(page);
  await page.getByRole("button", { name: "Archive", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "Archived" })).toBeVisible();
  await page.getByRole("button", { name: "Restore", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "Restored" })).toBeVisible();

  await page.goto("/audit");
  await page.getByLabel("Credential", { exact: true }).selectOption(renamed);
  await page.getByRole("button", { name: "Apply filters" }).click();
  await expect(page).toHaveURL(new RegExp(`[?&]credential=${id}`));
  const rows = page.getByRole("table", { name: "Events" }).getByRole("row");
  const sentences = [
    `restored ${renamed}`,
    `archived ${renamed}`,
    `tested the token of ${renamed}`,
    `asked for a token test of ${renamed}`,
    `edited ${renamed}`,
    `tested the token of ${name}`,
    `asked for a token test of ${name}`,
    `stored the client secret of ${name}`,
    `registered ${name}`,
  ];
  await expect(rows).toHaveCount(1 + sentences.length);
  for (const [index, sentence] of sentences.entries()) {
    await expect(rows.nth(index + 1)).toContainText(sentence);
  }

  await page.getByLabel("Action", { exact: true }).selectOption("Token tested");
  await page.getByLabel("Outcome", { exact: true }).selectOption("Failed");
  await page.getByRole("button", { name: "Apply filters" }).click();
  await expect(page).toHaveURL(/[?&]action=token\.tested(?:&.*)?&outcome=failed/);
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText("the client secret was refused");

  await page.getByRole("link", { name: "Clear", exact: true }).click();
  await expect(page).toHaveURL("/audit");
  await expect(page.getByLabel("Action", { exact: true })).toHaveValue("");
  await page.goBack();
  await expect(rows).toHaveCount(2);
  await expect(page.getByLabel("Action", { exact: true })).toHaveValue("token.tested");

  for (const [query, count] of [
    [`action=credential.edited&credential=${id}`, 1],
    [`actor=system&credential=${id}`, 0],
    [`credential=${id}&from=${from}&to=${today()}`, sentences.length],
    [`credential=${id}&to=2020-01-01`, 0],
    [`credential=${id}&q=${name.slice(-8)}`, 4],
  ] as const) {
    await page.goto(`/audit?${query}`);
    await expect(rows).toHaveCount(count === 0 ? 0 : 1 + count);
  }

  await page.goto(`/audit?action=credential.edited&credential=${id}`);
  await rows.nth(1).getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: /^Event \d/ })).toBeVisible();
  await expect(page.getByRole("main")).toContainText('"action": "credential.edited"');
  await expect(page.getByRole("main")).toContainText('"changed": [');
  await page.getByRole("main").getByRole("link", { name: renamed }).click();
  await expect(page).toHaveURL(`/credentials/${id}`);
});

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

test("older events are one link away, and so are the newest again", async ({ openAs, product }) => {
  const owner = await newOrganization(product).personOf("owner");
  const page = await openAs(owner, { javaScriptEnabled: false });
  await page.goto("/credentials");
  await page.getByRole("button", { name: "Try it with a sandbox credential" }).click();
  const archive = await readForm(page, page.getByRole("button", { name: "Archive", exact: true }));
  await page.getByRole("button", { name: "Archive", exact: true }).click();
  const restore = await readForm(page, page.getByRole("button", { name: "Restore", exact: true }));
  for (let turn = 0; turn < 25; turn += 1) {
    for (const form of [restore, archive]) {
      const { redirect } = await callAction(page.request, product.baseUrl, form);
      expect(redirect).toMatch(/^\/credentials\/.+\?done=(?:restored|archived)/);
    }
  }
  const rows = page.getByRole("table", { name: "Events" }).getByRole("row");
  await page.goto("/audit");
  await expect(page.getByRole("main")).toContainText("56 events");
  await expect(rows).toHaveCount(51);
  await page.getByRole("link", { name: "Older" }).click();
  await expect(page).toHaveURL("/audit?before=7");
  await expect(rows).toHaveCount(7);
  await expect(rows.last()).toContainText(`created the organization ${owner.organizationName}`);
  await page.getByRole("link", { name: "Newest" }).click();
  await expect(page).toHaveURL("/audit");
  await expect(rows).toHaveCount(51);
});
