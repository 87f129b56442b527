import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { getDb } from "@/lib/db/client";
import { addCredential, addOrganization, addSecret } from "@/lib/db/rows.fixture";
import {
  credentialIdSchema,
  newCredentialId,
  newOrganizationId,
  newRequestId,
  newRotationId,
  newSecretGrantId,
  newSecretUsageId,
  newTokenTestId,
  newUserId,
  organizationIdSchema,
} from "@/lib/ids";
import { isOwnUse } from "@/lib/rotation/policy/is-own-use";
import { showFingerprint } from "@/lib/sealing/fingerprint";
import { listSecretUses } from "./list-secret-uses";

const checkedAt = new Date("2026-11-22T12:00:00.000Z");
const testedAt = new Date("2026-11-22T09:00:00.000Z");
const grantedAt = new Date("2026-11-22T10:00:00.000Z");

async function makeCredential() {
  const organizationId = organizationIdSchema.parse(await addOrganization());
  const credentialId = credentialIdSchema.parse(await addCredential(organizationId));
  const scope = { organizationId, credentialId };
  return {
    ...scope,
    list: () => listSecretUses(organizationId, credentialId),
    store: async (adobeSecretId: string | null, state: "current" | "previous" | "deleted" = "current") => {
      const fingerprint = randomBytes(32);
      const blanked = state === "deleted" ? { sealed: null, kid: null, deletedAt: checkedAt } : {};
      const id = await addSecret(organizationId, credentialId, {
        adobeSecretId,
        fingerprint,
        state,
        ...blanked,
      });
      return { id, fingerprint: showFingerprint(fingerprint) };
    },
    grant: (clientSecretId: string, sentAt = grantedAt) =>
      getDb().secretGrant.create({
        data: { id: newSecretGrantId(), organizationId, clientSecretId, sentAt },
      }),
    test: (clientSecretId: string, requestedAt = testedAt) =>
      getDb().tokenTest.create({
        data: {
          id: newTokenTestId(),
          ...scope,
          clientSecretId,
          requestedById: newUserId(),
          requestId: newRequestId(),
          requestedAt,
          outcome: "pending",
          requestedScopes: ["openid"],
          grantedScopes: [],
        },
      }),
    tell: (
      secretKey: string,
      lastUsedAt: Date | null,
      told: { at?: Date; source?: "adobe" | "typed" } = {},
    ) =>
      getDb().secretUsage.create({
        data: {
          id: newSecretUsageId(),
          ...scope,
          rotationId: newRotationId(),
          secretKey,
          secretCreatedAt: new Date("2026-01-01T00:00:00.000Z"),
          lastUsedAt,
          grantType: lastUsedAt === null ? null : "client_credentials",
          isOurs: lastUsedAt !== null && isOwnUse(lastUsedAt, [{ sentAt: grantedAt, answeredAt: grantedAt }]),
          checkedAt: told.at ?? checkedAt,
          source: told.source ?? "adobe",
        },
      }),
  };
}

function makeAdobeId(): string {
  return randomBytes(16).toString("hex");
}

test("a use within two seconds of a grant of ours is Latchkey's, any other is not", async () => {
  const { list, store, grant, test: tests, tell } = await makeCredential();
  const [oursId, theirsId] = [makeAdobeId(), makeAdobeId()];
  const ours = await store(oursId, "previous");
  const theirs = await store(theirsId);
  await tests(ours.id);
  await grant(ours.id);
  await tests(theirs.id);
  const used = new Date(grantedAt.getTime() + 2_000);
  const usedLater = new Date(grantedAt.getTime() + 2_001);
  await tell(oursId, used);
  await tell(theirsId, usedLater);
  const shared = { grantType: "client_credentials", checkedAt: checkedAt.toISOString() };
  const uses = await list();
  expect(uses.toSorted((one, other) => one.by.localeCompare(other.by))).toEqual([
    {
      ...ours,
      ...shared,
      state: "previous",
      adobeLastUsedAt: used.toISOString(),
      ourLastUsedAt: grantedAt.toISOString(),
      by: "latchkey",
    },
    {
      ...theirs,
      ...shared,
      state: "current",
      adobeLastUsedAt: usedLater.toISOString(),
      ourLastUsedAt: testedAt.toISOString(),
      by: "others",
    },
  ]);
});

test("nobody has used a secret that Adobe says was never used, and nobody knows before Adobe was asked", async () => {
  const { list, store, tell } = await makeCredential();
  const id = makeAdobeId();
  const { fingerprint } = await store(id);
  const unknown = { adobeLastUsedAt: null, grantType: null, ourLastUsedAt: null };
  expect(await list()).toMatchObject([{ fingerprint, ...unknown, checkedAt: null, by: "unknown" }]);
  await tell(id, null);
  expect(await list()).toMatchObject([
    { fingerprint, ...unknown, checkedAt: checkedAt.toISOString(), by: "nobody" },
  ]);
});

test("the latest check counts, also one that a person typed", async () => {
  const { list, store, tell } = await makeCredential();
  const adobeSecretId = makeAdobeId();
  const { id } = await store(adobeSecretId);
  await tell(id, grantedAt, { source: "typed" });
  await tell(adobeSecretId, null, { at: new Date("2026-11-20T12:00:00.000Z") });
  expect(await list()).toMatchObject([{ adobeLastUsedAt: grantedAt.toISOString(), by: "latchkey" }]);
});

test("a secret that Adobe has and Latchkey does not is listed as unknown", async () => {
  const { list, store, tell } = await makeCredential();
  const [knownId, strangeId] = [makeAdobeId(), makeAdobeId()];
  await store(knownId);
  await tell(knownId, grantedAt);
  await tell(strangeId, testedAt);
  const [, strange] = await list();
  expect(strange).toEqual({
    id: strangeId,
    fingerprint: null,
    state: "unknown",
    adobeLastUsedAt: testedAt.toISOString(),
    grantType: "client_credentials",
    checkedAt: checkedAt.toISOString(),
    ourLastUsedAt: null,
    by: "others",
  });
});

test("a deleted secret stays with what was last known of it", async () => {
  const { list, store, tell } = await makeCredential();
  const id = makeAdobeId();
  await store(id, "deleted");
  await tell(id, testedAt);
  expect(await list()).toMatchObject([{ state: "deleted", by: "others" }]);
});

test("another organization's secrets are not told of", async () => {
  const { credentialId, store } = await makeCredential();
  await store(makeAdobeId());
  expect(await listSecretUses(newOrganizationId(), credentialId)).toEqual([]);
  expect(await listSecretUses(newOrganizationId(), newCredentialId())).toEqual([]);
});
