import { afterAll, beforeAll, expect, test } from "vitest";
import type { ActContext } from "@/lib/auth/act-context";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { getDb } from "@/lib/db/client";
import { runProbe } from "@/lib/probes/run-probe";
import { findCredentialToken } from "@/lib/tokens/credential-tokens";
import { generateClientId } from "@/sandbox/clients";
import { type ControlClient, createControlClient } from "@/sandbox/control-client";
import { type Sandbox, startSandbox } from "@/sandbox/server";
import { registerCredentialInput } from "./credential-input";
import { deleteCredential } from "./delete-credential";
import { registerCredential } from "./register-credential";
import { replaceSecret, replaceSecretInput } from "./replace-secret";

const scopes = "openid,AdobeID,user_management_sdk";
let sandbox: Sandbox;
let control: ControlClient;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, host: "127.0.0.1" });
  control = createControlClient(sandbox.url, sandbox.controlKey);
  process.env.SANDBOX_URL = sandbox.url;
});
afterAll(() => sandbox.close());

/** A credential that was probed, so that a token and the secret that asked for it are in memory. */
async function makeProbed(context: ActContext) {
  const client = await control.putClient(generateClientId(), { boundScopes: scopes.split(",") });
  const registered = await registerCredential(
    context,
    registerCredentialInput.parse({
      ...{ name: "Catalog sync", environment: "sandbox", clientId: client.clientId, scopes },
      ...{ clientSecret: client.clientSecrets[0], imsOrgId: client.imsOrgId, technicalAccountId: "" },
      ...{ technicalAccountEmail: "", consoleAddress: "", notes: "" },
    }),
  );
  if (!registered.ok) throw new Error(registered.failure.kind);
  const { credentialId } = registered.value;
  const probed = await runProbe(context, { credentialId, probe: "user-management", server: "", tenant: "" });
  if (!probed.ok) throw new Error(probed.failure.kind);
  const { id } = await getDb().clientSecret.findFirstOrThrow({ where: { credentialId } });
  expect(await findCredentialToken(id)).toBeDefined();
  return { credentialId, secretId: id };
}

test("a secret that is replaced leaves the memory as well as the table", async () => {
  const context = await makeActContext();
  const { credentialId, secretId } = await makeProbed(context);
  const clientSecret = `made-up-${crypto.randomUUID()}`;
  const replaced = await replaceSecret(context, replaceSecretInput.parse({ credentialId, clientSecret }));
  expect(replaced.ok).toBe(true);
  expect(await findCredentialToken(secretId)).toBeUndefined();
});

test("so does that of a credential that is deleted for ever", async () => {
  const context = await makeActContext();
  const { credentialId, secretId } = await makeProbed(context);
  expect((await deleteCredential(context, { credentialId, confirmation: "Catalog sync" })).ok).toBe(true);
  expect(await findCredentialToken(secretId)).toBeUndefined();
});
