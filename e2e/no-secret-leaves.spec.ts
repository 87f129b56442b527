import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, type Page } from "@playwright/test";
import { decode } from "next-auth/jwt";
import { z } from "zod";
import { findFreePort } from "@/lib/db/embedded/find-free-port";
import { generateClientSecret } from "@/sandbox/client-secrets";
import { type ControlClient, createControlClient } from "@/sandbox/control-client";
import { findBuiltActionsKey } from "@/scripts/build";
import { fromRoot } from "@/scripts/child";
import { type Canary, findCanaries, findTokens } from "./canaries";
import { fillCredential, newClient, newName, readCredentialId, testToken } from "./credentials";
import { writeDownload } from "./download";
import { test } from "./fixtures";
import { knowCredentials } from "./knowing-canaries";
import { launchFreshProduct, type Product } from "./launch-product";
import { execute, query } from "./query";
import { type Recorded, startRecordingProxy } from "./recording-proxy";
import { nameCopyAnswer, rotateSecrets } from "./rotation-canaries";

type KnownClient = Awaited<ReturnType<typeof newClient>>;

const secrets = {
  ownersPassword: randomBytes(18).toString("base64url"),
  refusedPassword: randomBytes(18).toString("base64url"),
  typedSecret: generateClientSecret(),
  secretOfRefusedForm: generateClientSecret(),
  secretOfPlainForm: generateClientSecret(),
  damagedSecret: `${randomBytes(9).toString("hex")} ${randomBytes(9).toString("hex")}`,
  importedSecret: generateClientSecret(),
  secondImportedSecret: generateClientSecret(),
  secretOfRefusedPaste: generateClientSecret(),
  secretOfEnvText: generateClientSecret(),
  wrongSecret: generateClientSecret(),
  replacedSecret: generateClientSecret(),
};

test("no secret is in any answer, log line, client chunk, table or file, whatever is done with it", async ({
  openPage,
  afterPages,
}) => {
  test.setTimeout(300_000);
  const [port, serverPort] = [await findFreePort(), await findFreePort()];
  const { product, launch, stop } = await launchFreshProduct(serverPort, {
    APP_ORIGIN: `http://localhost:${port}`,
  });
  afterPages(stop);
  const proxy = await startRecordingProxy(port, serverPort);
  afterPages(async () => proxy.stop());
  const control = createControlClient(product.sandboxUrl, product.sandboxControlKey);
  const page = await openPage({ baseURL: product.baseUrl });
  const plainPage = await openPage({ baseURL: product.baseUrl, javaScriptEnabled: false });

  const cookies = await setUp(page, product);
  const typed = await typeSecrets(page, control);
  const imported = await importSecrets(page, control);
  await replaceSecrets(page, product, control, typed);
  await registerPlainly(plainPage, control);
  await changeAndDelete(page, imported);
  const rotated = await rotateSecrets(page, product, control, typed);
  const sandboxTokens = [
    await mint(product, typed.client, rotated.canaries[0].value),
    await mint(product, imported.client, secrets.importedSecret),
  ] as const;
  const known = await knowCredentials(page, control, sandboxTokens[0]);
  const kept = await openEveryPage(page, typed, rotated.paths);

  const canaries: readonly Canary[] = [
    ...Object.entries(secrets).map(([name, value]) => ({ name, value })),
    ...rotated.canaries,
    ...known,
    ...cookies,
    ...sandboxTokens.map((value, index) => ({ name: `token ${index}`, value })),
    ...(await readKeys(product)),
  ];
  const setupToken = new URL(product.setupUrl).searchParams.get("token") ?? "";
  const all = [...canaries, { name: "setup token", value: setupToken }];

  const rows = await readTables(product);
  const log = launch.output().replace(/^Create the first owner: .*$/m, "");
  const chunks = readFiles(fromRoot(".next/static"));
  // Adobe's side of the sandbox knows the secrets of its clients, and the keys are the keys.
  const files = readFiles(product.home).filter(({ place }) => !/^(?:keys|sandbox)\//.test(place));
  const places: readonly Place[] = [
    ...proxy.answers.map(readAnswer),
    ...rows,
    { place: "log", text: log },
    { place: "browser storage", text: kept },
    ...chunks,
    ...files,
  ];
  const found = places.flatMap(({ place, text, isSetup }) => [
    ...findCanaries(text, isSetup === true ? canaries : all).map((name) => `${name} in ${place}`),
    ...findTokens(text).map(() => `a token in ${place}`),
  ]);
  // Handing over shows the new secret, once, to whoever asked for it.
  expect(found).toEqual([nameCopyAnswer(typed)]);

  // The search is alive: it reaches each of these places, and finds there what may be found.
  const name: readonly Canary[] = [{ name: "name", value: typed.name }];
  const seesName = (one: readonly Place[]) => one.some(({ text }) => findCanaries(text, name).length > 0);
  const ofType = (type: string) =>
    proxy.answers.filter(({ headers }) => headers["content-type"]?.startsWith(type)).map(readAnswer);
  expect(seesName(ofType("text/html"))).toBe(true);
  expect(seesName(ofType("text/x-component"))).toBe(true);
  expect(seesName(rows.filter(({ place }) => place === "table Credential"))).toBe(true);
  expect(seesName(rows.filter(({ place }) => place === "table AuditEvent"))).toBe(true);
  expect(seesName(files.filter(({ place }) => place.includes("pg_wal")))).toBe(true);
  expect(log).toContain('"name":"token.test"');
  expect(chunks.some(({ text }) => text.includes("Test token"))).toBe(true);
  const sandbox = readFileSync(join(product.home, "sandbox/state.json"));
  expect(findCanaries(sandbox, all)).toContain("importedSecret");
  const setCookies = proxy.answers.flatMap(({ headers }) => headers["set-cookie"] ?? []).join("\n");
  expect(findCanaries(setCookies, all)).toEqual(["first session cookie", "session cookie"]);
  const keys = readFiles(join(product.home, "keys")).map(({ text }) => text);
  expect(findCanaries(Buffer.concat(keys.map((text) => Buffer.from(text))), all)).toContain("key 0");
  for (const token of sandboxTokens) expect(findTokens(`{"token":"${token}"}`)).toHaveLength(1);
  const setups = proxy.answers.map(readAnswer).filter(({ isSetup }) => isSetup);
  expect(setups.flatMap(({ text }) => findCanaries(text, all))).toContain("setup token");
});

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
}

