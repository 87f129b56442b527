import { makeJwtKey, type TestJwtKey } from "@/lib/adobe/jwt-key.fixture";
import type { ActContext } from "@/lib/auth/act-context";
import { registerJwtCredentialInput } from "@/lib/credentials/jwt/jwt-input";
import { registerJwtCredential } from "@/lib/credentials/jwt/register-jwt-credential";
import type { CredentialId } from "@/lib/ids";
import { type Client, generateClientId } from "@/sandbox/clients";
import type { ControlClient } from "@/sandbox/control-client";

export const metascopes = ["ent_user_sdk"];

export interface JwtScene {
  readonly credentialId: CredentialId;
  readonly client: Client;
  readonly key: TestJwtKey;
}

/** What the form at `/credentials/new-jwt` sends for a client of the sandbox. */
export function describeJwt(client: Client, key: TestJwtKey, change: Readonly<Record<string, string>> = {}) {
  return registerJwtCredentialInput.parse({
    name: "Legacy importer",
    environment: "sandbox",
    clientId: client.clientId,
    clientSecret: client.clientSecrets[0] ?? "",
    imsOrgId: client.imsOrgId,
    technicalAccountId: client.technicalAccountId,
    technicalAccountEmail: "",
    metascopes: metascopes.join(","),
    consoleAddress: "",
    notes: "",
    privateKey: key.pem,
    certificate: "",
    ...change,
  });
}

/** A client of the sandbox with a JWT credential, registered as one. */
export async function registerJwt(context: ActContext, control: ControlClient): Promise<JwtScene> {
  const key = makeJwtKey();
  const client = await control.putClient(generateClientId(), {
    jwt: { publicKeys: [key.publicPem], metascopes },
  });
  const registered = await registerJwtCredential(context, describeJwt(client, key));
  if (!registered.ok) throw new Error(registered.failure.kind);
  return { credentialId: registered.value.credentialId, client, key };
}
