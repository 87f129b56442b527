import { expect, test } from "vitest";
import type { ActContext } from "@/lib/auth/act-context";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { getDb } from "@/lib/db/client";
import { registerCredentialInput } from "./credential-input";
import { findFailureContext } from "./find-failure-context";
import { findLastTest } from "./find-last-test";
import { registerCredential } from "./register-credential";

const consoleAddress =
  "https://developer.adobe.com/console/projects/1/2/credentials/3/details/oauthservertoserver";

async function register(context: ActContext, change: Readonly<Record<string, string>> = {}) {
  const result = await registerCredential(
    context,
    registerCredentialInput.parse({
      name: "Asset importer",
      environment: "production",
      clientId: crypto.randomUUID().replaceAll("-", ""),
      clientSecret: `made-up-${crypto.randomUUID()}`,
      imsOrgId: "",
      technicalAccountId: "",
      technicalAccountEmail: "",
      scopes: "openid,AdobeID",
      consoleAddress,
      notes: "",
      ...change,
    }),
  );
  if (!result.ok) throw new Error(result.failure.kind);
  return result.value.credentialId;
}

interface Tested {
  readonly requestedAt: Date;
  readonly failureCode?: string;
  readonly isPartial?: boolean;
}

/** A test as it stands in the table once it is answered. */
async function keepTest(
  { viewer, requestId }: ActContext,
  credentialId: string,
  { requestedAt, failureCode, isPartial = false }: Tested,
): Promise<void> {
  const { organizationId, userId } = viewer;
  const db = getDb();
  const secret = await db.clientSecret.findFirstOrThrow({ where: { organizationId, credentialId } });
  const outcome = failureCode === undefined ? "succeeded" : "failed";
  await db.tokenTest.create({
    data: {
      ...{ id: crypto.randomUUID(), organizationId, credentialId, clientSecretId: secret.id },
      ...{ requestedById: userId, requestId, requestedAt, answeredAt: requestedAt, outcome },
      ...{
        failureCode: failureCode ?? null,
        httpStatus: 400,
        tries: 1,
        durationMs: 9,
        debugId: "made-up-id",
      },
      requestedScopes: ["openid"],
      grantedScopes: [],
      isPartial,
    },
  });
  await db.credential.updateMany({
    where: { organizationId, id: credentialId },
    data: { lastTestAt: requestedAt, lastTestOutcome: outcome },
  });
}

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

test("a failure is explained by the age of the secret, the last good test, drift and the wish to wait", async () => {
  const context = await makeActContext();
  const { organizationId } = context.viewer;
  const id = await register(context);
  const fresh = await findFailureContext(organizationId, id);
  expect(fresh).toEqual({
    environment: "production",
    credentialId: id,
    consoleAddress,
    secretStoredAt: expect.any(Date),
    driftedScopes: [],
    coolDownUntil: null,
  });
  await keepTest(context, id, { requestedAt: minutesAgo(9), failureCode: "client_secret_refused" });
  expect(await findFailureContext(organizationId, id)).toMatchObject({ lastGoodTestAt: null });
  const good = minutesAgo(5);
  await keepTest(context, id, { requestedAt: minutesAgo(7) });
  await keepTest(context, id, { requestedAt: good });
  await keepTest(context, id, { requestedAt: minutesAgo(3), failureCode: "scope_refused" });
  // With some of the scopes only: it says nothing of the whole.
  await keepTest(context, id, { requestedAt: minutesAgo(2), isPartial: true });
  const coolDownUntil = new Date(Date.now() + 60_000);
  await getDb().credential.updateMany({
    where: { organizationId, id },
    data: { coolDownUntil, driftedScopes: ["openid"] },
  });
  expect(await findFailureContext(organizationId, id)).toMatchObject({
    lastGoodTestAt: good,
    driftedScopes: ["openid"],
    coolDownUntil,
  });
});

test("nothing is told of a credential of another organization, and no address where none is kept", async () => {
  const [context, other] = [await makeActContext(), await makeActContext()];
  const id = await register(context, { consoleAddress: "" });
  expect((await findFailureContext(context.viewer.organizationId, id)).consoleAddress).toBeNull();
  await expect(findFailureContext(other.viewer.organizationId, id)).rejects.toThrow();
});

test("a secret that was stored after a test is not blamed for it", async () => {
  const context = await makeActContext();
  const { organizationId } = context.viewer;
  const id = await register(context);
  await keepTest(context, id, { requestedAt: minutesAgo(60), failureCode: "client_secret_refused" });
  const before = await findLastTest(organizationId, id);
  expect(before?.words?.causes[0]?.text).toContain("replaced or deleted");
  await getDb().clientSecret.updateMany({
    where: { organizationId, credentialId: id },
    data: { createdAt: minutesAgo(61) },
  });
  const after = await findLastTest(organizationId, id);
  expect(after?.words?.causes[0]?.text).toContain("Only part of the secret was copied");
  expect(after?.facts).toContainEqual({ label: "Adobe debug ID", value: "made-up-id" });
  expect(after?.facts).toContainEqual({ label: "Host asked", value: "ims-na1.adobelogin.com" });
});