function alertOf(page: Page) {
  return page.getByRole("main").getByRole("alert");
}

/** Makes the owner and signs them in once more. Gives the cookies of both sessions, and what they seal. */
async function setUp(page: Page, product: Product): Promise<readonly Canary[]> {
  await page.goto(product.setupUrl);
  await page.getByLabel("Your name", { exact: true }).fill("Mina Holm");
  await page.getByLabel("Email", { exact: true }).fill("mina@example.com");
  await page.getByLabel("Password", { exact: true }).fill(secrets.refusedPassword);
  await press(page, "Create owner account");
  await expect(alertOf(page)).toBeVisible();
  await page.getByLabel("Organization name", { exact: true }).fill("Blue Harbour");
  await page.getByLabel("Password", { exact: true }).fill(secrets.ownersPassword);
  await press(page, "Create owner account");
  await expect(page).toHaveURL("/credentials/new");
  const first = await readCookie(page, product, "first session");
  await press(page, "Sign out");
  await expect(page).toHaveURL("/sign-in");
  await page.getByLabel("Email", { exact: true }).fill("mina@example.com");
  await page.getByLabel("Password", { exact: true }).fill(secrets.refusedPassword);
  await press(page, "Sign in");
  await expect(alertOf(page)).toContainText("do not belong together");
  await page.getByLabel("Password", { exact: true }).fill(secrets.ownersPassword);
  await press(page, "Sign in");
  await expect(page.getByRole("button", { name: "Sign out", exact: true })).toBeVisible();
  return [...first, ...(await readCookie(page, product, "session"))];
}

async function readCookie(page: Page, { home }: Product, name: string): Promise<readonly Canary[]> {
  const value = (await page.context().cookies())[0]?.value ?? "";
  const secret = readFileSync(join(home, "keys/nextauth-secret"), "utf8").trim();
  const { sid } = z.object({ sid: z.string() }).parse(await decode({ token: value, secret }));
  return [
    { name: `${name} cookie`, value },
    { name: `${name} id`, value: sid },
  ];
}

interface Registered {
  readonly id: string;
  readonly name: string;
  readonly client: KnownClient;
}

/** Registers by hand, after forms that are refused, and tests well and badly. */
async function typeSecrets(page: Page, control: ControlClient): Promise<Registered> {
  const client = await newClient(control, { clientSecrets: [secrets.typedSecret] });
  const name = newName();
  const secret = page.getByLabel("Client secret", { exact: true });
  await page.goto("/credentials/new");
  await fillCredential(page, name, client);
  await page.getByLabel("Scopes", { exact: true }).fill('not"a"scope');
  await secret.fill(secrets.secretOfRefusedForm);
  await press(page, "Register credential");
  await expect(alertOf(page)).toBeVisible();
  await page.getByLabel("Scopes", { exact: true }).fill(client.boundScopes.join(","));
  await secret.fill(secrets.damagedSecret);
  await press(page, "Register credential");
  await expect(alertOf(page)).toContainText("holds a space");
  await secret.fill(secrets.typedSecret);
  await press(page, "Register credential");
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(await testToken(page)).toContainText("The token works");
  for (const lie of ["accessTokenObject", "truncatedJson"] as const) {
    await control.setFaults(client.clientId, { kind: "lie", lie, count: 1 });
    await expect((await testToken(page)).getByRole("alert")).toBeVisible();
  }
  return { id: readCredentialId(page), name, client };
}

