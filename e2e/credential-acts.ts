import type { Page } from "@playwright/test";
import { type PageForm, readForm } from "./call-action";
import type { RegisteredCredential } from "./credentials";

/** Everything that can be done to one credential: the name of its button, and the page that has it. */
export const credentialActs = [
  "Test token",
  "Test these scopes",
  "Run probe Own client secrets",
  "Read from Adobe",
  "Save",
  "Archive",
  "Restore",
  "Replace secret",
  "Delete for ever",
] as const;
type CredentialAct = (typeof credentialActs)[number];

const places: Readonly<Record<CredentialAct, string>> = {
  "Test token": "",
  "Test these scopes": "/scopes",
  "Run probe Own client secrets": "/probes",
  "Read from Adobe": "/profiles",
  Save: "/edit",
  Archive: "",
  Restore: "",
  "Replace secret": "/secrets",
  "Delete for ever": "?confirm=delete",
};

/** The form of an act, filled in. The page has to be one without scripts, of somebody who may do it. */
export async function readActForm(
  page: Page,
  { id, name }: Pick<RegisteredCredential, "id" | "name">,
  act: CredentialAct,
): Promise<PageForm> {
  await page.goto(`/credentials/${id}${places[act]}`);
  const place = act === "Delete for ever" ? page.getByRole("alertdialog") : page;
  const form = await readForm(page, place.getByRole("button", { name: act, exact: true }));
  return { ...form, fields: { ...form.fields, ...typed(act, name) } };
}

function typed(act: CredentialAct, name: string): Readonly<Record<string, string>> {
  if (act === "Delete for ever") return { confirmation: name };
  if (act === "Save") return { notes: "changed by hand" };
  return act === "Replace secret" ? { clientSecret: "a-secret-from-elsewhere" } : {};
}
