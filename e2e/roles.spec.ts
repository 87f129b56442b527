import { expect, type Locator, type Page } from "@playwright/test";
import { z } from "zod";
import type { Role } from "@/lib/auth/permissions";
import { generateClientSecret } from "@/sandbox/client-secrets";
import { ageSessions } from "./age-session";
import { callAction, type PageForm, postForm, readForm } from "./call-action";
import { countRows } from "./count-rows";
import { registerCredential, testToken } from "./credentials";
import { test } from "./fixtures";
import type { Product } from "./launch-product";
import { newOrganization, type Organization } from "./organization";
import { execute, query } from "./query";

// Each person is made by a program of its own, which a busy machine takes its time for.
test.describe.configure({ timeout: 120_000 });

const withoutScripts = { javaScriptEnabled: false } as const;
const admins: readonly Role[] = ["owner", "admin"];

/** What can be done to a credential, where its button stands, and who may. */
const acts: readonly { act: string; path: string; may: readonly Role[]; isOfArchived?: true }[] = [
  { act: "Test token", path: "", may: [...admins, "operator"] },
  { act: "Test these scopes", path: "/scopes", may: [...admins, "operator"] },
  { act: "Run probe Own client secrets", path: "/probes", may: [...admins, "operator"] },
  { act: "Read from Adobe", path: "/profiles", may: [...admins, "operator"] },
  { act: "Archive", path: "", may: admins },
  { act: "Restore", path: "", may: admins, isOfArchived: true },
  { act: "Save", path: "/edit", may: admins },
  { act: "Replace secret", path: "/secrets", may: admins },
  { act: "Delete for ever", path: "?confirm=delete", may: ["owner"] },
];

function buttonOf(page: Page, name: string): Locator {
  const place = name === "Delete for ever" ? page.getByRole("alertdialog") : page;
  return place.getByRole("button", { name, exact: true });
}

async function archive(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Archive", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "Archived" })).toBeVisible();
}

for (const role of ["admin", "operator", "auditor"] as const) {
  test(`${role}s see what they may do, and nothing else`, async ({ openAs, control }) => {
    const owner = await openAs("owner");
    const { id, name } = await registerCredential(owner, control);
    const archived = await registerCredential(owner, control);
    await archive(owner);

    const page = await openAs(role);
    const isAdmin = role === "admin";
    await page.goto("/credentials");
    await expect(page.getByRole("link", { name: "Register credential" })).toHaveCount(isAdmin ? 1 : 0);
    await page.goto(`/credentials/${id}`);
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    await expect(page.getByRole("link", { name: "Edit", exact: true })).toHaveCount(isAdmin ? 1 : 0);
    const expectButtons = async (shown: Readonly<Record<string, boolean>>) => {
      for (const [label, isShown] of Object.entries(shown)) {
        const button = page.getByRole("button", { name: label, exact: true });
        await expect(button, label).toHaveCount(isShown ? 1 : 0);
      }
    };
    await expectButtons({ "Test token": role !== "auditor", Archive: isAdmin, "Delete for ever": false });
    await page.goto(`/credentials/${id}?confirm=delete`);
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    await expect(page.getByRole("alertdialog")).toHaveCount(0);
    await page.goto(`/credentials/${id}/secrets`);
    await expect(page.getByRole("table")).toBeVisible();
    await expectButtons({ "Replace secret": isAdmin });
    await expect(page.getByRole("link", { name: "Rotate secret" })).toHaveCount(isAdmin ? 1 : 0);
    await page.goto(`/credentials/${id}/rotation`);
    await expect(page.getByRole("heading", { level: 1, name: "Rotation" })).toBeVisible();
    await expectButtons({ "Start rotation": isAdmin, "Emergency rotation": isAdmin });
    await page.goto(`/credentials/${id}/consumers`);
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    await expectButtons({ "Add consumer": isAdmin });
    await page.goto(`/credentials/${archived.id}`);
    await expect(page.getByRole("heading", { level: 1, name: archived.name })).toBeVisible();
    await expectButtons({ "Test token": false, Restore: isAdmin, "Delete for ever": false });

    for (const path of ["/credentials/new", `/credentials/${id}/edit`]) {
      expect((await page.goto(path))?.status(), path).toBe(isAdmin ? 200 : 404);
    }
    for (const path of [`/credentials/${id}/activity`, `/audit?credential=${id}`]) {
      expect((await page.goto(path))?.status(), path).toBe(200);
      await expect(page.getByRole("main")).toContainText(`registered ${name}`);
    }
  });
}

test("an operator tests a token, and the answer is the same as anybody's", async ({ openAs, control }) => {
  const { id } = await registerCredential(await openAs("owner"), control);
  const page = await openAs("operator");
  await page.goto(`/credentials/${id}`);
  await expect(await testToken(page)).toContainText("The token works");
});

