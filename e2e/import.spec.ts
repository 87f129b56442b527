import { expect, type Page } from "@playwright/test";
import { countRows } from "./count-rows";
import { newClient, newName, testToken } from "./credentials";
import { envSpellings, writeDownload } from "./download";
import { test } from "./fixtures";

const consoleAddress =
  "https://developer.adobe.com/console/projects/12345/4566206088345678901/credentials/98765";

async function read(page: Page, text: string): Promise<void> {
  await page.getByRole("region", { name: "Import" }).getByRole("textbox").fill(text);
  await page.getByRole("button", { name: "Read it", exact: true }).click();
}

/** Reads a paste that can be read, and waits until it has filled the form. */
async function readWell(page: Page, text: string, summary: string): Promise<void> {
  await read(page, text);
  await expect(
    page.getByRole("region", { name: "Import" }).getByRole("status").filter({ hasText: summary }),
  ).toBeVisible();
}

async function registerAndTest(page: Page): Promise<void> {
  await page.getByLabel("Name", { exact: true }).fill(newName());
  await page.getByLabel("Environment", { exact: true }).selectOption("Sandbox");
  await page.getByRole("button", { name: "Register credential", exact: true }).click();
  await expect(await testToken(page)).toContainText("The token works");
}

for (const [what, change] of [
  ["with its TYPE", {}],
  ["without TYPE", { TYPE: undefined }],
] as const) {
  test(`a download of the Developer Console ${what} fills the form and stores nothing yet`, async ({
    openAs,
    control,
    product,
    organization,
  }) => {
    const page = await openAs("owner");
    const client = await newClient(control);
    await page.goto("/credentials/new");
    const before = await countRows(product, organization);
    await readWell(page, writeDownload(client, change), "OAuth Server-to-Server download");
    for (const [label, value] of [
      ["Name", `Credential ${client.clientId.slice(0, 8)}`],
      ["Client ID", client.clientId],
      ["Client secret", client.clientSecret],
      ["Organization ID", client.imsOrgId],
      ["Technical account ID", client.technicalAccountId],
      ["Technical account email", client.technicalAccountEmail],
      ["Scopes", client.boundScopes.join(",")],
    ] as const) {
      await expect(page.getByLabel(label, { exact: true })).toHaveValue(value);
    }
    await expect(page.getByRole("button", { name: "Use the second" })).toHaveCount(0);
    expect(await countRows(product, organization)).toEqual(before);
    await registerAndTest(page);
  });
}

test("of two secrets the first fills the form, and the second is one press away", async ({
  openAs,
  control,
}) => {
  const page = await openAs("owner");
  const client = await newClient(control);
  await page.goto("/credentials/new");
  const text = writeDownload(client, { CLIENT_SECRETS: ["the-first-is-outdated", client.clientSecret] });
  await readWell(page, text, "OAuth Server-to-Server download");
  await expect(page.getByLabel("Client secret", { exact: true })).toHaveValue("the-first-is-outdated");
  await page.getByRole("button", { name: "Use the second", exact: true }).click();
  await expect(page.getByLabel("Client secret", { exact: true })).toHaveValue(client.clientSecret);
  await registerAndTest(page);
});

for (const { prefix, write } of envSpellings) {
  test(`.env text in the spelling ${prefix}… is read`, async ({ openAs, control }) => {
    const page = await openAs("owner");
    const client = await newClient(control);
    await page.goto("/credentials/new");
    await readWell(page, write(client), `(${prefix}…)`);
    await expect(page.getByLabel("Client ID", { exact: true })).toHaveValue(client.clientId);
    await registerAndTest(page);
  });
}

test("a console address joins what was read and typed before", async ({ openAs, control }) => {
  const page = await openAs("owner");
  const client = await newClient(control);
  await page.goto("/credentials/new");
  await readWell(page, writeDownload(client), "OAuth Server-to-Server download");
  await page.getByLabel("Notes", { exact: true }).fill("Asked for by Mina.");
  await readWell(page, `${consoleAddress}/details/oauthservertoserver`, "address of a credential");
  await expect(page.getByLabel("Developer Console address", { exact: true })).toHaveValue(
    `${consoleAddress}/details/oauthservertoserver`,
  );
  await expect(page.getByLabel("Client ID", { exact: true })).toHaveValue(client.clientId);
  await expect(page.getByLabel("Client secret", { exact: true })).toHaveValue(client.clientSecret);
  await expect(page.getByLabel("Notes", { exact: true })).toHaveValue("Asked for by Mina.");
  await registerAndTest(page);
});

