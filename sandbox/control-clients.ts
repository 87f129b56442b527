import { type Answer, emptyAnswer, jsonAnswer } from "./answer";
import { replaceSecrets } from "./client-secrets";
import {
  type Client,
  clientChangeSchema,
  clientIdSchema,
  generateClient,
  readyClientSchema,
  type StoredClient,
  storedClientSchema,
} from "./clients";
import { malformed, noSuchClient, refuse } from "./control-answers";
import type { Fault } from "./faults";
import type { SandboxState } from "./state";
import type { World } from "./world";

type ClientDescription = Omit<Client, "clientSecrets"> & {
  readonly secretCount: number;
  readonly faults: readonly Fault[];
};

/** Every client with its faults, without its secrets. */
export function describeClients(world: World): ClientDescription[] {
  return world.state.listClients().map(({ secrets, ...client }) => ({
    ...client,
    secretCount: secrets.length,
    faults: world.faults.list(client.clientId),
  }));
}

/** Creates the client or changes what `body` names, and answers with all of it, secrets included. */
export async function changeClient(world: World, clientId: string, body: unknown): Promise<Answer> {
  const { state } = world;
  if (!clientIdSchema.safeParse(clientId).success) {
    return refuse(400, "malformed", "A client id is 32 lower-case hexadecimal digits.");
  }
  const told = clientChangeSchema.safeParse(body ?? {});
  if (!told.success) return malformed(told.error);
  const { clientSecrets, secrets, ...settings } = told.data;
  const named = secrets ?? clientSecrets?.map((value) => ({ value }));
  const nowMs = world.nowMs();
  return state.changeClient(clientId, (before) => {
    const base: StoredClient = before ?? generateClient(clientId, nowMs);
    const client = storedClientSchema.parse({
      ...base,
      ...settings,
      ...(named && { secrets: replaceSecrets(base.secrets, named, nowMs) }),
    });
    if (isReady(state, clientId) && !readyClientSchema.safeParse(client).success) {
      return {
        outcome: refuse(409, "ready_credential", "The ready credential keeps at least one secret."),
      };
    }
    const isTaken = state
      .listClients()
      .some((one) => one.clientId !== clientId && one.adobeCredentialId === client.adobeCredentialId);
    if (isTaken) return { outcome: refuse(409, "taken", "Another client has this credential id.") };
    return { client, outcome: jsonAnswer(before ? 200 : 201, withValues(client)) };
  });
}

export async function deleteClient(state: SandboxState, clientId: string): Promise<Answer> {
  if (!state.findClient(clientId)) return noSuchClient();
  if (isReady(state, clientId)) {
    return refuse(409, "ready_credential", "The ready credential cannot be deleted.");
  }
  await state.deleteClient(clientId);
  return emptyAnswer(204);
}

function withValues({ secrets, ...client }: StoredClient): Client {
  return { ...client, clientSecrets: secrets.map((secret) => secret.value) };
}

export function isReady(state: SandboxState, clientId: string): boolean {
  return state.readyClient().clientId === clientId;
}
