import { expect, type Page } from "@playwright/test";
import pg from "pg";
import { generateClientId } from "@/sandbox/clients";
import { ageSessions } from "./age-session";
import { newClient, newName, type RegisteredCredential, testToken } from "./credentials";
import { writeDownload } from "./download";
import { test } from "./fixtures";
import type { Product } from "./launch-product";

type KnownClient = RegisteredCredential["client"];

interface Named {
  readonly name: string;
  readonly client: KnownClient;
}

/** The download of a workspace in the organization of the first credential, with two of kinds that are not taken in. */
function writeWorkspace(credentials: readonly Named[]): string {
  const [{ client } = { client: undefined }] = credentials;
  const entries = credentials.map(({ name, client: { adobeCredentialId, ...own } }) => ({
    id: adobeCredentialId,
    name,
    integration_type: "oauth_server_to_server",
    oauth_server_to_server: {
      client_id: own.clientId,
      client_secrets: [own.clientSecret],
      technical_account_id: own.technicalAccountId,
      technical_account_email: own.technicalAccountEmail,
      scopes: own.boundScopes,
    },
  }));
  const others = ["service", "apikey"].map((type, index) => ({
    id: `${index}`,
    name: `Other ${type}`,
    integration_type: type,
    [type]: { client_id: generateClientId() },
  }));
  const project = {
    id: client?.adobeProjectId,
    name: "project",
    org: { id: client?.adobeOrganizationId, name: "Acme", ims_org_id: client?.imsOrgId },
    workspace: { id: "1", name: "Production", details: { credentials: [...entries, ...others] } },
  };
  return JSON.stringify({ project }, null, 2);
}

function asFile(name: string, text: string) {
  return { name, mimeType: "application/json", buffer: Buffer.from(text) };
}

const importRegion = (page: Page) => page.getByRole("region", { name: "Import", exact: true });
const readIt = (page: Page) => page.getByRole("button", { name: "Read it", exact: true }).click();
const rowOf = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });

async function pasteMany(page: Page, text: string): Promise<void> {
  await page.goto("/credentials/new");
  await importRegion(page).getByRole("textbox").fill(text);
  await readIt(page);
  await expect(page.getByRole("heading", { level: 1, name: "Import", exact: true })).toBeVisible();
}

async function chooseSandbox(page: Page, ...names: readonly string[]): Promise<void> {
  for (const name of names)
    await page.getByLabel(`Environment of ${name}`, { exact: true }).selectOption("Sandbox");
}

/** Until it is released: for less than the 3 seconds that the product waits for a lock. */
async function keepFromRegistering({ databaseUrl }: Product): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`BEGIN; LOCK TABLE "Credential" IN EXCLUSIVE MODE`);
  return () => client.end();
}

test("a workspace is looked over, taken in and worked with; the same again changes nothing", async ({
  openAs,
  control,
  product,
}) => {
  const page = await openAs("owner");
  const credentials = [
    { name: newName(), client: await newClient(control) },
    { name: newName(), client: await newClient(control) },
    { name: newName(), client: await newClient(control) },
  ] as const;
  const [first, second, third] = credentials;
  const text = writeWorkspace(credentials);
  await pasteMany(page, text);
  for (const { name } of credentials)
    await expect(page.getByRole("checkbox", { name: `Import ${name}` })).toBeChecked();
  await expect(rowOf(page, "Other service")).toContainText("Not supported");
  await expect(
    rowOf(page, "Other service").getByRole("link", { name: "Register a JWT credential" }),
  ).toBeVisible();
  await expect(rowOf(page, "Other apikey")).toContainText("API key");
  const html = await page.content();
  for (const { client } of credentials) expect(html).not.toContain(client.clientSecret);

  await page.getByRole("button", { name: "Select none", exact: true }).click();
  await expect(page.getByRole("button", { name: "Import 0 credentials", exact: true })).toBeDisabled();
  await page.getByRole("button", { name: "Select all new", exact: true }).click();
  await page.getByRole("checkbox", { name: `Import ${third.name}` }).uncheck();
  const better = newName();
  await page.getByLabel(`Name for ${first.name}`, { exact: true }).fill(better);
  await chooseSandbox(page, first.name, second.name);
  const release = await keepFromRegistering(product);
  await page.getByRole("button", { name: "Import 2 credentials", exact: true }).click();
  await expect(page.getByRole("progressbar", { name: "Importing credentials", exact: true })).toBeVisible();
  await release();
  await expect(page.getByText("The import is done")).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "2 registered" })).toBeVisible();
  await page.getByRole("link", { name: better, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: better })).toBeVisible();
  await expect(await testToken(page)).toContainText("The token works");

  await pasteMany(page, text);
  await expect(rowOf(page, second.name)).toContainText("Already here");
  await expect(rowOf(page, second.name).getByRole("checkbox")).toHaveCount(0);
  await expect(page.getByRole("checkbox", { name: `Import ${third.name}` })).toBeChecked();
});

