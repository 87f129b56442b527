import { type Answer, errorAnswer, jsonAnswer } from "./answer";
import { type Call, findParameter, findRepeatedParameter } from "./call";
import { findUsableSecret, type SecretRecord } from "./client-secrets";
import type { StoredClient } from "./clients";
import { signToken } from "./sign-token";
import type { SandboxState } from "./state";

/**
 * `POST /ims/token/v1…v4` for `client_credentials` (RFC 6749 §4.4). The statuses and texts are those
 * that Adobe documents for IMS. Not documented, and so chosen here: `invalid_request` and
 * `unsupported_grant_type` (RFC 6749 §5.2), the text of `invalid_scope`, and that a call which names
 * no scope gets every bound one.
 */
export async function grantToken(state: SandboxState, call: Call, nowMs: number): Promise<Answer> {
  const repeated = findRepeatedParameter(call);
  if (repeated !== undefined) {
    return errorAnswer(400, "invalid_request", "A parameter was sent more than once.");
  }

  const identified = identifyClient(state, call, nowMs);
  if ("refused" in identified) return identified.refused;
  const { client, secret } = identified;

  const grantType = findParameter(call, "grant_type");
  if (grantType === undefined) {
    return errorAnswer(400, "invalid_request", "missing grant_type parameter");
  }
  if (grantType !== "client_credentials") {
    return errorAnswer(400, "unsupported_grant_type", "The grant type is not supported.");
  }

  const refusal = refuseClient(client, findParameter(call, "org_id"));
  if (refusal) return refusal;

  const requested = parseScopes(findParameter(call, "scope") ?? "");
  const granted =
    requested.length === 0
      ? client.boundScopes
      : requested.filter((scope) => client.boundScopes.includes(scope));
  if (granted.length === 0) {
    return errorAnswer(
      400,
      "invalid_target_scope",
      "None of the requested scopes is enabled in the SP binding",
    );
  }
  if (client.strict && granted.length < requested.length) {
    return errorAnswer(400, "invalid_scope", "A requested scope is not enabled for this client.");
  }

  const token = await signToken(state.signingKey, client, granted, nowMs);
  state.noteUse(client.clientId, secret.uuid, nowMs);
  return jsonAnswer(200, {
    access_token: token,
    token_type: "bearer",
    expires_in: 86399,
  });
}

type Identified =
  | { readonly client: StoredClient; readonly secret: SecretRecord }
  | { readonly refused: Answer };

function identifyClient(state: SandboxState, call: Call, nowMs: number): Identified {
  if (call.basic !== undefined) {
    if (call.body.has("client_secret") || call.query.has("client_secret")) {
      return {
        refused: errorAnswer(400, "invalid_request", "The client was authenticated in two ways at once."),
      };
    }
    const { clientId, clientSecret } =
      call.basic === "malformed" ? { clientId: "", clientSecret: "" } : call.basic;
    const client = state.findClient(clientId);
    const secret = client && findUsableSecret(client.secrets, clientSecret, nowMs);
    return secret
      ? { client, secret }
      : {
          refused: errorAnswer(401, "invalid_client", "Client authentication failed", {
            "www-authenticate": 'Basic realm="ims"',
          }),
        };
  }

  const clientId = findParameter(call, "client_id");
  if (clientId === undefined) return { refused: invalidClient("missing client_id parameter") };
  const client = state.findClient(clientId);
  if (!client) return { refused: invalidClient("invalid client_id parameter") };
  const clientSecret = findParameter(call, "client_secret");
  if (clientSecret === undefined) return { refused: invalidClient("missing client_secret parameter") };
  const secret = findUsableSecret(client.secrets, clientSecret, nowMs);
  return secret ? { client, secret } : { refused: invalidClient("invalid client_secret parameter") };
}

function refuseClient(client: StoredClient, orgId: string | undefined): Answer | undefined {
  if (client.refusal === "notServerToServer") {
    return errorAnswer(400, "unauthorized_client", "client is not authorized to use this grant type.");
  }
  if (orgId !== undefined && !/^[^@]+@[^@]+$/.test(orgId)) {
    return errorAnswer(400, "missing_separator", `The guid ${orgId} is invalid.`);
  }
  if (orgId !== undefined && orgId !== client.imsOrgId) {
    return errorAnswer(404, "not_found", `Organization with id ${orgId} cannot be found`);
  }
  switch (client.refusal) {
    case null:
      return undefined;
    case "removedFromOrganization":
      return errorAnswer(403, "access_denied", "Service principal is no longer part of the organization.");
    case "notAllowed":
      return errorAnswer(403, "Forbidden", "The client is not allowed to perform the operation.");
    case "duplicateBinding":
      return errorAnswer(409, "duplicate_binding", "There are multiple bindings for this client and org.");
  }
}

function invalidClient(description: string): Answer {
  return errorAnswer(400, "invalid_client", description);
}

/** Comma, space, or both part the scopes; doubles count once; case matters. */
function parseScopes(text: string): string[] {
  return [...new Set(text.split(/[,\s]+/).filter((scope) => scope !== ""))];
}
