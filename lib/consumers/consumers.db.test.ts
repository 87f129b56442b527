import { expect, test } from "vitest";
import type { ActContext } from "@/lib/auth/act-context";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { getDb } from "@/lib/db/client";
import { addCredential } from "@/lib/db/rows.fixture";
import { addConsumer } from "./add-consumer";
import { addConsumerInput, editConsumerInput } from "./consumer-input";
import { editConsumer } from "./edit-consumer";
import { listConsumers } from "./list-consumers";
import { removeConsumer } from "./remove-consumer";

async function makeCredential() {
  const context = await makeActContext();
  return { context, credentialId: await addCredential(context.viewer.organizationId) };
}

const words = {
  system: "Shop",
  owner: "Ines",
  location: "Vault path shop/ims",
  contact: "ines@example.com",
  environment: "production",
  redeploy: "Run the release pipeline",
  cadence: "each night",
  link: "https://wiki.example.com/shop",
};
const shop = { ...words, scopes: ["openid", "AdobeID"] };

const namesOf = async ({ viewer }: ActContext, credentialId: string) =>
  (await listConsumers(viewer.organizationId, credentialId)).map(({ system }) => system);

async function storyOf({ viewer }: ActContext): Promise<string[]> {
  const events = await getDb().auditEvent.findMany({
    where: { organizationId: viewer.organizationId },
    orderBy: { seq: "asc" },
    select: { action: true },
  });
  return events.map(({ action }) => action);
}

async function addShop(context: ActContext, credentialId: string): Promise<string> {
  expect(await addConsumer(context, { credentialId, ...shop })).toEqual({ ok: true, value: null });
  const [added] = await listConsumers(context.viewer.organizationId, credentialId);
  return added?.id ?? "";
}

test("a consumer is added, edited and removed, each with one event, and what changes nothing leaves none", async () => {
  const { context, credentialId } = await makeCredential();
  const consumerId = await addShop(context, credentialId);
  const edit = (changes: Partial<typeof shop>) =>
    editConsumer(context, { credentialId, consumerId, ...shop, ...changes });
  expect((await edit({})).ok).toBe(true);
  expect((await edit({ system: "Shop in Basel", scopes: ["openid"] })).ok).toBe(true);
  expect(await namesOf(context, credentialId)).toEqual(["Shop in Basel"]);
  expect((await removeConsumer(context, { credentialId, consumerId })).ok).toBe(true);
  expect((await removeConsumer(context, { credentialId, consumerId })).ok).toBe(true);
  expect(await edit({})).toMatchObject({ failure: { kind: "conflict" } });
  expect(await namesOf(context, credentialId)).toEqual([]);
  expect(await storyOf(context)).toEqual(["consumer.added", "consumer.edited", "consumer.removed"]);
});

test("of ten equal additions at once one is made, and an equal one later is refused at its field", async () => {
  const { context, credentialId } = await makeCredential();
  const results = await Promise.all(
    Array.from({ length: 10 }, () => addConsumer(context, { credentialId, ...shop })),
  );
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await storyOf(context)).toEqual(["consumer.added"]);
  expect(results.find(({ ok }) => !ok)).toMatchObject({
    failure: { kind: "invalid_input", fields: { system: expect.stringContaining("listed already") } },
  });
  expect((await addConsumer(context, { credentialId, ...shop, location: "Vault path shop2/ims" })).ok).toBe(
    true,
  );
});

test("a removed consumer can be added anew", async () => {
  const { context, credentialId } = await makeCredential();
  const consumerId = await addShop(context, credentialId);
  await removeConsumer(context, { credentialId, consumerId });
  expect(await addShop(context, credentialId)).not.toBe(consumerId);
});

test("the list has an end", async () => {
  const { context, credentialId } = await makeCredential();
  const { organizationId, userId } = context.viewer;
  await getDb().consumer.createMany({
    data: Array.from({ length: 100 }, (_, index) => ({
      id: crypto.randomUUID(),
      organizationId,
      credentialId,
      createdById: userId,
      system: `Shop ${index}`,
      owner: "",
      location: "",
    })),
  });
  expect(await addConsumer(context, { credentialId, ...shop })).toMatchObject({
    failure: { kind: "conflict", message: expect.stringContaining("room for 100") },
  });
});

test("somebody else's consumers are not found, and a consumer belongs to its own credential only", async () => {
  const { context, credentialId } = await makeCredential();
  const consumerId = await addShop(context, credentialId);
  const stranger = await makeActContext();
  const sibling = await addCredential(context.viewer.organizationId);
  for (const attempt of [
    await addConsumer(stranger, { credentialId, ...shop }),
    await editConsumer(stranger, { credentialId, consumerId, ...shop }),
    await removeConsumer(stranger, { credentialId, consumerId }),
    await editConsumer(context, { credentialId: sibling, consumerId, ...shop }),
    await removeConsumer(context, { credentialId: sibling, consumerId }),
  ]) {
    expect(attempt).toMatchObject({ failure: { kind: "not_found" } });
  }
  expect(await namesOf(stranger, credentialId)).toEqual([]);
  expect(await namesOf(context, credentialId)).toEqual(["Shop"]);
});

test.each([
  ["system", ""],
  ["system", "  "],
  ["system", "x".repeat(201)],
  ["system", "bell\u0007"],
  ["owner", "x".repeat(201)],
  ["owner", "\uD800"],
  ["location", "x".repeat(501)],
  ["location", "Store\u202etnorf"],
  ["contact", "x".repeat(201)],
  ["redeploy", "bell\u0007"],
  ["link", "http://wiki.example.com/"],
  ["link", "javascript:alert(1)"],
  ["scopes", "scöpe"],
  ["credentialId", "42"],
  ["consumerId", "42"],
  ["extra", "x"],
])("%s refuses what it cannot hold", (field, value) => {
  const form = { credentialId: crypto.randomUUID(), ...words, scopes: "openid, AdobeID" };
  const edit = { ...form, consumerId: crypto.randomUUID(), [field]: value };
  expect(editConsumerInput.safeParse(edit).success).toBe(false);
  if (field !== "consumerId")
    expect(addConsumerInput.safeParse({ ...form, [field]: value }).success).toBe(false);
});
