/**
 * The secrets of one credential at the Developer Console: list, add, delete. Statuses and bodies are
 * those of Adobe's guide, or with `legacyStatuses` the 200 of its API description. Deleting a secret
 * ends no token that was granted for it.
 */

import { type Answer, emptyAnswer, jsonAnswer } from "./answer";
import type { Call } from "./call";
import { makeSecret, maxSecrets } from "./client-secrets";
import type { StoredClient } from "./clients";
import { consoleError, describeSecret } from "./console-answers";
import { admitToConsole, type ConsoleTarget, credentialNotFound } from "./console-gate";
import type { Decision, SandboxState } from "./state";

const readingScopes = ["adobeio_api", "read_client_secret"];
const managingScopes = [...readingScopes, "manage_client_secrets"];

/** `GET …/secrets`: every secret without its value. */
export async function listSecrets(
  state: SandboxState,
  call: Call,
  target: ConsoleTarget,
  nowMs: number,
): Promise<Answer> {
  const admission = await admitToConsole(state, call, target, readingScopes, nowMs);
  if (!admission.ok) return admission.refused;
  const { clientId, secrets } = admission.client;
  return jsonAnswer(200, { client_id: clientId, client_secrets: secrets.map(describeSecret) });
}

/** `POST …/secrets`: the one answer that carries a value. The refusal of a third secret is chosen here. */
export async function addSecret(
  state: SandboxState,
  call: Call,
  target: ConsoleTarget,
  nowMs: number,
): Promise<Answer> {
  return changeSecrets(state, call, target, nowMs, (client) => {
    if (client.secrets.length >= maxSecrets) {
      const sentence = `A credential has at most ${maxSecrets} client secrets.`;
      return { outcome: consoleError(400, "ERR_MSG_CLIENT_SECRET_LIMIT_REACHED", sentence) };
    }
    const secret = makeSecret(nowMs, { usableAtMs: nowMs + client.spreadingMs });
    return {
      client: { ...client, secrets: [...client.secrets, secret] },
      outcome: jsonAnswer(client.legacyStatuses ? 200 : 201, {
        ...describeSecret(secret),
        client_secret: secret.value,
      }),
    };
  });
}

/**
 * `DELETE …/secrets/{uuid}`. The refusal of the last secret is chosen here; an unknown uuid is answered
 * with the only 404 that Adobe describes for this call.
 */
export async function deleteSecret(
  state: SandboxState,
  call: Call,
  target: ConsoleTarget & { readonly secretId: string },
  nowMs: number,
): Promise<Answer> {
  return changeSecrets(state, call, target, nowMs, (client) => {
    const left = client.secrets.filter((secret) => secret.uuid !== target.secretId);
    if (left.length === client.secrets.length) return { outcome: credentialNotFound() };
    if (left.length === 0) {
      const sentence = "The only client secret of a credential cannot be deleted.";
      return { outcome: consoleError(400, "ERR_MSG_LAST_CLIENT_SECRET", sentence) };
    }
    return {
      client: { ...client, secrets: left },
      outcome: emptyAnswer(client.legacyStatuses ? 200 : 204),
    };
  });
}

async function changeSecrets(
  state: SandboxState,
  call: Call,
  target: ConsoleTarget,
  nowMs: number,
  decide: (client: StoredClient) => Decision<Answer>,
): Promise<Answer> {
  const admission = await admitToConsole(state, call, target, managingScopes, nowMs);
  if (!admission.ok) return admission.refused;
  return state.changeClient(admission.client.clientId, (client) => {
    if (!client) return { outcome: credentialNotFound() };
    if (client.migrationStatus === "STARTED") {
      const sentence = "The operation is not allowed while the credential is being migrated.";
      return { outcome: consoleError(403, "ERR_MSG_OPERATION_NOT_ALLOWED", sentence) };
    }
    return decide(client);
  });
}
