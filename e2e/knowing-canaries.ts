import { expect, type Page } from "@playwright/test";
import { makeJwtKey } from "@/lib/adobe/jwt-key.fixture";
import type { ControlClient } from "@/sandbox/control-client";
import type { Canary } from "./canaries";
import { newClient, testToken } from "./credentials";
import { writeDownload } from "./download";
import { registerJwt } from "./jwt-credential";

/**
 * Takes in several credentials at once and a private key, and inspects a pasted token: everything that a
 * secret, a key and a token can pass through when a credential is got to know.
 */
export async function knowCredentials(
  page: Page,
  control: ControlClient,
  token: string,
): Promise<readonly Canary[]> {
  const clients = [await newClient(control), await newClient(control)];
  await page.goto("/credentials/new");
  const files = clients.map((client, index) => ({
    name: `credential-${index}.json`,
    mimeType: "application/json",
    buffer: Buffer.from(writeDownload(client)),
  }));
  await page.getByLabel("Or choose files", { exact: true }).setInputFiles(files);
  await page.getByRole("button", { name: "Read it", exact: true }).click();
  for (const { clientId } of clients) {
    const environment = page.getByLabel(`Environment of Credential ${clientId.slice(0, 8)}`, { exact: true });
    await environment.selectOption("Sandbox");
  }
  await page.getByRole("button", { name: "Import 2 credentials", exact: true }).click();
  await expect(page.getByText("The import is done")).toBeVisible();

  const key = makeJwtKey();
  const { id, client } = await registerJwt(page, control, key);
  await expect(await testToken(page)).toContainText("The token works");
  for (const path of ["", "/secrets", "/token", "/migration"]) await page.goto(`/credentials/${id}${path}`);

  await page.goto("/tokens/inspect");
  await page.getByLabel("Paste an access token", { exact: true }).fill(token);
  await page.getByRole("button", { name: "Inspect", exact: true }).click();
  await expect(page.getByRole("region", { name: "Claims", exact: true })).toBeVisible();

  // A whole line of it, because a text file breaks where the line does.
  const line = key.pem.split("\n")[10] ?? "";
  return [
    ...clients.map(({ clientSecret }, index) => ({ name: `secret of file ${index}`, value: clientSecret })),
    { name: "client secret of a key", value: client.clientSecret },
    { name: "private key", value: line },
    { name: "pasted token", value: token },
  ];
}
