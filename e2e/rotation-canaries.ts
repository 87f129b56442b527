import { expect, type Page } from "@playwright/test";
import { z } from "zod";
import { generateClientSecret } from "@/sandbox/client-secrets";
import type { ControlClient } from "@/sandbox/control-client";
import type { Canary } from "./canaries";
import type { RegisteredCredential } from "./credentials";
import type { Product } from "./launch-product";
import { query } from "./query";
import {
  advanceTo,
  alertOf,
  confirm,
  expectStep,
  expectTag,
  hourMs,
  openRotation,
  press,
} from "./rotation-page";

interface Rotated {
  /** Secrets that went through the rotations; the first one was shown once, on purpose. */
  readonly canaries: readonly [Canary, ...Canary[]];
  /** Addresses that the rotations brought. */
  readonly paths: readonly string[];
}

const copiedName = "copied secret";

/** What a search finds where the new secret is shown: once, in the answer to Copy secret. */
export function nameCopyAnswer({ id }: Pick<RegisteredCredential, "id">): string {
  return `${copiedName} in the answer to POST /credentials/${id}/rotation`;
}

/**
 * Rotates the secret with everything that a secret can pass through: a lost answer, a value that is
 * refused, one that is adopted, the copy; then once more by hand, with values that are refused, replaced
 * and given up.
 */
export async function rotateSecrets(
  page: Page,
  product: Product,
  control: ControlClient,
  credential: RegisteredCredential,
): Promise<Rotated> {
  const { id, name, client } = credential;
  const refused = generateClientSecret();
  const [old] = await control.listSecrets(client.clientId);
  const createdAtMs = Date.now() - 25 * hourMs;
  await control.setSecretTimes(client.clientId, old?.uuid ?? "", { createdAtMs });
  await advanceTo(page, credential, "Add secret");
  await control.setFaults(client.clientId, { kind: "reset", at: "response", call: "addSecret", count: 1 });
  await press(page, "Add secret");
  await expectTag(page, "ATTENTION");
  await press(page, "Find out what happened");
  const made = (await control.listSecrets(client.clientId)).find(({ uuid }) => uuid !== old?.uuid);
  const copied = { name: copiedName, value: made?.value ?? "" };
  const field = page.getByLabel("Client secret", { exact: true });
  await field.fill(refused);
  await press(page, "Adopt by pasting");
  await expect(alertOf(page)).toContainText("did not accept");
  await field.fill(copied.value);
  await press(page, "Adopt by pasting");
  await expectStep(page, "Verify new secret");
  await advanceTo(page, credential, "Promote");
  await press(page, "Copy secret");
  const shown = page.getByRole("region", { name: "New secret", exact: true });
  await expect(shown).toContainText(copied.value);
  await shown.getByRole("button", { name: "Hide", exact: true }).click();
  await advanceTo(page, credential, "Check last use");
  await press(page, "Check last use");
  await expectStep(page, "Delete old secret");
  await confirm(page, "Delete old secret", { name });
  await expectTag(page, "Done");
  const pasted = await pasteSecrets(page, control, credential);
  const sql = `SELECT j.id FROM "Job" j JOIN "Rotation" r ON r.id = j."subjectId" WHERE r."credentialId" = $1`;
  const jobs = await query(product, z.object({ id: z.uuid() }), sql, [id]);
  expect(jobs.length).toBeGreaterThan(0);
  return {
    canaries: [copied, { name: "secret refused in adopting", value: refused }, ...pasted],
    paths: [
      ...["consumers", "rotation", "rotation/record"].map((part) => `/credentials/${id}/${part}`),
      ...jobs.map((job) => `/api/jobs/${job.id}`),
    ],
  };
}

async function pasteSecrets(
  page: Page,
  control: ControlClient,
  credential: RegisteredCredential,
): Promise<readonly Canary[]> {
  const added = await control.addSecret(credential.client.clientId);
  const wrong = generateClientSecret();
  const damaged = `${generateClientSecret()} ${generateClientSecret()}`;
  await openRotation(page, credential);
  const start = page.getByRole("region", { name: "Start rotation", exact: true });
  await start.getByLabel("How", { exact: true }).selectOption("manual");
  await press(page, "Start rotation");
  const field = page.getByLabel("Client secret", { exact: true });
  await field.fill(damaged);
  await press(page, "Add secret");
  await expect(alertOf(page)).toContainText("holds a space");
  await field.fill(wrong);
  await press(page, "Add secret");
  await expectStep(page, "Verify new secret");
  await press(page, "Verify new secret");
  await press(page, "Cancel verification");
  await expect(page.getByText("The last try was cancelled")).toBeVisible();
  await field.fill(added.value);
  await press(page, "Add secret");
  await expect(field).toHaveValue("");
  await press(page, "Verify new secret");
  await expectStep(page, "Promote");
  await confirm(page, "Cancel rotation");
  await expectTag(page, "Cancelled");
  return [
    { name: "damaged pasted secret", value: damaged },
    { name: "wrong pasted secret", value: wrong },
    { name: "pasted secret", value: added.value },
  ];
}
