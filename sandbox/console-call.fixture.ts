import { z } from "zod";
import type { Client } from "./clients";

const entrySchema = z.strictObject({
  expires_at: z.literal("PERMANENT"),
  expires_at_str: z.literal("PERMANENT"),
  created_at: z.string(),
  created_at_str: z.string(),
  uuid: z.string().regex(/^[0-9a-f]{32}$/),
  secret_usages: z
    .tuple([z.strictObject({ last_used_at: z.string(), grant_type: z.literal("client_credentials") })])
    .nullable(),
});
export const listSchema = z.strictObject({
  client_id: z.string(),
  client_secrets: z.array(entrySchema),
});
export const additionSchema = z.strictObject({ ...entrySchema.shape, client_secret: z.string() });

/** A fresh token of the client, with the given secret or else its first. */
export async function mintToken(
  url: string,
  client: Client,
  clientSecret: string = client.clientSecrets[0] ?? "",
): Promise<string> {
  const response = await askForToken(url, client, clientSecret);
  return z.object({ access_token: z.string() }).parse(await response.json()).access_token;
}

export function askForToken(url: string, client: Client, clientSecret: string): Promise<Response> {
  const form = {
    grant_type: "client_credentials",
    client_id: client.clientId,
    client_secret: clientSecret,
  };
  return fetch(`${url}/ims/token/v3`, { method: "POST", body: new URLSearchParams(form) });
}

export function credentialUrl(url: string, client: Client): string {
  return `${url}/console/organizations/${client.adobeOrganizationId}/credentials/${client.adobeCredentialId}`;
}

/** Calls `…/secrets` of the client; `path` is `""` or `/{uuid}`. */
export function callSecrets(
  url: string,
  client: Client,
  token: string,
  method: string,
  path: string = "",
): Promise<Response> {
  return fetch(`${credentialUrl(url, client)}/secrets${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "x-api-key": client.clientId },
  });
}