test("what a role may not do is refused, whatever form it is sent with", async ({
  openAs,
  control,
  product,
  organization,
}) => {
  const own = await openAs("owner", withoutScripts);
  const archived = await registerCredential(own, control);
  await archive(own);
  const { id, name, client } = await registerCredential(own, control);
  const forms: { act: string; may: readonly Role[]; form: PageForm }[] = [];
  for (const { act, path, may, isOfArchived } of acts) {
    await own.goto(`/credentials/${isOfArchived === true ? archived.id : id}${path}`);
    forms.push({ act, may, form: await readForm(own, buttonOf(own, act)) });
  }
  await own.goto("/credentials/new");
  for (const act of ["Register credential", "Read it"]) {
    forms.push({ act, may: admins, form: await readForm(own, buttonOf(own, act)) });
  }
  const newcomer = await openAs(await newOrganization(product).personOf("owner"), withoutScripts);
  await newcomer.goto("/credentials");
  const tryIt = await readForm(newcomer, buttonOf(newcomer, "Try it with a sandbox credential"));
  forms.push({ act: "Try it", may: admins, form: tryIt });

  const organizationId = forms[0]?.form.fields.organizationId ?? "";
  const fields = { organizationId, clientSecret: "a-secret-from-elsewhere", confirmation: name };
  const before = await countRows(product, organization);
  const calls = (await control.requests(client.clientId)).requests.length;
  for (const role of ["admin", "operator", "auditor"] as const) {
    const page = await openAs(role, withoutScripts);
    for (const { act, may, form } of forms) {
      if (may.includes(role)) continue;
      const refused = await callAction(page.request, product.baseUrl, form, { fields });
      expect(refused.kind, `${role}: ${act}`).toBe("forbidden");
      const posted = await postForm(page.request, product.baseUrl, form, { fields });
      expect(posted.headers().location, `${role}: ${act}`).toBeUndefined();
    }
  }
  expect(await countRows(product, organization)).toEqual(before);
  expect((await control.requests(client.clientId)).requests).toHaveLength(calls);

  const operator = await organization.personOf("operator");
  await own.goto("/audit?action=access.denied");
  const row = own
    .getByRole("row")
    .filter({ hasText: operator.name })
    .filter({ hasText: "edit a credential" });
  await expect(row).toContainText("their role may not");

  // The same forms, sent by those who may.
  const testForm = forms.find(({ act }) => act === "Test token")?.form ?? tryIt;
  const asOperator = await openAs("operator", withoutScripts);
  const tested = await callAction(asOperator.request, product.baseUrl, testForm, { fields });
  expect(tested.kind).toBeUndefined();
  expect((await control.requests(client.clientId)).requests).toHaveLength(calls + 1);
});

test("a role that was taken away is gone with the next press", async ({
  organization,
  signInAs,
  control,
  product,
}) => {
  const admin = await organization.addPerson("admin");
  const page = await signInAs(admin);
  await registerCredential(page, control);
  await execute(
    product,
    `UPDATE "Membership" SET role = 'auditor' WHERE "userId" = (SELECT id FROM "User" WHERE email = $1)`,
    [admin.email],
  );
  await page.getByRole("button", { name: "Archive", exact: true }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("Your role does not allow this");
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("button", { name: "Test token", exact: true })).toHaveCount(0);
});

test("five minutes after the password an admin is asked again, and what was entered goes through", async ({
  organization,
  signInAs,
  control,
  product,
}) => {
  const admin = await organization.addPerson("admin");
  const page = await signInAs(admin);
  const { id, name, client } = await registerCredential(page, control);
  const dialog = page.getByRole("alertdialog", { name: "Confirm that it is you" });
  const secret = page.getByLabel("Client secret", { exact: true });
  const before = await countRows(product, organization);

  await ageSessions(product, admin, 300, "steppedUpAt");
  const next = generateClientSecret();
  await control.putClient(client.clientId, { clientSecrets: [next] });
  await page.goto(`/credentials/${id}/secrets`);
  await secret.fill(next);
  await page.keyboard.press("Enter");
  await expect(dialog.getByLabel("Password", { exact: true })).toBeFocused();
  await expect(dialog.getByRole("textbox")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);

  await secret.fill(next);
  await page.getByRole("button", { name: "Replace secret", exact: true }).click();
  await dialog.getByLabel("Password", { exact: true }).fill(`not ${admin.password}`);
  await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("The password was not accepted");
  expect(await countRows(product, organization)).toEqual(before);
  await dialog.getByLabel("Password", { exact: true }).fill(admin.password);
  await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page).toHaveURL(`/credentials/${id}?done=replaced`);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(await testToken(page)).toContainText("The token works");
  await page.goto("/audit?action=session.stepped_up");
  await expect(page.getByRole("row").filter({ hasText: admin.name })).toContainText(
    "confirmed their password",
  );

  // Just below five minutes nobody is asked.
  await ageSessions(product, admin, 270, "steppedUpAt");
  await page.goto(`/credentials/${id}/secrets`);
  await secret.fill(generateClientSecret());
  await page.getByRole("button", { name: "Replace secret", exact: true }).click();
  await expect(page).toHaveURL(`/credentials/${id}?done=replaced`);
});

