import { type Answer, errorAnswer, jsonAnswer } from "./answer";
import { type Call, findParameter } from "./call";
import { readToken } from "./read-token";
import { expiryOf } from "./sign-token";
import type { SandboxState } from "./state";

/**
 * `POST /ims/validate_token/v1` with `type`, `client_id` and `token` (or a Bearer header): 200 with
 * `valid`, and either the token's claims and `expires_at` in milliseconds, or a `reason`. Any known
 * client may ask about any token. The answers to a malformed question are chosen here.
 */
export async function validateToken(state: SandboxState, call: Call, nowMs: number): Promise<Answer> {
  const clientId = findParameter(call, "client_id") ?? call.imsClientId;
  if (clientId === undefined) return errorAnswer(400, "invalid_client", "missing client_id parameter");
  if (!state.findClient(clientId)) return errorAnswer(400, "invalid_client", "invalid client_id parameter");
  const type = findParameter(call, "type");
  if (type === undefined) return errorAnswer(400, "invalid_request", "missing type parameter");
  const token = findParameter(call, "token") ?? call.bearer;
  if (token === undefined) return errorAnswer(400, "invalid_request", "missing token parameter");

  const reading = await readToken(state, token, nowMs);
  if (!reading.valid) return jsonAnswer(200, { valid: false, reason: reading.reason });
  const { claims } = reading;
  if (claims.type !== type) return jsonAnswer(200, { valid: false, reason: "bad type" });
  return jsonAnswer(200, {
    valid: true,
    expires_at: expiryOf(claims),
    token: {
      id: claims.id,
      scope: claims.scope,
      user_id: claims.user_id,
      expires_in: claims.expires_in,
      client_id: claims.client_id,
      type: claims.type,
    },
  });
}
