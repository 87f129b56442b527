import { randomBytes } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { type Client, generateClientId } from "@/sandbox/clients";
import type { ClientChange, ControlClient } from "@/sandbox/control-client";

export interface RegisteredCredential {
  readonly id: string;
  readonly name: string;
  readonly client: Client & { readonly clientSecret: string };
}

/** A name that no other test has. */
export function newName(): string {
  return `Storefront ${randomBytes(4).toString("hex")}`;
}

/** A client that the sandbox knows, with one secret. */
export async function newClient(
  control: ControlClient,
  change: ClientChange = {},
): Promise<RegisteredCredential["client"]> {
  const client = await control.putClient(generateClientId(), change);
  return { ...client, clientSecret: client.clientSecrets[0] ?? "" };
}

/** Where Adobe would show the client: the address carries the ids that its rotation calls need. */
export function consoleAddressOf(client: Client): string {
  const { adobeOrganizationId, adobeProjectId, adobeCredentialId } = client;
  return `https://developer.adobe.com/console/projects/${adobeOrganizationId}/${adobeProjectId}/credentials/${adobeCredentialId}/details/oauthservertoserver`;
}

/** Fills the form at `/credentials/new` by hand, without sending it. */
export async function fillCredential(
  page: Page,
  name: string,
  client: RegisteredCredential["client"],
): Promise<void> {
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Environment", { exact: true }).selectOption("Sandbox");
  await page.getByLabel("Client ID", { exact: true }).fill(client.clientId);
  await page.getByLabel("Client secret", { exact: true }).fill(client.clientSecret);
  await page.getByLabel("Organization ID", { exact: true }).fill(client.imsOrgId);
  await page.getByLabel("Technical account ID", { exact: true }).fill(client.technicalAccountId);
  await page.getByLabel("Technical account email", { exact: true }).fill(client.technicalAccountEmail);
  await page.getByLabel("Scopes", { exact: true }).fill(client.boundScopes.join(", "));
  await page.getByLabel("Developer Console address", { exact: true }).fill(consoleAddressOf(client));
}

/** Registers a credential of the sandbox by the form. Ends on its page. */
export async function registerCredential(
  page: Page,
  control: ControlClient,
  change: ClientChange = {},
): Promise<RegisteredCredential> {
  const client = await newClient(control, change);
  const name = newName();
  await page.goto("/credentials/new");
  await fillCredential(page, name, client);
  await page.getByRole("button", { name: "Register credential", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  return { id: readCredentialId(page), name, client };
}

/** The id in the address of a credential's page. */
export function readCredentialId(page: Page): string {
  const id = /^\/credentials\/([0-9a-f-]{36})(?:\/|$)/.exec(new URL(page.url()).pathname)?.[1];
  if (id === undefined) throw new Error("This is not the page of a credential.");
  return id;
}

/** Presses Test token and waits for the answer. */
export async function testToken(page: Page) {
  await page.getByRole("button", { name: "Test token", exact: true }).click();
  const result = page.getByRole("region", { name: "Token test result", exact: true });
  await expect(result).toHaveAttribute("aria-busy", "false");
  return result;
}
