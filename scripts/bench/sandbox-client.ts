import { randomBytes } from "node:crypto";
import { Secret } from "@/lib/secret";
import type { ControlClient } from "@/sandbox/control-client";
import { Refusal } from "@/scripts/explain-problem.mjs";

/** A client that the sandbox knows, made for this run. */
export interface SandboxClient {
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly imsOrgId: string;
  readonly scopes: readonly string[];
}

export async function newSandboxClient(control: ControlClient): Promise<SandboxClient> {
  const client = await control.putClient(randomBytes(16).toString("hex"));
  const [clientSecret] = client.clientSecrets;
  if (clientSecret === undefined) throw new Refusal("The sandbox made a client without a secret.");
  const { clientId, imsOrgId, boundScopes } = client;
  return { clientId, clientSecret: new Secret(clientSecret), imsOrgId, scopes: boundScopes };
}