/** Pastes what is refused, text of an `.env`, and a download with two secrets, which is registered. */
async function importSecrets(page: Page, control: ControlClient): Promise<Registered> {
  const client = await newClient(control, {
    clientSecrets: [secrets.importedSecret, secrets.secondImportedSecret],
  });
  const box = page.getByRole("textbox", { name: "Paste a download, .env or console address" });
  await page.goto("/credentials/new");
  await box.fill(writeDownload({ ...client, clientSecret: secrets.secretOfRefusedPaste }).slice(0, -2));
  await press(page, "Read it");
  await expect(alertOf(page)).toBeVisible();
  await box.fill(`IMS_CLIENT_ID=${client.clientId}\nIMS_CLIENT_SECRET=${secrets.secretOfEnvText}`);
  await press(page, "Read it");
  const secret = page.getByLabel("Client secret", { exact: true });
  await expect(secret).toHaveValue(secrets.secretOfEnvText);
  await expect(page.getByLabel("Client ID", { exact: true })).toHaveValue(client.clientId);
  await box.fill(writeDownload(client, { CLIENT_SECRETS: client.clientSecrets }));
  await press(page, "Read it");
  await expect(page.getByLabel("Organization ID", { exact: true })).toHaveValue(client.imsOrgId);
  await press(page, "Use the second");
  await expect(secret).toHaveValue(secrets.secondImportedSecret);
  const name = newName();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Environment", { exact: true }).selectOption("Sandbox");
  await press(page, "Register credential");
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(await testToken(page)).toContainText("The token works");
  return { id: readCredentialId(page), name, client };
}

/** Stores a wrong secret, has it refused, and stores the right one behind a step-up. */
async function replaceSecrets(
  page: Page,
  product: Product,
  control: ControlClient,
  { id, client }: Registered,
): Promise<void> {
  const secret = page.getByLabel("Client secret", { exact: true });
  await page.goto(`/credentials/${id}/secrets`);
  await secret.fill(secrets.wrongSecret);
  await press(page, "Replace secret");
  await expect(page).toHaveURL(`/credentials/${id}?done=replaced`);
  await expect((await testToken(page)).getByRole("alert")).toContainText("The client secret was refused");
  await control.putClient(client.clientId, { clientSecrets: [secrets.replacedSecret] });
  await execute(product, `UPDATE "Session" SET "steppedUpAt" = "steppedUpAt" - interval '5 minutes'`);
  await page.goto(`/credentials/${id}/secrets`);
  await secret.fill(secrets.replacedSecret);
  await press(page, "Replace secret");
  const dialog = page.getByRole("alertdialog", { name: "Confirm that it is you" });
  await dialog.getByLabel("Password", { exact: true }).fill(secrets.refusedPassword);
  await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(dialog.getByRole("alert")).toBeVisible();
  await dialog.getByLabel("Password", { exact: true }).fill(secrets.ownersPassword);
  await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(page).toHaveURL(`/credentials/${id}?done=replaced`);
  await expect(await testToken(page)).toContainText("The token works");
}

/** A form without scripts is answered with a whole page. */
async function registerPlainly(page: Page, control: ControlClient): Promise<void> {
  const client = await newClient(control, { clientSecrets: [secrets.secretOfPlainForm] });
  await page.goto("/credentials/new");
  await page.getByLabel("Email", { exact: true }).fill("mina@example.com");
  await page.getByLabel("Password", { exact: true }).fill(secrets.ownersPassword);
  await press(page, "Sign in");
  await fillCredential(page, newName(), client);
  await page.getByLabel("Scopes", { exact: true }).fill('not"a"scope');
  await press(page, "Register credential");
  await expect(alertOf(page)).toBeVisible();
  const box = page.getByRole("textbox", { name: "Paste a download, .env or console address" });
  await box.fill(writeDownload(client));
  await press(page, "Read it");
  await page.getByLabel("Client secret", { exact: true }).fill(secrets.secretOfPlainForm);
  await page.getByLabel("Environment", { exact: true }).selectOption("Sandbox");
  await press(page, "Register credential");
  await press(page, "Test token");
  await expect(page.getByRole("region", { name: "Token test result" })).toContainText("The token works");
  await press(page, "Sign out");
  await expect(page).toHaveURL("/sign-in");
}