test("files are chosen or dropped, and one that cannot be read does not keep out the others", async ({
  openAs,
  control,
}) => {
  const page = await openAs("admin");
  const client = await newClient(control);
  const name = `Credential ${client.clientId.slice(0, 8)}`;
  await page.goto("/credentials/new");
  await page
    .getByLabel("Or choose files", { exact: true })
    .setInputFiles([asFile("credential.json", writeDownload(client)), asFile("broken.json", "{")]);
  await readIt(page);
  await expect(page.getByRole("main")).toContainText("broken.json");
  await expect(page.getByRole("checkbox", { name: `Import ${name}` })).toBeChecked();

  await page.goto("/credentials/new");
  const dropped = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], "dropped.json", { type: "application/json" }));
    return transfer;
  }, writeDownload(client));
  await importRegion(page).getByRole("textbox").dispatchEvent("drop", { dataTransfer: dropped });
  await readIt(page);
  await chooseSandbox(page, name);
  await page.getByRole("button", { name: "Import 1 credential", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "1 registered" })).toBeVisible();
});

test("another secret is replaced only when it is ticked, and then asks for the password", async ({
  signInAs,
  organization,
  product,
  control,
}) => {
  const owner = await organization.addPerson("owner");
  const page = await signInAs(owner);
  const kept = { name: newName(), client: await newClient(control) };
  const outdated = {
    name: newName(),
    client: { ...(await newClient(control)), clientSecret: "outdated-secret" },
  };
  await pasteMany(page, writeWorkspace([outdated, kept]));
  await chooseSandbox(page, kept.name, outdated.name);
  await page.getByRole("button", { name: "Import 2 credentials", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "2 registered" })).toBeVisible();

  const renewed = {
    ...outdated,
    client: { ...outdated.client, clientSecret: outdated.client.clientSecrets[0] ?? "" },
  };
  await pasteMany(page, writeWorkspace([renewed, kept]));
  await expect(rowOf(page, kept.name)).toContainText("Already here");
  const box = page.getByRole("checkbox", { name: `Replace the secret of ${outdated.name}`, exact: true });
  await expect(box).not.toBeChecked();
  await box.check();
  await ageSessions(product, owner, 3600, "steppedUpAt");
  await page.getByRole("button", { name: "Import 1 credential", exact: true }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByLabel("Password", { exact: true }).fill(owner.password);
  await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "1 with a new secret" })).toBeVisible();
  await page.getByRole("link", { name: outdated.name, exact: true }).click();
  await expect(await testToken(page)).toContainText("The token works");
});

test("without JavaScript the whole way works by plain posts; elsewhere what was read is not there", async ({
  openAs,
  signInAs,
  organization,
  control,
}) => {
  const page = await openAs("owner", { javaScriptEnabled: false });
  const credentials = [
    { name: newName(), client: await newClient(control) },
    { name: newName(), client: await newClient(control) },
  ] as const;
  const [first, second] = credentials;
  await page.goto("/credentials/new");
  await page
    .getByLabel("Or choose files", { exact: true })
    .setInputFiles(asFile("workspace.json", writeWorkspace(credentials)));
  await readIt(page);
  const reviewUrl = page.url();
  await page.getByRole("checkbox", { name: `Import ${second.name}` }).uncheck();
  await chooseSandbox(page, first.name);
  await page.getByRole("button", { name: /^Import \d+ credentials$/ }).click();
  await expect(async () => {
    await page.reload();
    await expect(page.getByText("The import is done")).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(page.getByRole("main")).toContainText("1 registered");
  await expect(page.getByRole("link", { name: first.name, exact: true })).toBeVisible();

  const elsewhere = await signInAs(await organization.addPerson("owner"));
  await elsewhere.goto(reviewUrl);
  await expect(elsewhere.getByRole("main")).toContainText("no longer held");
  await expect(elsewhere.getByRole("link", { name: "Paste it again" })).toHaveAttribute(
    "href",
    "/credentials/new",
  );
});
