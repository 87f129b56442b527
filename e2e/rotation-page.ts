import { expect, type Locator, type Page } from "@playwright/test";
import type { ClientChange, ClientSecret, ControlClient } from "@/sandbox/control-client";
import { type PageForm, readForm } from "./call-action";
import { type RegisteredCredential, registerCredential } from "./credentials";

export const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;

export interface AgedCredential extends RegisteredCredential {
  /** Its secret, as the sandbox has it. */
  readonly old: ClientSecret;
}

/** A credential whose secret is a month old and has been quiet for three days. */
export async function registerAged(
  page: Page,
  control: ControlClient,
  change: ClientChange = {},
): Promise<AgedCredential> {
  const createdAtMs = Date.now() - 30 * dayMs;
  const credential = await registerCredential(page, control, {
    secrets: [{ createdAtMs, lastUsedAtMs: createdAtMs + 27 * dayMs }],
    ...change,
  });
  const [old] = await control.listSecrets(credential.client.clientId);
  if (old === undefined) throw new Error("The client has no secret.");
  return { ...credential, old };
}

export async function openRotation(page: Page, { id }: Pick<RegisteredCredential, "id">): Promise<void> {
  await page.goto(`/credentials/${id}/rotation`);
  await expect(page.getByRole("heading", { level: 1, name: "Rotation", exact: true })).toBeVisible();
}

/** The steps in their order, which are also their titles. */
export const steps = [
  "Add secret",
  "Verify new secret",
  "Hand over",
  "Promote",
  "Check last use",
  "Delete old secret",
] as const;
export type Step = (typeof steps)[number];

/** The page says that this step is on, and that those before it are done. */
export async function expectStep(page: Page, step: Step): Promise<void> {
  const items = page.getByRole("list", { name: "Steps", exact: true }).locator(":scope > li");
  const at = steps.indexOf(step);
  await expect(items).toHaveText(
    steps.map(
      (title, index) => new RegExp(`${index < at ? "Done:" : index === at ? "Now:" : "Later:"} ${title}`),
    ),
  );
  await expect(items.nth(at)).toHaveAttribute("aria-current", "step");
}

/** The words beside the heading: Under way, Working, ATTENTION, Done, Cancelled, Emergency. */
export async function expectTag(page: Page, tag: string): Promise<void> {
  await expect(page.getByRole("main").getByText(tag, { exact: true }).first()).toBeVisible();
}

export function buttonOf(page: Page, name: string): Locator {
  return page.getByRole("main").getByRole("button", { name, exact: true });
}

export async function press(page: Page, name: string): Promise<void> {
  await buttonOf(page, name).click();
}

export function alertOf(page: Page): Locator {
  return page.getByRole("main").getByRole("alert");
}

interface Answers {
  /** Of the credential, where it must be typed. */
  readonly name?: string;
  readonly reason?: string;
}

/** Presses a button that asks first, and says yes to its question. */
export async function confirm(page: Page, act: string, answers: Answers = {}): Promise<void> {
  await press(page, act);
  const question = page.getByRole("alertdialog");
  await expect(question.getByRole("button", { name: "Cancel", exact: true })).toBeFocused();
  await answer(page, act, answers);
}

/** Fills in the question that stands open and says yes to it. */
export async function answer(page: Page, act: string, { name, reason }: Answers): Promise<void> {
  const question = page.getByRole("alertdialog");
  if (reason !== undefined) await question.getByLabel("Reason", { exact: true }).fill(reason);
  if (name !== undefined) await question.getByLabel("Type the name to confirm", { exact: true }).fill(name);
  await question.getByRole("button", { name: act, exact: true }).click();
}

/**
 * The form behind a button of the rotation's page, opened anew, with the credential's name typed where it
 * is asked for. The page has to be one without scripts.
 */
export async function readRotationForm(
  page: Page,
  credential: RegisteredCredential,
  act: string,
): Promise<PageForm> {
  await openRotation(page, credential);
  const button = buttonOf(page, act);
  if ((await button.getAttribute("aria-haspopup")) !== "dialog") return readForm(page, button);
  await button.click();
  const question = page.getByRole("alertdialog");
  const form = await readForm(page, question.getByRole("button", { name: act, exact: true }));
  const typed = "confirmation" in form.fields ? { confirmation: credential.name } : {};
  return { ...form, fields: { ...form.fields, ...typed } };
}

/** Goes on by the buttons of the steps until this one is on; from no rotation, or from any step before. */
export async function advanceTo(page: Page, credential: RegisteredCredential, step: Step): Promise<void> {
  await openRotation(page, credential);
  const start = buttonOf(page, "Start rotation");
  if ((await start.count()) > 0) {
    await start.click();
    await expectStep(page, "Add secret");
  }
  for (const [act, next] of [
    ["Add secret", "Verify new secret"],
    ["Verify new secret", "Promote"],
    ["Promote", "Check last use"],
  ] as const) {
    if (steps.indexOf(next) > steps.indexOf(step)) return;
    if ((await buttonOf(page, act).count()) === 0) continue;
    await press(page, act);
    await expectStep(page, next);
  }
}