async function changeAndDelete(page: Page, { id, name }: Registered): Promise<void> {
  await page.goto(`/credentials/${id}/edit`);
  await page.getByLabel("Notes", { exact: true }).fill("Asked for by the harbour master.");
  await press(page, "Save");
  await expect(page).toHaveURL(`/credentials/${id}?done=saved`);
  await press(page, "Archive");
  await expect(page.getByRole("status").filter({ hasText: "Archived" })).toBeVisible();
  await press(page, "Delete for ever");
  const question = page.getByRole("alertdialog", { name: `Delete ${name} for ever?` });
  await question.getByLabel("Type the name to confirm", { exact: true }).fill(name);
  await question.getByRole("button", { name: "Delete for ever", exact: true }).click();
  await expect(page).toHaveURL("/credentials?done=deleted");
}

/** Reads all there is to read, each event too. Gives what scripts find kept in the browser. */
async function openEveryPage(page: Page, { id }: Registered, others: readonly string[]): Promise<string> {
  const paths = [
    "/",
    "/credentials",
    "/credentials/new",
    "/credentials/new-jwt",
    "/tokens/inspect",
    "/audit",
    "/step-up",
    "/api/auth/session",
  ];
  const own = ["", "/edit", "/secrets", "/activity", "/scopes", "/profiles", "/token", "/probes", "/use"].map(
    (part) => `/credentials/${id}${part}`,
  );
  for (const path of [...paths, ...own, ...others]) {
    expect((await page.goto(path))?.status(), path).toBe(200);
  }
  const events: (string | null)[] = [];
  for (let older: string | null = "/audit"; older !== null; ) {
    await page.goto(older);
    const links = await page.getByRole("table").getByRole("link").all();
    events.push(...(await Promise.all(links.map((link) => link.getAttribute("href")))));
    const next = page.getByRole("link", { name: "Older" });
    older = (await next.count()) === 0 ? null : await next.getAttribute("href");
  }
  expect(events.length).toBeGreaterThan(50);
  for (const event of events) expect((await page.request.get(event ?? "")).status()).toBe(200);
  return page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
}

/** A token of the sandbox for this client, got as the product gets one. */
async function mint({ sandboxUrl }: Product, client: KnownClient, secret: string): Promise<string> {
  const { clientId, boundScopes } = client;
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: secret,
    scope: boundScopes.join(","),
  });
  const answer = await fetch(`${sandboxUrl}/ims/token/v3`, { method: "POST", body });
  return z.object({ access_token: z.string() }).parse(await answer.json()).access_token;
}

/** The private part of every key that the start has made. */
async function readKeys({ home }: Product): Promise<readonly Canary[]> {
  const built = await findBuiltActionsKey();
  const kept = readFiles(join(home, "keys")).flatMap(({ text }) => {
    const content = text.toString().trim();
    if (!content.startsWith("{")) return [content];
    return [...content.matchAll(/"[kd]":\s*"([^"]+)"/g)].map(([, key = ""]) => key);
  });
  const keys = built === undefined ? kept : [...kept, built.reveal()];
  expect(keys.length).toBeGreaterThanOrEqual(4);
  return keys.map((value, index) => ({ name: `key ${index}`, value }));
}

/** Somewhere that is searched. */
interface Place {
  readonly place: string;
  readonly text: Buffer | string;
  /** The setup page itself, whose address and form carry the setup token. */
  readonly isSetup?: boolean;
}

/** Body, address and headers, less the cookie, whose place the header is. */
function readAnswer({ method, path, headers, body }: Recorded): Place {
  const { "set-cookie": _, ...others } = headers;
  const { pathname, searchParams } = new URL(path, "http://localhost");
  return {
    place: `the answer to ${method} ${pathname}`,
    text: Buffer.concat([Buffer.from(`${path}\n${JSON.stringify(others)}\n`), body]),
    isSetup: pathname === "/setup" && searchParams.has("token"),
  };
}

async function readTables(product: Product): Promise<readonly Place[]> {
  const tables = await query(
    product,
    z.object({ name: z.string(), path: z.string() }),
    `SELECT tablename AS name, format('%I.%I', schemaname, tablename) AS path FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const places: Place[] = [];
  for (const { name, path } of tables) {
    const rows = await query(product, z.object({ row: z.string() }), `SELECT t::text AS row FROM ${path} t`);
    places.push({ place: `table ${name}`, text: rows.map(({ row }) => row).join("\n") });
  }
  const statements = await query(
    product,
    z.object({ text: z.string() }),
    `SELECT coalesce(query, '') AS text FROM pg_stat_activity`,
  );
  return [...places, { place: "running statements", text: statements.map(({ text }) => text).join("\n") }];
}

function readFiles(folder: string): readonly Place[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      try {
        return [{ place: relative(folder, path), text: readFileSync(path) }];
      } catch {
        // The database removes files while it runs.
        return [];
      }
    });
}
