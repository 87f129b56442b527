import { expect } from "@playwright/test";
import { z } from "zod";
import type { CallKind } from "@/sandbox/call-kinds";
import type { ControlClient } from "@/sandbox/control-client";
import type { RegisteredCredential } from "./credentials";
import type { Product } from "./launch-product";
import { query } from "./query";

/** Asks the sandbox for a token as any system would that has this secret. Gives the status of the answer. */
export async function requestTokenOutside(
  { sandboxUrl }: Product,
  { clientId, boundScopes }: Pick<RegisteredCredential["client"], "clientId" | "boundScopes">,
  clientSecret: string,
): Promise<number> {
  const answer = await fetch(`${sandboxUrl}/ims/token/v3`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret,
      scope: boundScopes.join(","),
    }),
  });
  await answer.arrayBuffer();
  return answer.status;
}

/** The same, at a time that nobody can take for a use by the product: more than 2 s after its last one. */
export async function useSecretOutside(
  product: Product,
  { id, client }: RegisteredCredential,
  clientSecret: string,
): Promise<void> {
  const sql = `
    SELECT 1 AS recent FROM "SecretGrant" g JOIN "ClientSecret" s ON s.id = g."clientSecretId"
    WHERE s."credentialId" = $1 AND coalesce(g."answeredAt", g."sentAt") > clock_timestamp() - interval '2.2 seconds'`;
  const recent = z.object({ recent: z.number() });
  await expect.poll(async () => (await query(product, recent, sql, [id])).length).toBe(0);
  expect(await requestTokenOutside(product, client, clientSecret)).toBe(200);
}

/** How often the sandbox was called for this client in this way. */
export async function countCalls(
  control: ControlClient,
  clientId: string,
  wanted: CallKind,
): Promise<number> {
  return (await control.requests(clientId)).requests.filter(({ kind }) => kind === wanted).length;
}
