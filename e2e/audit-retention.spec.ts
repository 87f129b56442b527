import { expect, type Locator, type Page } from "@playwright/test";
import { ageSessions } from "./age-session";
import { eventRowsOf } from "./audit-log";
import { callAction, readForm } from "./call-action";
import { test } from "./fixtures";
import { newOrganization } from "./organization";

function daysOf(page: Page): Locator {
  return page.getByRole("textbox", { name: "Keep events for, in days", exact: true });
}

async function save(page: Page, days: string): Promise<void> {
  await daysOf(page).fill(days);
  await page.getByRole("button", { name: "Save retention", exact: true }).click();
}

test("an owner says how long the log is kept, with the password, and the log says who did", async ({
  signInAs,
  product,
}) => {
  const owner = await newOrganization(product).personOf("owner");
  const page = await signInAs(owner);
  await page.goto("/audit");
  await expect(daysOf(page)).toHaveValue("400");
  for (const wrong of ["-1", "36501", "1.5", "a year", ""]) {
    await page.goto("/audit");
    await save(page, wrong);
    await expect(page.getByRole("main").getByRole("alert")).toContainText("Nothing was saved.");
    await expect(daysOf(page)).toHaveAttribute("aria-invalid", "true");
  }

  await ageSessions(product, owner, 301, "steppedUpAt");
  await save(page, "90");
  const dialog = page.getByRole("alertdialog", { name: "Confirm that it is you" });
  await dialog.getByLabel("Password", { exact: true }).fill(owner.password);
  await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(page.getByText("Saved: events are kept for 90 days.")).toBeVisible();
  await page.reload();
  await expect(daysOf(page)).toHaveValue("90");
  await save(page, "0");
  await expect(page.getByText("Saved: events are kept for ever.")).toBeVisible();

  await page.goto("/audit?action=log.retention_set");
  await expect(eventRowsOf(page)).toHaveCount(3);
  await expect(eventRowsOf(page).nth(1)).toContainText(owner.name);
  await eventRowsOf(page).nth(2).getByRole("link").click();
  await expect(page.getByRole("main")).toContainText('"days": 90');
  await expect(page.getByRole("main")).toContainText('"before": 400');
});

test("only an owner sets it: others read the number, or nothing of it", async ({ openAs, product }) => {
  const organization = newOrganization(product);
  const own = await openAs(await organization.personOf("owner"), { javaScriptEnabled: false });
  await own.goto("/audit");
  const form = await readForm(own, own.getByRole("button", { name: "Save retention", exact: true }));
  for (const role of ["admin", "auditor", "operator"] as const) {
    const page = await openAs(await organization.personOf(role), { javaScriptEnabled: false });
    await page.goto("/audit");
    await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
    await expect(page.getByText("Events are kept for 400 days.")).toHaveCount(role === "operator" ? 0 : 1);
    await expect(daysOf(page)).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Save retention" })).toHaveCount(0);
    const answer = await callAction(page.request, product.baseUrl, form, { fields: { days: "1" } });
    expect(answer.kind, role).toBe("forbidden");
  }
  await own.goto("/audit");
  await expect(daysOf(own)).toHaveValue("400");
  await save(own, "30");
  await expect(daysOf(own)).toHaveValue("30");
});
