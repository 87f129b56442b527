import { type BrowserContext, expect, type Page } from "@playwright/test";
import type { Person } from "./create-person";

export type StoredSession = Awaited<ReturnType<BrowserContext["storageState"]>>;

/** Signs in by the form, from whatever page asks for it. Ends where that page led to. */
export async function signIn(page: Page, person: Person, path = "/credentials"): Promise<void> {
  await page.goto(path);
  await page.getByLabel("Email", { exact: true }).fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("button", { name: "Sign out", exact: true })).toBeVisible();
}

/** The cookies of a new session. */
export async function openSession(openPage: () => Promise<Page>, person: Person): Promise<StoredSession> {
  const page = await openPage();
  await signIn(page, person);
  const stored = await page.context().storageState();
  await page.close();
  return stored;
}
