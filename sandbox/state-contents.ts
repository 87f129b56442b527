/** What a state file holds, and how one of an earlier version becomes one of today's. */

import { z } from "zod";
import { makeSecret, maxSecrets, secretValueSchema } from "./client-secrets";
import {
  generateClient,
  generateClientId,
  managementScopes,
  readyClientSchema,
  storedClientSchema,
} from "./clients";
import { generatePrivateJwk, privateJwkSchema } from "./signing-key";

const dayMs = 86_400_000;

const shared = {
  signingKey: privateJwkSchema,
  invalidatedTokens: z.array(z.strictObject({ tokenId: z.string(), expiresAtMs: z.number() })),
};

const contentsSchema = z.strictObject({
  version: z.literal(2),
  ...shared,
  readyClient: readyClientSchema,
  clients: z.array(storedClientSchema),
});
export type Contents = z.infer<typeof contentsSchema>;

/** Until version 2 a secret was its value alone, and no client was known to the Developer Console. */
const { boundScopes, strict, imsOrgId, technicalAccountId, technicalAccountEmail, refusal } =
  storedClientSchema.shape;
const firstClientShape = {
  clientId: storedClientSchema.shape.clientId,
  clientSecrets: z.array(secretValueSchema).max(maxSecrets),
  ...{ boundScopes, strict, imsOrgId, technicalAccountId, technicalAccountEmail, refusal },
};
const firstContentsSchema = z.strictObject({
  version: z.literal(1),
  ...shared,
  readyClient: z.strictObject({
    ...firstClientShape,
    clientSecrets: z.tuple([secretValueSchema]).rest(secretValueSchema).check(z.maxLength(maxSecrets)),
  }),
  clients: z.array(z.strictObject(firstClientShape)),
});
type FirstContents = z.infer<typeof firstContentsSchema>;

/** A newcomer's sandbox: its credential was made a month ago and something used it lately. */
export async function generateContents(nowMs: number): Promise<Contents> {
  const readyClient = generateClient(generateClientId(), nowMs - 30 * dayMs);
  readyClient.secrets[0].lastUsedAtMs = nowMs - 3 * dayMs;
  return {
    version: 2,
    signingKey: await generatePrivateJwk(),
    readyClient,
    clients: [],
    invalidatedTokens: [],
  };
}

/** Throws on whatever no version of the sandbox has written. */
export function parseContents(
  json: unknown,
  nowMs: number,
): { readonly contents: Contents; readonly wasUpgraded: boolean } {
  const parsed = z.discriminatedUnion("version", [contentsSchema, firstContentsSchema]).parse(json);
  return parsed.version === 2
    ? { contents: parsed, wasUpgraded: false }
    : { contents: upgrade(parsed, nowMs), wasUpgraded: true };
}

/** When the secrets were made is not known any more: it counts as now. */
function upgrade(first: FirstContents, nowMs: number): Contents {
  const { readyClient, clients, ...rest } = first;
  const upgradeClient = ({ clientSecrets, ...client }: FirstContents["clients"][number]) => ({
    ...generateClient(client.clientId),
    ...client,
    secrets: clientSecrets.map((value) => makeSecret(nowMs, { value })),
  });
  return {
    ...rest,
    version: 2,
    readyClient: readyClientSchema.parse({
      ...upgradeClient(readyClient),
      boundScopes: [...new Set([...readyClient.boundScopes, ...managementScopes])],
    }),
    clients: clients.map(upgradeClient),
  };
}
