import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import type { ActContext } from "@/lib/auth/act-context";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { getDb } from "@/lib/db/client";
import { archiveCredential, restoreCredential } from "./archive-credential";
import { editCredentialInput, registerCredentialInput } from "./credential-input";
import { deleteCredential } from "./delete-credential";
import { editCredential } from "./edit-credential";
import { findCredential } from "./find-credential";
import { registerCredential } from "./register-credential";
import { replaceSecret, replaceSecretInput } from "./replace-secret";

const makeSecret = () => randomBytes(24).toString("base64url");

const fields = {
  name: "Storefront sync",
  environment: "sandbox",
  clientId: randomBytes(16).toString("hex"),
  imsOrgId: "",
  technicalAccountId: "",
  technicalAccountEmail: "",
  scopes: "openid,AdobeID",
  consoleAddress: "",
  notes: "",
};

const address =
  "https://developer.adobe.com/console/projects/11/22/credentials/33/details/oauthservertoserver";

/** A credential whose rotation stands at its beginning. */
async function makeRotated() {
  const context = await makeActContext();
  const { organizationId, userId } = context.viewer;
  const input = registerCredentialInput.parse({ ...fields, clientSecret: makeSecret() });
  const registered = await registerCredential(context, input);
  if (!registered.ok) throw new Error(registered.failure.kind);
  const { credentialId } = registered.value;
  const { id } = await getDb().clientSecret.findFirstOrThrow({ where: { credentialId } });
  const started = { startedAt: new Date(), startedById: userId };
  const ways = { mode: "manual", isEmergency: false, quietHours: 24 } as const;
  await getDb().rotation.create({
    data: {
      id: crypto.randomUUID(),
      organizationId,
      credentialId,
      state: "planned",
      oldSecretId: id,
      ...ways,
      ...started,
    },
  });
  return { context, credentialId };
}

const edit = (context: ActContext, credentialId: string, changes: Partial<typeof fields>) =>
  editCredential(context, editCredentialInput.parse({ ...fields, credentialId, version: 1, ...changes }));

test("nothing that a rotation stands on is replaced, archived, deleted or edited while it is under way", async () => {
  const { context, credentialId } = await makeRotated();
  const before = await findCredential(context.viewer.organizationId, credentialId);
  for (const attempt of [
    await replaceSecret(context, replaceSecretInput.parse({ credentialId, clientSecret: makeSecret() })),
    await archiveCredential(context, { credentialId }),
    await deleteCredential(context, { credentialId, confirmation: fields.name }),
    await edit(context, credentialId, { clientId: randomBytes(16).toString("hex") }),
    await edit(context, credentialId, { environment: "stage" }),
    await edit(context, credentialId, { consoleAddress: address }),
  ]) {
    expect(attempt).toMatchObject({
      failure: { kind: "conflict", href: `/credentials/${credentialId}/rotation` },
    });
  }
  expect(await findCredential(context.viewer.organizationId, credentialId)).toEqual(before);
});

test("what a rotation does not stand on can be edited meanwhile", async () => {
  const { context, credentialId } = await makeRotated();
  expect((await edit(context, credentialId, { name: "Shop sync", notes: "Moves in May." })).ok).toBe(true);
});

test("once the rotation is over everything goes again, and its records outlive the credential", async () => {
  const { context, credentialId } = await makeRotated();
  await getDb().rotation.updateMany({
    where: { credentialId },
    data: { state: "cancelled", endedAt: new Date(), endedById: context.viewer.userId },
  });
  expect((await edit(context, credentialId, { consoleAddress: address })).ok).toBe(true);
  expect((await archiveCredential(context, { credentialId })).ok).toBe(true);
  expect((await restoreCredential(context, { credentialId })).ok).toBe(true);
  expect((await deleteCredential(context, { credentialId, confirmation: fields.name })).ok).toBe(true);
  expect(await getDb().rotation.count({ where: { credentialId } })).toBe(1);
});
