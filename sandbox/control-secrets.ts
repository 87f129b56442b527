/** The secrets of a client, changed behind the back of whoever uses the Developer Console. */

import { z } from "zod";
import { type Answer, emptyAnswer, jsonAnswer } from "./answer";
import {
  makeSecret,
  maxSecrets,
  type SecretRecord,
  secretInputSchema,
  secretTimesSchema,
} from "./client-secrets";
import { malformed, noSuchClient, refuse } from "./control-answers";
import { isReady } from "./control-clients";
import type { SandboxState } from "./state";
import type { World } from "./world";

const additionSchema = z.strictObject({
  ...secretInputSchema.shape,
  /** Adds a secret beyond the limit, which Adobe would not. */
  force: z.boolean().default(false),
});

export async function listSecrets(state: SandboxState, clientId: string): Promise<Answer> {
  const client = state.findClient(clientId);
  return client ? jsonAnswer(200, { secrets: client.secrets.map(tellOf) }) : noSuchClient();
}

export async function addSecret(world: World, clientId: string, body: unknown): Promise<Answer> {
  const told = additionSchema.safeParse(body ?? {});
  if (!told.success) return malformed(told.error);
  const { force, ...input } = told.data;
  return world.state.changeClient(clientId, (client) => {
    if (!client) return { outcome: noSuchClient() };
    if (client.secrets.length >= maxSecrets && !force) {
      return { outcome: refuse(409, "full", "The client has two secrets. Say force to add a third.") };
    }
    const secret = makeSecret(world.nowMs(), input);
    return {
      client: { ...client, secrets: [...client.secrets, secret] },
      outcome: jsonAnswer(201, tellOf(secret)),
    };
  });
}

export async function removeSecret(state: SandboxState, clientId: string, secretId: string): Promise<Answer> {
  return state.changeClient(clientId, (client) => {
    if (!client) return { outcome: noSuchClient() };
    const secrets = client.secrets.filter((secret) => secret.uuid !== secretId);
    if (secrets.length === client.secrets.length) return { outcome: noSuchSecret() };
    if (secrets.length === 0 && isReady(state, clientId)) {
      return { outcome: refuse(409, "ready_credential", "The ready credential keeps at least one secret.") };
    }
    return { client: { ...client, secrets }, outcome: emptyAnswer(204) };
  });
}

export async function setSecretTimes(
  state: SandboxState,
  clientId: string,
  secretId: string,
  body: unknown,
): Promise<Answer> {
  const told = secretTimesSchema.safeParse(body ?? {});
  if (!told.success) return malformed(told.error);
  return state.changeClient(clientId, (client) => {
    if (!client) return { outcome: noSuchClient() };
    const before = client.secrets.find((secret) => secret.uuid === secretId);
    if (!before) return { outcome: noSuchSecret() };
    const after = makeSecret(before.createdAtMs, { ...before, ...told.data });
    const secrets = client.secrets.map((secret) => (secret === before ? after : secret));
    return { client: { ...client, secrets }, outcome: jsonAnswer(200, tellOf(after)) };
  });
}

function tellOf({ uuid, value, createdAtMs, lastUsedAtMs }: SecretRecord) {
  return { uuid, value, createdAtMs, lastUsedAtMs };
}

function noSuchSecret(): Answer {
  return refuse(404, "not_found", "There is no such secret.");
}
