import { expect, type Locator, type Page } from "@playwright/test";
import type { ControlClient } from "@/sandbox/control-client";
import { type PageForm, readForm } from "./call-action";
import { type RegisteredCredential, testToken } from "./credentials";
import type { Product } from "./launch-product";
import { readState, waitUntilNobodyActs } from "./rotation-facts";

/** A rotation, and the page without scripts from which somebody drives it. */
export interface Walk {
  readonly page: Page;
  readonly product: Product;
  readonly control: ControlClient;
  readonly credential: RegisteredCredential;
}

/** Names of the buttons, in the order in which a person would choose among those that stand there. */
const acts = [
  "Adopt by pasting",
  "Delete unknown secret",
  "Find out what happened",
  "Try again",
  "Add secret",
  "Verify new secret",
  "Promote",
  "Delete old secret",
  "Check last use",
  "Start rotation",
] as const;
export type Act = (typeof acts)[number];

/** Buttons that open a question first. */
const asking: readonly string[] = [
  "Delete unknown secret",
  "Delete old secret",
  "Delete now anyway",
  "Cancel rotation",
];

export async function openRotation({ page, credential }: Walk): Promise<void> {
  await page.goto(`/credentials/${credential.id}/rotation`);
  await expect(page.getByRole("heading", { level: 1, name: "Rotation", exact: true })).toBeVisible();
}

/** The button that does the act, after filling in whatever it asks for. */
export async function findButton({ page, credential }: Walk, act: string): Promise<Locator> {
  const button = page.getByRole("main").getByRole("button", { name: act, exact: true });
  if (!asking.includes(act)) return button;
  await button.click();
  const question = page.getByRole("alertdialog");
  await expect(question).toBeVisible();
  for (const [label, text] of [
    ["Type the name to confirm", credential.name],
    ["Reason", "Nobody uses the old secret any more."],
  ] as const) {
    const field = question.getByLabel(label, { exact: true });
    if ((await field.count()) > 0) await field.fill(text);
  }
  return question.getByRole("button", { name: act, exact: true });
}

/** The form of the act, from the rotation's page opened anew: no other page holds the same one. */
export async function openForm(walk: Walk, act: string): Promise<PageForm> {
  await openRotation(walk);
  return readForm(walk.page, await findButton(walk, act));
}

/** The act that a person would choose now, on the page that is open. */
async function findNext({ page }: Walk, unwanted: readonly Act[]): Promise<Act | undefined> {
  for (const act of acts) {
    if (unwanted.includes(act)) continue;
    const button = page.getByRole("main").getByRole("button", { name: act, exact: true });
    if ((await button.count()) === 1 && (await button.isEnabled())) return act;
  }
  return undefined;
}

interface WalkOptions {
  /** Stops before this act, with its button on the page. */
  readonly until?: Act;
  readonly unwanted?: readonly Act[];
  /** For Adopt by pasting. */
  readonly clientSecret?: string;
}

/**
 * Presses what the page offers next, one after the other, until the rotation is done.
 * @returns the acts that were pressed
 */
export async function walk(run: Walk, options: WalkOptions = {}): Promise<readonly Act[]> {
  const { page, product, credential } = run;
  const pressed: Act[] = [];
  while (pressed.length < 20) {
    await waitUntilNobodyActs(product, credential.id);
    if ((await readState(product, credential.id)) === "done") return pressed;
    await openRotation(run);
    const next = await findNext(run, options.unwanted ?? []);
    const where = `after ${pressed.join(", ") || "nothing"}`;
    if (next === undefined) throw new Error(`The page offers nothing that leads on, ${where}.`);
    if (next === options.until) return pressed;
    const button = await findButton(run, next);
    if (next === "Adopt by pasting") {
      await page.getByLabel("Client secret", { exact: true }).fill(options.clientSecret ?? "");
    }
    const answer = page.waitForResponse((response) => response.request().method() === "POST");
    await button.click();
    await answer;
    pressed.push(next);
  }
  throw new Error(`The rotation does not end: ${pressed.join(", ")}.`);
}

/** A token with the secret that the product holds as the current one. */
export async function expectCurrentMints({ page, credential }: Walk): Promise<void> {
  await page.goto(`/credentials/${credential.id}`);
  await expect(await testToken(page)).toContainText("The token works");
}
