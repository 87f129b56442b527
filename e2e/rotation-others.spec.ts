import { expect } from "@playwright/test";
import { ageSessions } from "./age-session";
import { callAction, type PageForm, postForm, readForm } from "./call-action";
import { countRows } from "./count-rows";
import { test } from "./fixtures";
import { newOrganization, readOrganizationId } from "./organization";
import { countCalls } from "./outside-use";
import { waitUntilNobodyActs } from "./rotation-facts";
import {
  advanceTo,
  buttonOf,
  expectTag,
  openRotation,
  readRotationForm,
  registerAged,
  type Step,
} from "./rotation-page";

// Each person is made by a program of its own, which a busy machine takes its time for.
test.describe.configure({ timeout: 120_000 });

const withoutScripts = { javaScriptEnabled: false } as const;

/** In the order in which a rotation offers them. */
const acts = [
  "Start rotation",
  "Add secret",
  "Verify new secret",
  "Copy secret",
  "Promote",
  "Check last use",
  "Emergency rotation",
  "Invalidate known tokens",
  "Cancel rotation",
  "Delete old secret",
] as const;

test("every act of a rotation is not found by a stranger and forbidden to whoever may only look", async ({
  openAs,
  control,
  product,
  organization,
}) => {
  const own = await openAs("owner", withoutScripts);
  const credential = await registerAged(own, control);
  const elsewhere = newOrganization(product);
  const stranger = await openAs(await elsewhere.personOf("owner"), withoutScripts);
  const theirs = { fields: { organizationId: await readOrganizationId(product, elsewhere) } };
  const watchers = [await openAs("operator", withoutScripts), await openAs("auditor", withoutScripts)];

  for (const act of acts) {
    const form = await readRotationForm(own, credential, act);
    await expectRefused(act, form);
    // It would end here.
    if (act === "Cancel rotation") continue;
    expect((await callAction(own.request, product.baseUrl, form)).kind, act).toBeUndefined();
    await waitUntilNobodyActs(product, credential.id);
  }
  await openRotation(own, credential);
  await expectTag(own, "Done");
  await own.goto(`/credentials/${credential.id}/consumers`);
  await own.getByLabel("System", { exact: true }).fill("Order export");
  await own.getByLabel("Owner", { exact: true }).fill("Team Harbour");
  await own.getByLabel("Where the secret is deployed", { exact: true }).fill("Vault");
  await expectRefused("Add consumer", await readForm(own, buttonOf(own, "Add consumer")));

  async function expectRefused(act: string, form: PageForm) {
    const rows = await countRows(product, organization);
    const calls = await countAllCalls();
    expect((await callAction(stranger.request, product.baseUrl, form, theirs)).kind, act).toBe("not_found");
    expect((await postForm(stranger.request, product.baseUrl, form, theirs)).status(), act).toBe(404);
    const unchanged = await callAction(stranger.request, product.baseUrl, form);
    expect(unchanged.kind, act).toBe("other_organization");
    for (const watcher of watchers) {
      expect((await callAction(watcher.request, product.baseUrl, form)).kind, act).toBe("forbidden");
    }
    const withoutOrigin = await callAction(own.request, product.baseUrl, form, { isWithoutOrigin: true });
    expect(withoutOrigin.kind, act).toBe("foreign_origin");
    expect(await countRows(product, organization), act).toEqual(rows);
    expect(await countAllCalls(), act).toBe(calls);
  }

  async function countAllCalls(): Promise<number> {
    return (await control.requests(credential.client.clientId)).requests.length;
  }
});

test("five minutes after the password it is asked for where secrets change, and nowhere else", async ({
  organization,
  signInAs,
  control,
  product,
}) => {
  const admin = await organization.addPerson("admin");
  const page = await signInAs(admin, withoutScripts);
  const credential = await registerAged(page, control);
  for (const [act, kind] of [
    ["Emergency rotation", "step_up_required"],
    ["Start rotation", undefined],
    ["Add secret", "step_up_required"],
  ] as const) {
    await expectKind(act, kind);
  }
  await callAction(page.request, product.baseUrl, await readRotationForm(page, credential, "Add secret"));
  for (const [act, kind] of [
    ["Verify new secret", undefined],
    ["Copy secret", "step_up_required"],
    ["Promote", undefined],
    ["Check last use", undefined],
    ["Delete old secret", "step_up_required"],
    ["Cancel rotation", undefined],
  ] as const) {
    await expectKind(act, kind);
  }

  async function expectKind(act: string, kind: string | undefined) {
    const form = await readRotationForm(page, credential, act);
    await ageSessions(product, admin, 301, "steppedUpAt");
    expect((await callAction(page.request, product.baseUrl, form)).kind, act).toBe(kind);
    await ageSessions(product, admin, -301, "steppedUpAt");
    await waitUntilNobodyActs(product, credential.id);
  }
});

test("a form that names the secret in use, or one that Adobe does not list, deletes nothing", async ({
  openAs,
  control,
  product,
}) => {
  const page = await openAs("owner", withoutScripts);
  const credential = await registerAged(page, control);
  const { client, old, name } = credential;
  const stray = await control.addSecret(client.clientId);
  await callAction(page.request, product.baseUrl, await readRotationForm(page, credential, "Start rotation"));
  for (const [adobeSecretId, confirmation, kind] of [
    [old.uuid, name, "conflict"],
    // It is not there, which is all that was asked for.
    ["0".repeat(32), name, undefined],
    [`../${stray.uuid}`, name, "invalid_input"],
    ["", name, "invalid_input"],
    [stray.uuid, "something else", "invalid_input"],
  ] as const) {
    const form = await readRotationForm(page, credential, "Delete unknown secret");
    const fields = { adobeSecretId, confirmation };
    const answer = await callAction(page.request, product.baseUrl, form, { fields });
    expect(answer.kind, adobeSecretId).toBe(kind);
    await waitUntilNobodyActs(product, credential.id);
  }
  expect(await countCalls(control, client.clientId, "deleteSecret")).toBe(0);
  const form = await readRotationForm(page, credential, "Delete unknown secret");
  expect((await callAction(page.request, product.baseUrl, form)).kind).toBeUndefined();
  expect((await control.listSecrets(client.clientId)).map(({ uuid }) => uuid)).toEqual([old.uuid]);
});

test("whoever may only look sees where a rotation stands, and not one button of it", async ({
  openAs,
  control,
}) => {
  const own = await openAs("owner");
  const credential = await registerAged(own, control);
  const watchers = [await openAs("operator"), await openAs("auditor")];
  for (const step of [undefined, "Verify new secret", "Check last use"] as const satisfies (
    | Step
    | undefined
  )[]) {
    if (step !== undefined) await advanceTo(own, credential, step);
    for (const page of watchers) {
      await openRotation(page, credential);
      await expect(page.getByRole("list", { name: "Steps", exact: true })).toHaveCount(
        step === undefined ? 0 : 1,
      );
      for (const act of [...acts, "Delete now anyway"]) {
        await expect(page.getByRole("button", { name: act, exact: true }), act).toHaveCount(0);
      }
      await page.goto(`/credentials/${credential.id}/consumers`);
      await expect(page.getByRole("link", { name: "Rotate secret", exact: true })).toHaveCount(0);
      await expect(page.getByRole("button", { name: "Add consumer", exact: true })).toHaveCount(0);
    }
  }
});
