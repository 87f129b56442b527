import { expect, type Page } from "@playwright/test";
import { z } from "zod";
import { ageSessions } from "./age-session";
import { newClient, registerCredential, testToken } from "./credentials";
import { findViolations, themes } from "./find-violations";
import { test } from "./fixtures";
import type { Product } from "./launch-product";

const grantSchema = z.object({ access_token: z.string() });

/** A token that was asked for elsewhere. */
async function grantAt({ sandboxUrl }: Product, client: { clientId: string; clientSecret: string }) {
  const response = await fetch(`${sandboxUrl}/ims/token/v3`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: client.clientId,
      client_secret: client.clientSecret,
      scope: "openid,AdobeID",
    }),
  });
  return grantSchema.parse(await response.json()).access_token;
}

function endAt({ sandboxUrl }: Product, clientId: string, token: string) {
  return fetch(`${sandboxUrl}/ims/invalidate_token/v2`, {
    method: "POST",
    body: new URLSearchParams({ token_type: "access_token", client_id: clientId, token }),
  });
}

function deskOf(page: Page) {
  return page.getByRole("region", { name: "Token", exact: true });
}

function pressAt(page: Page, name: string) {
  return page.getByRole("button", { name, exact: true }).click();
}

test("a tested token is taken apart, revealed for a minute after the password, validated and ended", async ({
  signInAs,
  organization,
  product,
  control,
}) => {
  const admin = await organization.personOf("admin");
  const page = await signInAs(admin);
  const { id, name, client } = await registerCredential(page, control);
  await page.goto(`/credentials/${id}/token`);
  const desk = deskOf(page);
  await expect(desk).toContainText("No token is held for you");
  await page.goto(`/credentials/${id}`);
  await (await testToken(page)).getByRole("link", { name: "Inspect this token" }).click();
  await expect(page).toHaveURL(`/credentials/${id}/token`);
  await expect(desk).toContainText("which the sandbox plays");
  const claims = page.getByRole("table", { name: "Claims of the token" });
  await expect(claims.getByRole("row").filter({ hasText: "expires_in" })).toContainText("24 hours");
  await expect(claims).toContainText(client.clientId);
  await expect(claims).not.toContainText("Not known to Latchkey");
  for (const theme of themes) expect(await findViolations(page, theme)).toEqual([]);

  await ageSessions(product, admin, 6 * 60, "steppedUpAt");
  await page.clock.install();
  await pressAt(page, "Reveal");
  const dialog = page.getByRole("alertdialog");
  await dialog.getByLabel("Password", { exact: true }).fill(admin.password);
  await dialog.getByRole("button", { name: "Confirm" }).click();
  const shown = desk.getByRole("region", { name: "Access token", exact: true });
  const token = (await shown.getByRole("code").textContent()) ?? "";
  expect(token).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
  await expect(shown.getByRole("button", { name: "Copy access token" })).toBeVisible();
  expect(await findViolations(page, "light")).toEqual([]);
  await page.clock.runFor(55_000);
  await expect(shown.getByRole("timer")).toContainText(/Hidden again in [1-5] s/);
  await page.clock.runFor(6_000);
  await expect(shown).toHaveCount(0);
  expect(await page.content()).not.toContain(token);

  await pressAt(page, "Validate");
  await expect(desk).toContainText("The sandbox says that this token is valid");
  await endAt(product, client.clientId, token);
  await pressAt(page, "Validate");
  await expect(desk).toContainText("is not valid");
  await expect(desk).toContainText("It was ended before its time.");

  await pressAt(page, "Test token");
  await expect(desk).not.toContainText("is not valid");
  await pressAt(page, "Invalidate");
  await expect(dialog).toContainText(`Invalidate this token of ${name}?`);
  await dialog.getByRole("button", { name: "Invalidate", exact: true }).click();
  await expect(desk).toContainText("The token was ended");
  await expect(page.getByRole("button", { name: "Validate", exact: true })).toHaveCount(0);
  await page.goto(`/credentials/${id}/activity`);
  for (const words of [
    "saw an access token of",
    "learned the validity of a token of",
    "ended an access token of",
  ]) {
    await expect(page.getByRole("row").filter({ hasText: words }).first()).toBeVisible();
  }
});

test("without scripts a token is shown by a plain post, once, and another session is not given it", async ({
  openAs,
  signInAs,
  organization,
  control,
}) => {
  const owner = await organization.personOf("owner");
  const { id } = await registerCredential(await openAs(owner), control);
  const page = await openAs(owner, { javaScriptEnabled: false });
  await page.goto(`/credentials/${id}/token`);
  await pressAt(page, "Test token");
  await expect(deskOf(page)).toContainText("Adobe's production environment");
  await pressAt(page, "Reveal");
  const shown = page.getByRole("region", { name: "Access token", exact: true });
  const token = (await shown.getByRole("code").textContent()) ?? "";
  await page.goto(`/credentials/${id}/token`);
  await expect(deskOf(page)).toContainText("Token fingerprint");
  expect(await page.content()).not.toContain(token.split(".")[2]);
  await pressAt(page, "Invalidate");
  await page.getByRole("alertdialog").getByRole("button", { name: "Invalidate", exact: true }).click();
  await expect(deskOf(page)).toContainText("The token was ended");
  await pressAt(page, "Test token");
  await expect(deskOf(page)).toContainText("Token fingerprint");
  const elsewhere = await signInAs(owner);
  await elsewhere.goto(`/credentials/${id}/token`);
  await expect(deskOf(elsewhere)).toContainText("No token is held for you");
  const auditor = await openAs("auditor");
  await auditor.goto(`/credentials/${id}/token`);
  await expect(auditor.getByRole("region", { name: "Token", exact: true })).toHaveCount(0);
});

test("a pasted token tells whose it is, without scripts too, and does not come back", async ({
  openAs,
  product,
  control,
}) => {
  const { name, client } = await registerCredential(await openAs("owner"), control);
  for (const javaScriptEnabled of [true, false]) {
    const page = await openAs("operator", { javaScriptEnabled });
    await page.goto("/tokens/inspect");
    const field = page.getByLabel("Paste an access token", { exact: true });
    const said = page.getByRole("region", { name: "What the token says", exact: true });
    const own = await grantAt(product, client);
    await field.fill(`Authorization: Bearer ${own}`);
    await pressAt(page, "Inspect");
    await expect(said.getByRole("link", { name })).toBeVisible();
    await expect(field).toHaveValue("");
    expect(await page.content()).not.toContain(own.split(".")[1]);
    await field.fill(await grantAt(product, await newClient(control)));
    await pressAt(page, "Inspect");
    await expect(said).toContainText("No credential with this client ID is registered here");
    await field.fill(client.clientSecret);
    await pressAt(page, "Inspect");
    await expect(said).toContainText("This");
    await expect(page.getByRole("main")).not.toContainText(client.clientSecret);
    if (javaScriptEnabled) {
      for (const theme of themes) expect(await findViolations(page, theme)).toEqual([]);
    }
  }
  const owner = await openAs("owner");
  await owner.goto("/audit");
  await expect(
    owner.getByRole("row").filter({ hasText: "inspected a pasted token of" }).first(),
  ).toContainText(name);
});
