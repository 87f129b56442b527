import { expect } from "@playwright/test";
import { registerCredential } from "./credentials";
import { findViolations, themes } from "./find-violations";
import { test } from "./fixtures";

test("a product profile is noted, corrected and removed, and stands on the overview when its review is due", async ({
  openAs,
  control,
}) => {
  const page = await openAs("owner");
  const { id, name } = await registerCredential(page, control);
  await page.getByRole("link", { name: "Product profiles", exact: true }).click();
  await expect(page).toHaveURL(`/credentials/${id}/profiles`);
  const form = page.getByRole("region", { name: "Note a product profile" });
  await form.getByRole("textbox", { name: "Product", exact: true }).fill("Analytics");
  await form.getByRole("textbox", { name: "Admin Console address" }).fill("https://example.com/");
  await form.getByRole("button", { name: "Note product profile" }).click();
  await expect(page.getByRole("main").getByRole("alert").first()).toContainText("Nothing was noted");
  await expect(form).toContainText("This is not an address of the Admin Console");
  await form
    .getByRole("textbox", { name: "Admin Console address" })
    .fill("https://adminconsole.adobe.com/products");
  await form.getByRole("textbox", { name: "Product profile", exact: true }).fill("Europe, read only");
  await form.getByLabel("Review on", { exact: true }).fill("2026-01-31");
  await form.getByRole("button", { name: "Note product profile" }).click();
  const note = page.getByRole("region", { name: "Analytics: Europe, read only", exact: true });
  await expect(note).toContainText("Review due");
  for (const theme of themes) expect(await findViolations(page, theme)).toEqual([]);

  await page.goto("/");
  const due = page.getByRole("table", { name: "Product profiles to review" });
  await expect(due.getByRole("row").filter({ hasText: name })).toContainText("Analytics: Europe, read only");

  await page.goto(`/credentials/${id}/profiles`);
  await note.getByRole("link", { name: "Edit" }).click();
  const edit = page.getByRole("region", { name: "Edit Analytics: Europe, read only", exact: true });
  await edit.getByLabel("Review on", { exact: true }).fill("");
  await edit.getByLabel("What data it opens", { exact: true }).fill("Reports of the shops");
  await edit.getByRole("button", { name: "Save note" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Saved." })).toBeVisible();
  await expect(note).toContainText("Reports of the shops");
  await expect(note).not.toContainText("Review due");

  await note.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("No product profile is noted.")).toBeVisible();
  await page.goto(`/credentials/${id}/activity`);
  await expect(
    page.getByRole("row").filter({ hasText: "removed the note of a product profile" }),
  ).toBeVisible();
});

test("a product profile is noted without scripts, and whoever may only look finds no form", async ({
  openAs,
  control,
}) => {
  const { id } = await registerCredential(await openAs("owner"), control);
  const page = await openAs("admin", { javaScriptEnabled: false });
  await page.goto(`/credentials/${id}/profiles`);
  await page.getByRole("textbox", { name: "Product", exact: true }).fill("Campaign");
  await page.getByRole("textbox", { name: "Product profile", exact: true }).fill("Default");
  await page.getByRole("button", { name: "Note product profile" }).click();
  await expect(page.getByRole("region", { name: "Campaign: Default" })).toBeVisible();
  const auditor = await openAs("auditor");
  await auditor.goto(`/credentials/${id}/profiles`);
  await expect(auditor.getByRole("region", { name: "Campaign: Default" })).toContainText("not noted");
  await expect(auditor.getByRole("button", { name: "Note product profile" })).toHaveCount(0);
  await expect(auditor.getByRole("link", { name: "Edit", exact: true })).toHaveCount(0);
});

test("product profiles are read from Adobe, and what is only there is noted from there", async ({
  openAs,
  control,
}) => {
  const page = await openAs("owner");
  const { id, client } = await registerCredential(page, control, {
    services: [
      {
        sdkCode: "AdobeAnalyticsSDK",
        name: "Adobe Analytics",
        profiles: [{ id: "108375522", name: "Europe, read only", productId: "A1B2" }],
      },
    ],
  });
  await page.goto(`/credentials/${id}/profiles`);
  await page.getByRole("textbox", { name: "Product", exact: true }).fill("Campaign");
  await page.getByRole("textbox", { name: "Product profile", exact: true }).fill("Default");
  await page.getByRole("button", { name: "Note product profile" }).click();
  await expect(page.getByRole("region", { name: "Campaign: Default" })).toBeVisible();

  const reading = page.getByRole("region", { name: "At Adobe", exact: true });
  await reading.getByRole("button", { name: "Read from Adobe" }).click();
  const rows = reading.getByRole("row");
  await expect(rows.filter({ hasText: "Default" })).toContainText("Only noted here");
  await expect(rows.filter({ hasText: "Europe, read only" })).toContainText("Only at Adobe");
  for (const theme of themes) expect(await findViolations(page, theme)).toEqual([]);
  await reading.getByRole("link", { name: "Note it Europe, read only" }).click();
  await expect(page.getByRole("textbox", { name: "Product", exact: true })).toHaveValue("Adobe Analytics");
  await page.getByRole("button", { name: "Note product profile" }).click();
  await expect(rows.filter({ hasText: "Europe, read only" })).toContainText("Noted and at Adobe");

  await control.setFaults(client.clientId, {
    kind: "refuseProduct",
    refusal: "notSubscribed",
    call: "readIntegration",
  });
  await reading.getByRole("button", { name: "Read from Adobe" }).click();
  await expect(reading).toContainText("note them by hand below");
  await expect(rows.filter({ hasText: "Europe, read only" })).toContainText("Noted and at Adobe");
});
