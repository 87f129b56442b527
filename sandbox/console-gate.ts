import type { Answer } from "./answer";
import type { Call } from "./call";
import type { StoredClient } from "./clients";
import { consoleError, gatewayError } from "./console-answers";
import { readToken } from "./read-token";
import type { SandboxState } from "./state";

export interface ConsoleTarget {
  readonly organizationId: string;
  readonly credentialId: string;
}

type Admission =
  | { readonly ok: true; readonly client: StoredClient }
  | { readonly ok: false; readonly refused: Answer };

/**
 * Who may call the Developer Console about a credential: the credential itself, with its client id in
 * `x-api-key` and a token of its own that carries `scopes`. The API gateway speaks first, so a missing
 * scope is its 403011 rather than an error of the Console; which of the two Adobe sends is not
 * documented, nor that the key of another client is 403003. An organization that is not a number is
 * 400, as seen at Adobe with `…@AdobeOrg`; numbers that are not those of the caller's own credential
 * are 404.
 */
export async function admitToConsole(
  state: SandboxState,
  call: Call,
  target: ConsoleTarget,
  scopes: readonly string[],
  nowMs: number,
): Promise<Admission> {
  if (call.apiKey === undefined) return refuse(gatewayError(403, "403000", "Api Key is required"));
  const client = state.findClient(call.apiKey);
  if (!client) return refuse(gatewayError(403, "403003", "Api Key is invalid"));
  if (call.bearer === undefined) return refuse(gatewayError(403, "403010", "Oauth token is missing."));
  const reading = await readToken(state, call.bearer, nowMs);
  if (!reading.valid) return refuse(gatewayError(401, "401013", "Oauth token is not valid"));
  if (reading.claims.client_id !== client.clientId) {
    return refuse(gatewayError(403, "403003", "Api Key is invalid"));
  }
  const granted = reading.claims.scope.split(",");
  if (!scopes.every((scope) => granted.includes(scope))) {
    return refuse(gatewayError(403, "403011", "Scope mismatch"));
  }

  if (!/^\d+$/.test(target.organizationId)) {
    return refuse(consoleError(400, "ERR_MSG_GENERIC_MESSAGE", "Unknown Error"));
  }
  const isOwn =
    target.organizationId === client.adobeOrganizationId && target.credentialId === client.adobeCredentialId;
  return isOwn ? { ok: true, client } : refuse(credentialNotFound());
}

/** The text is Adobe's, its template is chosen here. */
export function credentialNotFound(): Answer {
  return consoleError(404, "ERR_MSG_CREDENTIAL_NOT_FOUND", "Credential Not Found");
}

function refuse(refused: Answer): Admission {
  return { ok: false, refused };
}
