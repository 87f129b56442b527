import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Answer, errorAnswer } from "./answer";
import { type Call, findClaimedClientId, parseCall } from "./call";
import { deliver } from "./deliver";
import type { FaultBook } from "./faults";
import { grantToken } from "./grant-token";
import type { Holds } from "./holds";
import { invalidateToken } from "./invalidate-token";
import { readBody } from "./read-body";
import type { RequestLog } from "./request-log";
import type { SandboxState } from "./state";
import { validateToken } from "./validate-token";

export interface World {
  readonly state: SandboxState;
  readonly faults: FaultBook;
  readonly holds: Holds;
  readonly log: RequestLog;
  readonly nowMs: () => number;
}

type Endpoint = (state: SandboxState, call: Call, nowMs: number) => Promise<Answer>;

const endpoints: ReadonlyMap<string, Endpoint> = new Map([
  ["/ims/token/v1", grantToken],
  ["/ims/token/v2", grantToken],
  ["/ims/token/v3", grantToken],
  ["/ims/token/v4", grantToken],
  ["/ims/validate_token/v1", validateToken],
  ["/ims/invalidate_token/v2", invalidateToken],
]);
const maxBodyBytes = 65_536;

/** Answers one call as Adobe would, or as the faults of its client say. Every answer has a debug id. */
export async function answerIms(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const debugId = randomUUID();
  response.setHeader("x-debug-id", debugId);
  response.setHeader("cache-control", "no-store");
  response.setHeader("pragma", "no-cache");

  const body = await readBody(request, maxBodyBytes);
  const call = await parseCall(request, url, body ?? Buffer.alloc(0));
  const client = world.state.findClient(findClaimedClientId(call) ?? "");
  const onStatus = world.log.note({
    call,
    knownClientId: client?.clientId ?? null,
    debugId,
    nowMs: world.nowMs(),
  });
  await deliver({
    response,
    clientId: client?.clientId ?? "",
    fault: client && world.faults.take(client.clientId),
    holds: world.holds,
    onStatus,
    answerHonestly: async () => {
      const endpoint = endpoints.get(call.path);
      if (!endpoint) return errorAnswer(404, "not_found", "There is nothing here.");
      if (call.method !== "POST") {
        return errorAnswer(405, "method_not_allowed", "Use POST.", { allow: "POST" });
      }
      if (!body) return errorAnswer(413, "invalid_request", "The body is too long.");
      return endpoint(world.state, call, world.nowMs());
    },
  });
}
