import { expect, type Page } from "@playwright/test";
import type { TestJwtKey } from "@/lib/adobe/jwt-key.fixture";
import type { ControlClient } from "@/sandbox/control-client";
import { newClient, newName, type RegisteredCredential, readCredentialId } from "./credentials";

/** What its binding at Adobe has. */
export const metascopes = ["ent_user_sdk"];

/** A client that the sandbox knows, whose assertions this key signs. */
export function newJwtClient(control: ControlClient, key: TestJwtKey) {
  return newClient(control, { jwt: { publicKeys: [key.publicPem], metascopes } });
}

/** Fills the form at `/credentials/new-jwt` by hand, without sending it. */
export async function fillJwt(
  page: Page,
  name: string,
  client: RegisteredCredential["client"],
  key: TestJwtKey,
): Promise<void> {
  const fill = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text);
  await page.goto("/credentials/new-jwt");
  await expect(page.getByRole("heading", { level: 1, name: "Register a JWT credential" })).toBeVisible();
  await fill("Name", name);
  await page.getByLabel("Environment", { exact: true }).selectOption("Sandbox");
  await fill("Client ID", client.clientId);
  await fill("Client secret", client.clientSecret);
  await fill("Organization ID", client.imsOrgId);
  await fill("Technical account ID", client.technicalAccountId);
  await fill("Metascopes", "https://ims-na1.adobelogin.com/s/ent_user_sdk");
  await fill("Private key", key.pem);
}

/** Registers a JWT credential of the sandbox by the form, with its own key or another. Ends on its page. */
export async function registerJwt(
  page: Page,
  control: ControlClient,
  key: TestJwtKey,
  registeredKey: TestJwtKey = key,
): Promise<RegisteredCredential> {
  const client = await newJwtClient(control, key);
  const name = newName();
  await fillJwt(page, name, client, registeredKey);
  await page.getByRole("button", { name: "Register credential", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  return { id: readCredentialId(page), name, client };
}
