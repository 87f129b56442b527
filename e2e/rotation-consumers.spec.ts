import { expect, type Locator, type Page } from "@playwright/test";
import { generateClientSecret } from "@/sandbox/client-secrets";
import { callAction, readForm } from "./call-action";
import { countRows } from "./count-rows";
import { registerCredential, testToken } from "./credentials";
import { test } from "./fixtures";
import {
  advanceTo,
  alertOf,
  answer,
  buttonOf,
  expectStep,
  expectTag,
  openRotation,
  press,
  registerAged,
} from "./rotation-page";

test.describe.configure({ timeout: 120_000 });

interface Consumer {
  readonly system: string;
  readonly owner?: string;
  readonly location?: string;
}

async function fillConsumer(place: Locator, { system, owner = "", location = "" }: Consumer): Promise<void> {
  await place.getByLabel("System", { exact: true }).fill(system);
  await place.getByLabel("Owner", { exact: true }).fill(owner);
  await place.getByLabel("Where the secret is deployed", { exact: true }).fill(location);
}

async function addConsumer(page: Page, consumer: Consumer): Promise<void> {
  await fillConsumer(page.getByRole("region", { name: "Add a consumer", exact: true }), consumer);
  await press(page, "Add consumer");
}

function rowsOf(page: Page): Locator {
  return page.getByRole("table", { name: "Consumers" }).getByRole("row");
}

/** The items of the list on the rotation's page. */
function ticksOf(page: Page): Locator {
  return page.getByRole("list", { name: "Consumers", exact: true }).getByRole("listitem");
}

test("a rotation waits for each listed consumer, those listed, renamed and removed meanwhile too", async ({
  openAs,
  control,
  organization,
}) => {
  const page = await openAs("owner");
  const owner = await organization.personOf("owner");
  const credential = await registerAged(page, control);
  const consumersPath = `/credentials/${credential.id}/consumers`;
  await page.goto(consumersPath);
  await expect(page.getByText("No system is listed that uses this credential.")).toBeVisible();
  await addConsumer(page, { system: "" });
  await expect(alertOf(page)).toContainText("Nothing was added.");
  await addConsumer(page, { system: "Order export", owner: "Team Harbour", location: "Vault orders" });
  await expect(rowsOf(page)).toHaveCount(2);
  await expect(rowsOf(page).nth(1)).toContainText(/Order export.*Team Harbour.*Vault orders/);
  await addConsumer(page, { system: "Order export", owner: "Team Harbour", location: "Vault orders" });
  await expect(alertOf(page)).toContainText("listed already");
  await addConsumer(page, { system: "Night reports" });
  await expect(rowsOf(page)).toHaveCount(3);

  await advanceTo(page, credential, "Verify new secret");
  await press(page, "Verify new secret");
  await expectStep(page, "Hand over");
  await press(page, "Confirm Order export");
  await expect(ticksOf(page).filter({ hasText: "Order export" })).toContainText(`by ${owner.name}`);
  await press(page, "Confirm Night reports");
  await expectStep(page, "Promote");
  await press(page, "Withdraw Night reports");
  await expectStep(page, "Hand over");
  await expect(ticksOf(page).filter({ hasText: "Night reports" })).toContainText("not confirmed");

  await page.goto(consumersPath);
  await rowsOf(page)
    .filter({ hasText: "Order export" })
    .getByRole("link", { name: "Edit", exact: true })
    .click();
  const edit = page.getByRole("region", { name: "Edit Order export", exact: true });
  await expect(edit.getByLabel("Owner", { exact: true })).toHaveValue("Team Harbour");
  await fillConsumer(edit, { system: "Order feed", owner: "Team Quay", location: "Vault feed" });
  await press(page, "Save consumer");
  await expect(rowsOf(page).filter({ hasText: "Order feed" })).toContainText(/Team Quay.*Vault feed/);
  await page.goto(consumersPath);
  await rowsOf(page)
    .filter({ hasText: "Night reports" })
    .getByRole("button", { name: "Remove", exact: true })
    .click();
  const question = page.getByRole("alertdialog", { name: "Remove Night reports?" });
  await expect(question.getByRole("button", { name: "Cancel", exact: true })).toBeFocused();
  await question.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(rowsOf(page)).toHaveCount(2);

  await openRotation(page, credential);
  await expectStep(page, "Promote");
  await expect(ticksOf(page)).toHaveCount(1);
  await expect(ticksOf(page)).toContainText(/Order feed.*Team Quay · Vault feed/);
  await expect(ticksOf(page)).toContainText(`by ${owner.name}`);
  await page.goto(consumersPath);
  await addConsumer(page, { system: "Stock sync" });
  await expect(rowsOf(page)).toHaveCount(3);
  await openRotation(page, credential);
  await expectStep(page, "Hand over");
  await press(page, "Confirm Stock sync");
  await expectStep(page, "Promote");

  await page.goto(`/credentials/${credential.id}/activity`);
  const events = page.getByRole("table", { name: "Events" }).getByRole("row");
  for (const [act, system] of [
    ["added a consumer to", "Order export"],
    ["edited a consumer of", "Order feed"],
    ["removed a consumer from", "Night reports"],
    ["took back that a consumer has the new secret of", "Night reports"],
    ["confirmed that a consumer has the new secret of", "Stock sync"],
  ] as const) {
    const event = events.filter({ hasText: `${owner.name} ${act} ${credential.name}` });
    await expect(event.filter({ hasText: system })).toHaveCount(1);
  }
});

