import { expect } from "@playwright/test";
import { test } from "./fixtures";

test("what is typed while an answer is under way stays, and a second press is swallowed", async ({
  openAs,
}) => {
  const page = await openAs("owner");
  await page.goto("/credentials/new");
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let posts = 0;
  await page.route("**/credentials/new", async (route) => {
    if (route.request().method() === "POST") {
      posts += 1;
      await released;
    }
    await route.continue();
  });
  const register = page.getByRole("button", { name: "Register credential", exact: true });
  const name = page.getByLabel("Name", { exact: true });
  const secret = page.getByLabel("Client secret", { exact: true });
  await name.fill("Store");
  await register.click();
  await expect(register).toHaveAttribute("aria-busy", "true");
  await name.fill("Storefront search");
  await secret.fill("typed meanwhile");
  await register.click({ force: true });
  release();

  await expect(page.getByRole("main").getByRole("alert")).toContainText("Nothing was registered.");
  await expect(register).not.toHaveAttribute("aria-busy", "true");
  await expect(name).toHaveValue("Storefront search");
  await expect(secret).toHaveValue("typed meanwhile");
  expect(posts).toBe(1);

  await register.click();
  await expect(secret).toHaveValue("");
  await expect(name).toHaveValue("Storefront search");
});