test("a download read after a refused registration fills the fields that were empty", async ({
  openAs,
  control,
}) => {
  const page = await openAs("owner");
  const client = await newClient(control);
  await page.goto("/credentials/new");
  await page.getByRole("button", { name: "Register credential", exact: true }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("Nothing was registered");
  await readWell(page, writeDownload(client), "OAuth Server-to-Server download");
  await expect(page.getByLabel("Client ID", { exact: true })).toHaveValue(client.clientId);
  await registerAndTest(page);
});

test("a paste that cannot be read leaves every field as it was", async ({ openAs, control }) => {
  const page = await openAs("owner");
  const client = await newClient(control);
  await page.goto("/credentials/new");
  await readWell(page, writeDownload(client), "OAuth Server-to-Server download");
  await page.getByLabel("Name", { exact: true }).fill("A better name");
  await page.getByLabel("Environment", { exact: true }).selectOption("Sandbox");
  await read(page, "{");
  await expect(page.getByRole("region", { name: "Import" }).getByRole("alert")).toContainText("not whole");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("A better name");
  await expect(page.getByLabel("Environment", { exact: true })).toHaveValue("sandbox");
  await expect(page.getByLabel("Client ID", { exact: true })).toHaveValue(client.clientId);
  await expect(page.getByLabel("Client secret", { exact: true })).toHaveValue(client.clientSecret);
});

const oneCredential = {
  CLIENT_ID: "0123456789abcdef0123456789abcdef",
  CLIENT_SECRETS: ["a-secret-to-refuse"],
};

for (const [what, text, sentence] of [
  ["nothing", "  \n ", "Paste a download"],
  [
    "a project's download",
    JSON.stringify({ project: { id: "1", workspace: { details: { credentials: [] } } } }),
    "download of a whole project",
  ],
  [
    "a JWT credential",
    JSON.stringify({ ...oneCredential, PUBLIC_KEYS_WITH_EXPIRY: { key: "12/01/2026" } }),
    "Service Account (JWT)",
  ],
  ["another kind of credential", JSON.stringify({ TYPE: "OAuthWebApp", ...oneCredential }), "another kind"],
  ["truncated JSON", JSON.stringify(oneCredential).slice(0, -3), "not whole"],
  ["JSON of something else", JSON.stringify([1, 2, 3]), "not a credential download"],
  ["deep nesting", `{"CLIENT_ID":${"[".repeat(10_000)}${"]".repeat(10_000)}}`, "nested deeper"],
  [
    "a prototype",
    `{"__proto__":${JSON.stringify(oneCredential)},"constructor":{"prototype":{}}}`,
    "not a credential download",
  ],
  ["a NUL character", `IMS_CLIENT_ID=abc\u0000def`, "damaged characters"],
  ["half a character", `IMS_CLIENT_ID=abc\ud800`, "damaged characters"],
  ["half a character in JSON", `{"CLIENT_ID":"abc\\ud800","CLIENT_SECRETS":["x"]}`, "damaged characters"],
  [
    "the address of another page",
    "https://developer.adobe.com/console/home",
    "not the address of a credential",
  ],
  ["a letter to somebody", "Hello, here is the credential that you asked for", "No client ID was found"],
  ["an API key", JSON.stringify({ TYPE: "apikey", ...oneCredential }), "another kind"],
] as const) {
  test(`${what} in the import is refused in words and changes nothing`, async ({
    openAs,
    product,
    organization,
  }) => {
    const page = await openAs("owner");
    await page.goto("/credentials/new");
    const before = await countRows(product, organization);
    await page.getByLabel("Name", { exact: true }).fill("Typed before");
    await read(page, text);
    const alert = page.getByRole("region", { name: "Import" }).getByRole("alert");
    await expect(alert).toContainText("Nothing was read");
    await expect(alert).toContainText(sentence);
    await expect(alert).toBeFocused();
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Typed before");
    await expect(page.getByLabel("Client ID", { exact: true })).toHaveValue("");
    await expect(page.getByLabel("Client secret", { exact: true })).toHaveValue("");
    expect(await countRows(product, organization)).toEqual(before);
  });
}

test("5 MB of JSON are refused in words", async ({ openAs }) => {
  const page = await openAs("owner");
  await page.goto("/credentials/new");
  await read(page, JSON.stringify({ ...oneCredential, padding: "x".repeat(5 * 1024 * 1024) }));
  const alert = page.getByRole("region", { name: "Import" }).getByRole("alert");
  await expect(alert).toContainText("larger than any credential download");
  await expect(page.getByRole("heading", { level: 1, name: "Register credential" })).toBeVisible();
});

test("more than the server reads at all is refused in words, not with a number", async ({
  openAs,
  watch,
}) => {
  watch.expect(/more than 8 MB/);
  const page = await openAs("owner");
  await page.goto("/credentials/new");
  await read(page, "x".repeat(9 * 1024 * 1024));
  const alert = page.getByRole("main").getByRole("alert");
  await expect(alert).toContainText("too much to send");
  await expect(alert).toContainText("more than 8 MB");
});