test("an owner who typed the name is asked for the password before anything is deleted for ever", async ({
  organization,
  signInAs,
  control,
  product,
}) => {
  const owner = await organization.addPerson("owner");
  const page = await signInAs(owner);
  const { id, name } = await registerCredential(page, control);
  await ageSessions(product, owner, 300, "steppedUpAt");
  const before = await countRows(product, organization);
  await page.getByRole("button", { name: "Delete for ever", exact: true }).click();
  const question = page.getByRole("alertdialog", { name: `Delete ${name} for ever?` });
  await expect(question.getByRole("button", { name: "Cancel", exact: true })).toBeFocused();
  await question.getByLabel("Type the name to confirm", { exact: true }).fill(name);
  await question.getByRole("button", { name: "Delete for ever", exact: true }).click();
  const dialog = page.getByRole("alertdialog", { name: "Confirm that it is you" });
  await expect(dialog).toBeVisible();
  expect(await countRows(product, organization)).toEqual(before);
  await dialog.getByLabel("Password", { exact: true }).fill(owner.password);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/credentials?done=deleted");
  expect((await page.goto(`/credentials/${id}`))?.status()).toBe(404);
});

for (const { what, seconds, times } of [
  { what: "half an hour without a sign of life", seconds: 30 * 60, times: ["lastSeenAt"] },
  { what: "eight hours, however busy,", seconds: 8 * 3600, times: ["signedInAt", "expiresAt"] },
] as const) {
  test(`after ${what} a session is over, and a minute before it is not`, async ({
    organization,
    signInAs,
    control,
    product,
  }) => {
    const owner = await organization.addPerson("owner");
    const page = await signInAs(owner);
    const { id, name } = await registerCredential(page, control);
    await ageSessions(product, owner, seconds - 60, ...times);
    await page.goto(`/credentials/${id}`);
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    // The visit was a sign of life: idle time begins anew with it, and the eight hours do not.
    await ageSessions(product, owner, times[0] === "lastSeenAt" ? seconds : 60, ...times);
    const before = await countRows(product, organization);
    await page.getByRole("button", { name: "Archive", exact: true }).click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText("You are signed out");
    expect(await countRows(product, organization)).toEqual(before);

    await page.goto(`/credentials/${id}`);
    await expect(page).toHaveURL(`/sign-in?${new URLSearchParams({ next: `/credentials/${id}` })}`);
    await page.getByLabel("Email", { exact: true }).fill(owner.email);
    await page.getByLabel("Password", { exact: true }).fill(owner.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  });
}

test("signing out kills the session: a copy of its cookie opens nothing, and other sessions live on", async ({
  organization,
  signInAs,
  openPage,
  control,
  product,
}) => {
  const owner = await organization.addPerson("owner");
  const other = await signInAs(owner);
  const page = await signInAs(owner, withoutScripts);
  const { id, name } = await registerCredential(page, control);
  const form = await readForm(page, buttonOf(page, "Archive"));
  const copied = await page.context().storageState();
  expect(await countSessions(product, organization, owner.email)).toBe(2);

  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page).toHaveURL("/sign-in");
  expect((await page.context().cookies()).filter(({ name }) => name === "latchkey-session")).toEqual([]);
  expect(await countSessions(product, organization, owner.email)).toBe(1);

  const thief = await openPage({ storageState: copied });
  await thief.goto(`/credentials/${id}`);
  await expect(thief).toHaveURL(/\/sign-in\?/);
  expect(await (await thief.request.get("/api/auth/session")).text()).not.toContain(owner.email);
  const again = await openPage({ storageState: copied });
  expect((await callAction(again.request, product.baseUrl, form)).kind).toBe("unauthenticated");

  await other.goto(`/credentials/${id}`);
  await expect(other.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(other.getByRole("button", { name: "Archive", exact: true })).toBeVisible();
});

async function countSessions(product: Product, { name }: Organization, email: string): Promise<number> {
  const rows = await query(
    product,
    z.unknown(),
    `SELECT 1 FROM "Session" s JOIN "User" u ON u.id = s."userId" JOIN "Organization" o ON o.id = s."organizationId"
     WHERE o.name = $1 AND u.email = $2`,
    [name, email],
  );
  return rows.length;
}
