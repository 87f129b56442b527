import { expect, type Page } from "@playwright/test";
import { dayBefore, eventRowsOf, newLoggedCredential, writeTests } from "./audit-log";
import { registerCredential, testToken } from "./credentials";
import { findViolations, themes } from "./find-violations";
import { test } from "./fixtures";
import { newOrganization, readOrganizationId } from "./organization";
import { execute } from "./query";

test.describe.configure({ timeout: 240_000 });

async function expectSound(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("main")).toHaveCount(1);
  for (const theme of themes) expect(await findViolations(page, theme)).toEqual([]);
}

/** What scrolls by itself there must be reached by keys, too. */
async function expectNarrow(page: Page): Promise<void> {
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)).toBe(false);
  expect(await findViolations(page)).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 720 });
}

test("charts and the usage of a credential have no fault that axe can find, and fit a phone", async ({
  openAs,
  control,
  product,
}) => {
  const organization = newOrganization(product);
  const owner = await organization.personOf("owner");
  const page = await openAs(owner);
  const credential = newLoggedCredential();
  await writeTests(
    product,
    organization,
    Array.from({ length: 25 }, (_, index) => ({
      day: dayBefore(index + 1),
      person: owner,
      credential,
      durationMs: 100 * (index + 1),
      isRefused: index % 4 === 0,
    })),
  );
  await page.goto("/audit");
  await page.getByText("Show as a table", { exact: true }).click();
  await expectSound(page);
  await expectNarrow(page);

  const { id, client } = await registerCredential(page, control);
  await testToken(page);
  await control.putClient(client.clientId, { clientSecrets: [] });
  await testToken(page);
  await page.goto(`/credentials/${id}/activity`);
  await page.getByText("Show as a table", { exact: true }).click();
  await expectSound(page);
  await expectNarrow(page);
});

test("an event with others, and the alarm of a restore, have no fault that axe can find, and fit a phone", async ({
  openAs,
  control,
  product,
}) => {
  const organization = newOrganization(product);
  const page = await openAs(await organization.personOf("owner"));
  const { id } = await registerCredential(page, control);
  await page.goto(`/credentials/${id}/activity`);
  await eventRowsOf(page).nth(1).getByRole("link").click();
  await expect(page.getByRole("region", { name: "Same request", exact: true })).toBeVisible();
  await expectSound(page);
  await expectNarrow(page);

  await execute(
    product,
    `INSERT INTO "LogAlarm" ("chainId", "receiptSeq", "keptSeq", "lastSeq") VALUES ($1, 90, 12, 40)`,
    [await readOrganizationId(product, organization)],
  );
  await page.goto("/audit");
  await expect(page.getByRole("main").getByRole("alert")).toContainText("The log is older than its receipts");
  await expectSound(page);
  await expectNarrow(page);
  await page.goto("/credentials");
  await expect(page.getByRole("link", { name: "Open the audit log", exact: true })).toBeVisible();
  await expectSound(page);
});
