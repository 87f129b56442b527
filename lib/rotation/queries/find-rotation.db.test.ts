import { expect, test } from "vitest";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { getDb } from "@/lib/db/client";
import { credentialIdSchema } from "@/lib/ids";
import { addSecretAtAdobe } from "@/lib/rotation/add-secret";
import { cancelRotation } from "@/lib/rotation/cancel-rotation";
import { openSandbox, type Stage } from "@/lib/rotation/rotation.fixture";
import { startRotation } from "@/lib/rotation/start-rotation";
import { findReadiness } from "./find-readiness";
import { findRotation } from "./find-rotation";
import { findSlots } from "./find-slots";
import { listRotations } from "./list-rotations";

const { stage } = openSandbox();

async function start(options: Parameters<typeof stage>[0] = {}): Promise<Stage> {
  const staged = await stage(options);
  const { context, credentialId } = staged;
  const started = await startRotation(context, { credentialId, mode: "api", quietHours: 24 });
  expect(started.ok).toBe(true);
  return staged;
}

function view({ context, credentialId }: Stage) {
  return findRotation(context.viewer.organizationId, { credentialId });
}

test("a credential that was never rotated has none to show", async () => {
  expect(await view(await stage())).toBeNull();
});

test("the page of a rotation is drawn from stored rows, and Adobe is not asked", async () => {
  const staged = await start();
  const before = (await staged.calls()).length;
  const rotation = await view(staged);
  expect(rotation).toMatchObject({ state: "planned", standing: "waiting", trouble: null, fresh: null });
  expect(rotation?.slots).toMatchObject([{ role: "current" }]);
  expect(rotation?.steps[0]).toMatchObject({ id: "add", status: "now" });
  expect((await staged.calls()).length).toBe(before);
});

test("another organization finds neither the rotation nor its record", async () => {
  const staged = await start();
  const rotation = await view(staged);
  const { viewer } = await makeActContext();
  const { credentialId } = staged;
  expect(await findRotation(viewer.organizationId, { credentialId })).toBeNull();
  const rotationId = rotation?.id ?? "";
  expect(await findRotation(viewer.organizationId, { credentialId, rotationId })).toBeNull();
});

test("nothing of a secret's value is in what the page gets", async () => {
  const staged = await start();
  const { context, credentialId } = staged;
  expect((await addSecretAtAdobe(context, { credentialId })).ok).toBe(true);
  const text = JSON.stringify(await view(staged));
  for (const { value } of await staged.atAdobe()) expect(text.includes(value)).toBe(false);
});

test("a lost answer reads as attention, and a live lease as somebody at work", async () => {
  const staged = await start();
  const { context, credentialId, control, clientId } = staged;
  await control.setFaults(clientId, { kind: "serverError", status: 502, after: true, call: "addSecret" });
  expect((await addSecretAtAdobe(context, { credentialId })).ok).toBe(false);
  expect(await view(staged)).toMatchObject({ standing: "attention", trouble: { offers: ["find_out"] } });
  await getDb().$executeRaw`
    UPDATE "Rotation" SET "leaseId" = gen_random_uuid(), "leaseAct" = 'rotation.find_out',
      "leaseHolderId" = ${context.viewer.userId}::uuid, "leaseUntil" = clock_timestamp() + interval '1 minute'
    WHERE "credentialId" = ${credentialId}::uuid`;
  const held = await view(staged);
  expect(held).toMatchObject({ standing: "acting", trouble: null });
  expect(held?.acting).toBe(`${context.viewer.name} is finding out what happened`);
});

test("slots and readiness tell what the last list showed, and nothing before there was one", async () => {
  const staged = await stage();
  const { organizationId } = staged.context.viewer;
  const credentialId = credentialIdSchema.parse(staged.credentialId);
  expect(await findSlots(organizationId, credentialId)).toEqual({ checkedAt: null, slots: [] });
  const lightOf = async (id: string) =>
    (await findReadiness(organizationId, credentialId)).items.find((item) => item.id === id)?.light;
  expect(await lightOf("api")).toBe("attend");
  const { context } = staged;
  await startRotation(context, { credentialId, mode: "api", quietHours: 24 });
  expect(await lightOf("api")).toBe("good");
  expect(await lightOf("slot")).toBe("good");
  await addSecretAtAdobe(context, { credentialId });
  const { slots } = await findSlots(organizationId, credentialId);
  expect(slots.map(({ role }) => role)).toEqual(["current", "pending"]);
});

test("an ended rotation stays to be read, and stands in the list", async () => {
  const staged = await start();
  const { context, credentialId } = staged;
  expect((await cancelRotation(context, { credentialId })).ok).toBe(true);
  const { organizationId } = context.viewer;
  expect(await view(staged)).toMatchObject({ standing: "over", state: "cancelled", isBegun: true });
  expect(await listRotations(organizationId, credentialIdSchema.parse(credentialId))).toMatchObject([
    { outcome: "cancelled", mode: "api", startedByName: context.viewer.name },
  ]);
});
