import { type Answer, emptyAnswer, errorAnswer } from "./answer";
import { type Call, findParameter } from "./call";
import { readToken } from "./read-token";
import { expiryOf } from "./sign-token";
import type { SandboxState } from "./state";

/**
 * `POST /ims/invalidate_token/v2` with `token_type`, `token` and `client_id`: 200 with an empty body.
 * A client ends its own access tokens only and needs no secret for it; doing it twice is no error. The
 * refusals are chosen here.
 */
export async function invalidateToken(state: SandboxState, call: Call, nowMs: number): Promise<Answer> {
  const clientId = findParameter(call, "client_id") ?? call.imsClientId;
  if (clientId === undefined) return errorAnswer(400, "invalid_client", "missing client_id parameter");
  if (!state.findClient(clientId)) return errorAnswer(400, "invalid_client", "invalid client_id parameter");
  const tokenType = findParameter(call, "token_type");
  if (tokenType === undefined) return errorAnswer(400, "invalid_request", "missing token_type parameter");
  const token = findParameter(call, "token");
  if (token === undefined) return errorAnswer(400, "invalid_request", "missing token parameter");

  const reading = await readToken(state, token, nowMs);
  if (!reading.valid && reading.reason === "invalidated") return emptyAnswer(200);
  if (!reading.valid || tokenType !== reading.claims.type || clientId !== reading.claims.client_id) {
    return errorAnswer(400, "invalid_token", "The token is not a valid token of this client.");
  }
  await state.invalidateToken(reading.claims.id, expiryOf(reading.claims), nowMs);
  return emptyAnswer(200);
}
