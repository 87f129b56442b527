import { randomUUID } from "node:crypto";
import { expect } from "@playwright/test";
import { callAction, readForm } from "./call-action";
import { test } from "./fixtures";
import { countCalls } from "./outside-use";
import { readStory, waitUntilNobodyActs } from "./rotation-facts";
import {
  advanceTo,
  alertOf,
  buttonOf,
  expectStep,
  expectTag,
  openRotation,
  press,
  registerAged,
} from "./rotation-page";

const withoutScripts = { javaScriptEnabled: false } as const;
const copies = 20;

test.describe.configure({ timeout: 120_000 });

test("of two tabs that press at once one acts, and the other is shown where things stand", async ({
  openAs,
  control,
}) => {
  const [first, second] = [await openAs("owner"), await openAs("admin")];
  const credential = await registerAged(first, control);
  const { clientId } = credential.client;
  await advanceTo(first, credential, "Add secret");
  await openRotation(second, credential);
  await expectStep(second, "Add secret");
  await control.setFaults(clientId, { kind: "holdUntilReleased", call: "addSecret", count: 1 });
  await press(first, "Add secret");
  await control.waitForHeld(1, clientId);
  await press(second, "Add secret");
  await expect(alertOf(second)).toBeVisible();
  await expectTag(second, "Working");
  await expect(second.getByRole("main")).toContainText("is adding a secret");
  await control.release(clientId);
  for (const page of [first, second]) await expectStep(page, "Verify new secret");
  expect(await countCalls(control, clientId, "addSecret")).toBe(1);
  expect(await control.listSecrets(clientId)).toHaveLength(2);
});

test("twenty copies of one form act once, and all of them are told that it went well", async ({
  openAs,
  control,
  product,
}) => {
  const page = await openAs("owner", withoutScripts);
  const credential = await registerAged(page, control);
  const { clientId } = credential.client;
  for (const act of ["Start rotation", "Add secret", "Verify new secret", "Promote"]) {
    await openRotation(page, credential);
    const form = await readForm(page, buttonOf(page, act));
    const answers = await Promise.all(
      Array.from({ length: copies }, () => callAction(page.request, product.baseUrl, form)),
    );
    expect(answers.map(({ status, kind }) => ({ status, kind }))).toEqual(
      Array.from({ length: copies }, () => ({ status: 200, kind: undefined })),
    );
    await waitUntilNobodyActs(product, credential.id);
  }
  expect(await readStory(product, credential.id)).toEqual([
    "rotation.started requested",
    "rotation.bound succeeded",
    "secret.add_requested requested",
    "secret.added succeeded",
    "secret.verify_requested requested",
    "secret.verified succeeded",
    "secret.promoted succeeded",
  ]);
  expect(await countCalls(control, clientId, "addSecret")).toBe(1);
});

test("twenty forms of twenty pages act once, and the others say what stands", async ({
  openAs,
  control,
  product,
}) => {
  const page = await openAs("owner", withoutScripts);
  const credential = await registerAged(page, control);
  const { clientId } = credential.client;
  for (const act of ["Start rotation", "Add secret"]) {
    await openRotation(page, credential);
    const form = await readForm(page, buttonOf(page, act));
    const answers = await Promise.all(
      Array.from({ length: copies }, () =>
        callAction(page.request, product.baseUrl, form, { fields: { idempotencyKey: randomUUID() } }),
      ),
    );
    const kinds = answers.map(({ kind }) => kind);
    expect(kinds).toContain(undefined);
    expect(kinds.filter((kind) => kind !== undefined && kind !== "conflict")).toEqual([]);
    await waitUntilNobodyActs(product, credential.id);
  }
  for (const idempotencyKey of ["", "not-a-key"]) {
    const form = await readForm(
      page,
      buttonOf(page, "Start rotation").or(buttonOf(page, "Add secret")).first(),
    );
    const { kind } = await callAction(page.request, product.baseUrl, form, { fields: { idempotencyKey } });
    expect(kind).toBe("invalid_input");
  }
  expect(await countCalls(control, clientId, "addSecret")).toBe(1);
  expect(
    (await readStory(product, credential.id)).filter((event) => event.startsWith("rotation.started")),
  ).toEqual(["rotation.started requested"]);
  await openRotation(page, credential);
  await expectStep(page, "Verify new secret");
});
