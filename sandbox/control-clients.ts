import { type Answer, emptyAnswer, jsonAnswer } from "./answer";
import {
  type Client,
  clientChangeSchema,
  clientIdSchema,
  clientSchema,
  generateClient,
  readyClientSchema,
} from "./clients";
import { malformed, noSuchClient, refuse } from "./control-answers";
import type { Fault } from "./faults";
import type { World } from "./ims";
import type { SandboxState } from "./state";

type ClientDescription = Omit<Client, "clientSecrets"> & {
  readonly secretCount: number;
  readonly faults: readonly Fault[];
};

/** Every client with its faults, without its secrets. */
export function describeClients(world: World): ClientDescription[] {
  return world.state.listClients().map(({ clientSecrets, ...client }) => ({
    ...client,
    secretCount: clientSecrets.length,
    faults: world.faults.list(client.clientId),
  }));
}

/** Creates the client or changes what `body` names, and answers with all of it, secrets included. */
export async function changeClient(state: SandboxState, clientId: string, body: unknown): Promise<Answer> {
  if (!clientIdSchema.safeParse(clientId).success) {
    return refuse(400, "malformed", "A client id is 32 lower-case hexadecimal digits.");
  }
  const change = clientChangeSchema.safeParse(body ?? {});
  if (!change.success) return malformed(change.error);
  const before = state.findClient(clientId);
  const client = clientSchema.parse({ ...(before ?? generateClient(clientId)), ...change.data });
  if (isReady(state, clientId) && !readyClientSchema.safeParse(client).success) {
    return refuse(409, "ready_credential", "The ready credential keeps at least one secret.");
  }
  await state.putClient(client);
  return jsonAnswer(before ? 200 : 201, client);
}

export async function deleteClient(state: SandboxState, clientId: string): Promise<Answer> {
  if (!state.findClient(clientId)) return noSuchClient();
  if (isReady(state, clientId)) {
    return refuse(409, "ready_credential", "The ready credential cannot be deleted.");
  }
  await state.deleteClient(clientId);
  return emptyAnswer(204);
}

function isReady(state: SandboxState, clientId: string): boolean {
  return state.readyClient().clientId === clientId;
}
