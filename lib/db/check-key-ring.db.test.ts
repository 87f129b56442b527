import { randomBytes, randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { z } from "zod";
import { generateKeyRing, type KeyRing, parseKeyRing } from "@/lib/sealing/key-ring";
import { checkKeyRing } from "./check-key-ring";
import { getDb } from "./client";
import { addCredential, addOrganization, addSecret } from "./rows.fixture";

const key = z.looseObject({ kid: z.string(), k: z.string() });
const ringFile = z.looseObject({ primary: z.string(), keys: z.array(key), fingerprint: key });
type RingFile = z.infer<typeof ringFile>;

const draw = (): RingFile => ringFile.parse(JSON.parse(generateKeyRing()));
const newMaterial = () => randomBytes(32).toString("base64url");

function read(file: RingFile): KeyRing {
  const ring = parseKeyRing(JSON.stringify(file));
  if (!ring.ok) throw new Error(ring.failure);
  return ring.value;
}

/** The one ring this file's database is written with. */
const file = draw();

async function messageOf(changed: RingFile): Promise<string> {
  const result = await checkKeyRing(read(changed));
  return result.ok ? "accepted" : result.failure.message;
}

test("the ring that is seen first is remembered, also by two instances at once", async () => {
  const results = await Promise.all([messageOf(file), messageOf(file)]);
  expect(results).toEqual(["accepted", "accepted"]);
  expect(await messageOf(file)).toBe("accepted");
  expect(await getDb().keyCheck.count()).toBe(2);
});

test("a key with the right id and other material is refused, and named", async () => {
  await checkKeyRing(read(file));
  const changed = { ...file, keys: file.keys.map((one) => ({ ...one, k: newMaterial() })) };
  expect(await messageOf(changed)).toContain(`Key ${file.primary} of the key ring is not the key`);
});

test("a second key joins, and is held to its material from then on", async () => {
  await checkKeyRing(read(file));
  const second = { ...draw().keys[0], kid: `seal-${randomUUID().slice(0, 8)}`, k: newMaterial() };
  const grown = { ...file, keys: [...file.keys, second] };
  expect(await messageOf(grown)).toBe("accepted");
  const swapped = { ...file, keys: [...file.keys, { ...second, k: newMaterial() }] };
  expect(await messageOf(swapped)).toContain(second.kid);
});

test("another fingerprint key is refused, under its old id and under a new one", async () => {
  await checkKeyRing(read(file));
  const sameId = { ...file, fingerprint: { ...file.fingerprint, k: newMaterial() } };
  const newId = { ...file, fingerprint: draw().fingerprint };
  expect(await messageOf(sameId)).toContain("never rotated");
  expect(await messageOf(newId)).toContain("never rotated");
});

test("a ring without the key of a stored secret is refused before anything is written", async () => {
  await checkKeyRing(read(file));
  const organizationId = await addOrganization();
  await addSecret(organizationId, await addCredential(organizationId), { kid: file.primary });
  const before = await getDb().keyCheck.count();
  expect(await messageOf({ ...draw(), fingerprint: file.fingerprint })).toContain(
    `sealed with key ${file.primary}, which is not in the key ring`,
  );
  expect(await getDb().keyCheck.count()).toBe(before);
  expect(await messageOf(file)).toBe("accepted");
});

test("a ring without the key of a stored private key is refused too", async () => {
  const lost = draw();
  const both = read({ ...file, keys: [...file.keys, ...lost.keys] });
  expect((await checkKeyRing(both)).ok).toBe(true);
  const organizationId = await addOrganization();
  await getDb().jwtKey.create({
    data: {
      ...{ id: randomUUID(), organizationId, credentialId: await addCredential(organizationId) },
      ...{ createdById: randomUUID(), fingerprint: randomBytes(32), kid: lost.primary },
      ...{ sealedPrivateKey: "sealed", sealedClientSecret: "sealed" },
    },
  });
  expect(await messageOf(file)).toContain(`sealed with key ${lost.primary}, which is not in the key ring`);
  await getDb().jwtKey.deleteMany({ where: { organizationId } });
});
