import { expect, type Locator, type Page } from "@playwright/test";
import { registerCredential, testToken } from "./credentials";
import { test } from "./fixtures";

const wrongSecret = "not-the-secret-at-all";

async function storeSecret(page: Page, credentialId: string, secret: string): Promise<void> {
  await page.goto(`/credentials/${credentialId}/secrets`);
  await page.getByLabel("Client secret", { exact: true }).fill(secret);
  await page.getByRole("button", { name: "Replace secret", exact: true }).click();
  await expect(page).toHaveURL(/\?done=replaced$/);
}

function firstCause(place: Locator): Locator {
  return place.getByRole("list", { name: "Causes" }).getByRole("listitem").first();
}

test("a refused secret has another first cause right after storing than after a good test", async ({
  openAs,
  control,
}) => {
  const page = await openAs("owner");
  const { id, client } = await registerCredential(page, control);
  await expect(await testToken(page)).toContainText("The token works");
  const secrets = await control.listSecrets(client.clientId);
  for (const { uuid } of secrets) await control.removeSecret(client.clientId, uuid);
  const replaced = await testToken(page);
  await expect(firstCause(replaced)).toContainText(
    /^Likely.*replaced or deleted .* since a test last succeeded/,
  );
  await page.reload();
  const standing = page.getByRole("main");
  await expect(firstCause(standing)).toContainText(/^Likely.*replaced or deleted/);
  await standing.getByRole("link", { name: "Open Secrets" }).click();
  await expect(page).toHaveURL(`/credentials/${id}/secrets`);

  await storeSecret(page, id, wrongSecret);
  const mistyped = await testToken(page);
  await expect(firstCause(mistyped)).toContainText(/^Likely.*Only part of the secret was copied/);
  await expect(mistyped.getByRole("listitem").filter({ hasText: "everywhere" })).toContainText(/^Possible/);
});

test("the summary for support holds what finds the call, and no secret, with and without scripts", async ({
  openAs,
  control,
}) => {
  const page = await openAs("owner", { permissions: ["clipboard-read", "clipboard-write"] });
  const { id, client } = await registerCredential(page, control);
  await storeSecret(page, id, wrongSecret);
  const result = await testToken(page);
  const { requests } = await control.requests(client.clientId);
  await result.getByRole("button", { name: "Copy summary" }).click();
  await expect(result.getByRole("status").filter({ hasText: "Copied." })).toBeVisible();
  const summary = await page.evaluate(() => navigator.clipboard.readText());
  await result.getByText("Summary for support").click();
  await expect(result.getByText("Latchkey request ID")).toHaveText(summary);
  for (const fact of [
    "The client secret was refused",
    "HTTP status: 400",
    "Code: client_secret_refused",
    `Adobe debug ID: ${requests[0]?.debugId}`,
    `Client ID: ${client.clientId}`,
    "Environment: Sandbox",
    "Host asked: ",
  ]) {
    expect(summary).toContain(fact);
  }
  expect(summary).toMatch(/^Latchkey request ID: [0-9a-f-]{36}$/m);
  expect(summary).toMatch(/^Time: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} UTC$/m);
  for (const secret of [wrongSecret, client.clientSecret]) expect(summary).not.toContain(secret);

  const plain = await openAs("owner", { javaScriptEnabled: false });
  await plain.goto(`/credentials/${id}`);
  await expect(plain.getByRole("button", { name: "Copy summary" })).toHaveCount(0);
  await expect(plain.locator("pre").filter({ hasText: "Latchkey request ID" })).toHaveText(summary);
});
