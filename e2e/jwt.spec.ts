import { expect, type Page } from "@playwright/test";
import { z } from "zod";
import { makeJwtCertificate, makeJwtKey } from "@/lib/adobe/jwt-key.fixture";
import { newName, type RegisteredCredential, readCredentialId, testToken } from "./credentials";
import { findViolations, themes } from "./find-violations";
import { test } from "./fixtures";
import { fillJwt, metascopes, newJwtClient, registerJwt } from "./jwt-credential";
import { query } from "./query";

const key = makeJwtKey();
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

async function startMigration(page: Page, { id, client }: Pick<RegisteredCredential, "id" | "client">) {
  await page.goto(`/credentials/${id}`);
  await page.getByRole("link", { name: "Migrate to OAuth Server-to-Server", exact: true }).click();
  await expect(
    page.getByRole("heading", { level: 1, name: "Migrate to OAuth Server-to-Server" }),
  ).toBeVisible();
  await button(page, "Start migration").click();
  await page.getByLabel("Client secret", { exact: true }).fill(client.clientSecret);
  await page.getByLabel("Scopes", { exact: true }).fill(client.boundScopes.join(","));
  await button(page, "Store OAuth secret").click();
  await button(page, "Test OAuth").click();
  await expect(page.getByText("The OAuth credential works", { exact: true })).toBeVisible();
}

test("a JWT credential is registered, tested, migrated to the end, and its key is gone for good", async ({
  openAs,
  control,
  product,
}) => {
  const page = await openAs("owner");
  const client = await newJwtClient(control, key);
  const name = newName();
  await fillJwt(page, name, client, makeJwtKey(1024));
  await button(page, "Register credential").click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("This RSA key has 1024 bits");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(name);
  await expect(page.getByLabel("Private key", { exact: true })).toHaveValue("");
  for (const theme of themes) expect(await findViolations(page, theme)).toEqual([]);
  await page.getByLabel("Client secret", { exact: true }).fill(client.clientSecret);
  await page.getByLabel("Private key", { exact: true }).fill(key.pem);
  await page.getByLabel("Certificate", { exact: true }).fill(
    makeJwtCertificate(key, {
      startsAt: new Date(Date.now() - 400 * 86_400_000),
      expiresAt: new Date(Date.now() - 35 * 86_400_000),
    }),
  );
  await button(page, "Register credential").click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  const credential = { id: readCredentialId(page), name, client };
  await expect(page.getByText("Certificate expired")).toBeVisible();
  await expect(page.getByRole("link", { name: "Rotate secret" })).toHaveCount(0);
  expect(await testToken(page)).toBeDefined();
  await expect(page.getByRole("region", { name: "Token test result" })).toContainText("The token works");

  await startMigration(page, credential);
  const finish = button(page, "Finish migration");
  await expect(finish).toBeDisabled();
  for (const theme of themes) expect(await findViolations(page, theme)).toEqual([]);
  await control.putClient(client.clientId, {
    jwt: { publicKeys: [key.publicPem], metascopes, isEnded: true },
  });
  await button(page, "Test JWT").click();
  await expect(page.getByText("Adobe no longer exchanges this JWT", { exact: true })).toBeVisible();
  await finish.click();
  const dialog = page.getByRole("alertdialog").or(page.getByRole("dialog"));
  await dialog.getByLabel("Type the name to confirm").fill(name);
  await dialog.getByRole("button", { name: "Finish migration" }).click();
  await expect(page.getByText("The migration is finished", { exact: true })).toBeVisible();

  const kept = z.object({ sealedPrivateKey: z.null(), sealedClientSecret: z.null(), kid: z.null() });
  const keys = await query(
    product,
    kept,
    `SELECT "sealedPrivateKey", "sealedClientSecret", kid FROM "JwtKey" WHERE "credentialId" = $1`,
    [credential.id],
  );
  expect(keys).toHaveLength(1);
  await page.goto(`/credentials/${credential.id}`);
  await expect(page.getByRole("link", { name: "Rotate secret" })).toBeVisible();
  await expect(await testToken(page)).toContainText("The token works");
  await page.goto(`/credentials/${credential.id}/activity`);
  await expect(page.getByRole("table", { name: "Events" })).toContainText("migration");
});

test("a key that Adobe does not know is refused in words, a cancelled migration leaves the JWT as it was", async ({
  openAs,
  control,
}) => {
  const page = await openAs("owner");
  const wrong = await registerJwt(page, control, key, makeJwtKey());
  await expect(await testToken(page)).toContainText("No certificate fits the private key");
  await page.goto(`/credentials/${wrong.id}/secrets`);
  await page.getByLabel("Client secret", { exact: true }).fill(wrong.client.clientSecret);
  await page.getByLabel("Private key", { exact: true }).fill(key.pem);
  await button(page, "Replace key").click();
  await expect(page.getByText("Key replaced", { exact: true })).toBeVisible();
  await expect(await testToken(page)).toContainText("The token works");

  await startMigration(page, wrong);
  await page.goto(`/credentials/${wrong.id}/secrets`);
  await expect(page.getByText("A migration from JWT is under way")).toBeVisible();
  await page.goto(`/credentials/${wrong.id}/migration`);
  await button(page, "Cancel migration").click();
  const dialog = page.getByRole("alertdialog").or(page.getByRole("dialog"));
  await dialog.getByRole("button", { name: "Cancel migration" }).click();
  await expect(button(page, "Start migration")).toBeVisible();
  await page.goto("/credentials");
  await expect(page.getByRole("row").filter({ hasText: wrong.name })).toContainText("JWT");
});

test("a JWT credential is registered without scripts", async ({ openAs, control }) => {
  const page = await openAs("owner", { javaScriptEnabled: false });
  const { id } = await registerJwt(page, control, key);
  await page.goto(`/credentials/${id}/migration`);
  await button(page, "Start migration").click();
  await expect(button(page, "Store OAuth secret")).toBeVisible();
});
