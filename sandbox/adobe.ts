import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { errorAnswer } from "./answer";
import { findClaimedClientId, parseCall } from "./call";
import { deliver } from "./deliver";
import { changeForeign } from "./foreign-change";
import { readBody } from "./read-body";
import { findRoute } from "./routes";
import type { World } from "./world";

const maxBodyBytes = 65_536;

/**
 * Answers one call as Adobe would, or as the faults of its client say. Every answer has an id: IMS
 * calls it `x-debug-id`, the gateway before the Console `x-request-id`.
 */
export async function answerAdobe(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const debugId = randomUUID();
  const route = findRoute(request.method ?? "", url.pathname);
  const isGateway = /^\/(?:console|products)\//.test(route.pattern);
  response.setHeader(isGateway ? "x-request-id" : "x-debug-id", debugId);
  response.setHeader("cache-control", "no-store");
  response.setHeader("pragma", "no-cache");

  const body = await readBody(request, maxBodyBytes);
  const call = await parseCall(request, url, body ?? Buffer.alloc(0));
  const client = world.state.findClient(findClaimedClientId(call) ?? "");
  const onStatus = world.log.note({ call, route, client, debugId, nowMs: world.nowMs() });
  await deliver({
    response,
    clientId: client?.clientId ?? "",
    fault: client && world.faults.take(client.clientId, route.kind),
    holds: world.holds,
    onStatus,
    changeForeign: (change) => changeForeign(world, client?.clientId ?? "", change),
    answerHonestly: async () => {
      if (!body) return errorAnswer(413, "invalid_request", "The body is too long.");
      return route.answer(world.state, call, world.nowMs());
    },
  });
}