test("while a rotation is under way its credential is neither archived nor deleted, and its secret stays", async ({
  openAs,
  control,
  product,
  organization,
}) => {
  const page = await openAs("owner");
  const credential = await registerAged(page, control);
  const { id, name } = credential;
  const plain = await openAs("owner", { javaScriptEnabled: false });
  await plain.goto(`/credentials/${id}/secrets`);
  const replace = await readForm(plain, buttonOf(plain, "Replace secret"));
  const late = await openAs("admin");
  await late.goto(`/credentials/${id}/secrets`);
  await expect(buttonOf(late, "Replace secret")).toBeVisible();
  await advanceTo(page, credential, "Verify new secret");
  const before = await countRows(product, organization);
  const sentence = "A rotation of this credential is under way, so nothing was changed.";

  await late.getByLabel("Client secret", { exact: true }).fill(generateClientSecret());
  await press(late, "Replace secret");
  await expect(late.getByText("secrets of this credential are changed there only")).toBeVisible();
  await expect(buttonOf(late, "Replace secret")).toHaveCount(0);
  const fields = { clientSecret: generateClientSecret() };
  expect((await callAction(plain.request, product.baseUrl, replace, { fields })).kind).toBe("conflict");

  await page.goto(`/credentials/${id}`);
  await press(page, "Archive");
  await expectRefused(page);
  await page.goto(`/credentials/${id}`);
  await press(page, "Delete for ever");
  await answer(page, "Delete for ever", { name });
  await expectRefused(page);
  expect(await countRows(product, organization)).toEqual(before);
  await alertOf(page).getByRole("link", { name: "Open the rotation", exact: true }).click();
  await expectStep(page, "Verify new secret");

  await page.goto(`/credentials/${id}`);
  await expect(await testToken(page)).toContainText("The token works");
  await openRotation(page, credential);
  await press(page, "Cancel rotation");
  await answer(page, "Cancel rotation", {});
  await expectTag(page, "Cancelled");
  await page.goto(`/credentials/${id}`);
  await press(page, "Archive");
  await expect(page.getByRole("status").filter({ hasText: "Archived" })).toBeVisible();

  async function expectRefused(where: Page) {
    await expect(alertOf(where)).toContainText(sentence);
    await expect(alertOf(where).getByRole("link", { name: "Open the rotation", exact: true })).toBeVisible();
  }
});

test("a consumer of one credential is none of another's", async ({ openAs, control }) => {
  const page = await openAs("owner");
  const { id } = await registerCredential(page, control);
  const other = await registerCredential(page, control);
  await page.goto(`/credentials/${id}/consumers`);
  await addConsumer(page, { system: "Order export" });
  await expect(rowsOf(page)).toHaveCount(2);
  await page.goto(`/credentials/${other.id}/consumers`);
  await expect(page.getByText("No system is listed that uses this credential.")).toBeVisible();
});
