import { expect } from "@playwright/test";
import { registerCredential } from "./credentials";
import { test } from "./fixtures";
import { newOrganization } from "./organization";
import { execute } from "./query";

test("ten thousand credentials are paged and searched", async ({ openAs, control, product }) => {
  const organization = newOrganization(product);
  const page = await openAs(await organization.personOf("owner"));
  const { name } = await registerCredential(page, control);
  await execute(
    product,
    `INSERT INTO "Credential" (id, "organizationId", name, "sortName", environment, "clientId", scopes, "createdById")
     SELECT gen_random_uuid(), o.id, 'Fleet ' || lpad(n::text, 5, '0'), 'fleet ' || lpad(n::text, 5, '0'),
            'production', md5(o.id::text || n), '{openid}', m."userId"
     FROM "Organization" o JOIN "Membership" m ON m."organizationId" = o.id, generate_series(1, 10000) n
     WHERE o.name = $1`,
    [organization.name],
  );
  const rows = page.getByRole("table", { name: "Credentials" }).getByRole("row");
  const firstLink = rows.nth(1).getByRole("link").first();

  await page.goto("/credentials");
  await expect(page.getByRole("main")).toContainText("10,001 registered");
  await expect(firstLink).toHaveText("Fleet 00001");
  const shown = (await rows.count()) - 1;
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(firstLink).toHaveText(`Fleet ${String(shown + 1).padStart(5, "0")}`);
  await page.goBack();
  await expect(firstLink).toHaveText("Fleet 00001");

  await page.getByRole("searchbox", { name: "Search credentials", exact: true }).fill("FLEET 0999");
  await page.keyboard.press("Enter");
  await expect(rows).toHaveCount(11);
  await expect(firstLink).toHaveText("Fleet 09990");
  await page.getByRole("searchbox", { name: "Search credentials", exact: true }).fill("100%_");
  await page.keyboard.press("Enter");
  await expect(page.getByText("No credential matches.")).toBeVisible();
  await page.getByRole("link", { name: "Show all credentials" }).click();
  await expect(firstLink).toHaveText("Fleet 00001");
  await expect(page.getByRole("searchbox", { name: "Search credentials", exact: true })).toHaveValue("");
  await page.getByLabel("Environment", { exact: true }).selectOption("Sandbox");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await expect(rows).toHaveCount(2);
  await expect(firstLink).toHaveText(name);
});
