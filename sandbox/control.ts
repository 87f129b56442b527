/**
 * The control API: tells the sandbox who its clients are and how to misbehave. It hands out client
 * secrets, so it answers only to this machine and only with the key in `x-sandbox-control`; a browser
 * cannot send that header from a foreign page.
 */

import type { IncomingMessage, ServerResponse } from "node:http";
import { isIP } from "node:net";
import { z } from "zod";
import { type Answer, emptyAnswer, jsonAnswer } from "./answer";
import { clientIdSchema } from "./clients";
import { malformed, noSuchClient, nothingHere, refuse } from "./control-answers";
import { changeClient, deleteClient, describeClients } from "./control-clients";
import { addSecret, listSecrets, removeSecret, setSecretTimes } from "./control-secrets";
import { sendAnswer } from "./deliver";
import { faultsSchema } from "./faults";
import { isSameSecret } from "./is-same-secret";
import { readBody } from "./read-body";
import { toReadyCredential } from "./ready-credential";
import type { World } from "./world";

const maxBodyBytes = 1_048_576;
const heldQuery = z.strictObject({
  clientId: clientIdSchema.optional(),
  count: z.coerce.number().int().min(0).max(100_000).default(0),
  timeoutMs: z.coerce.number().int().min(0).max(60_000).default(10_000),
});
const clientQuery = z.strictObject({ clientId: clientIdSchema.optional() });

/** Answers one call of the control API. Whoever may not is refused before the body is looked at. */
export async function answerControl(
  world: World,
  controlKey: string,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  response.setHeader("cache-control", "no-store");
  const body = await readBody(request, maxBodyBytes);
  const offered = request.headers["x-sandbox-control"];
  if (!isLoopback(request.socket.remoteAddress ?? "")) {
    sendAnswer(response, refuse(403, "not_loopback", "The control API answers to this machine only."));
    return;
  }
  if (typeof offered !== "string" || !isSameSecret(offered, controlKey)) {
    sendAnswer(response, refuse(401, "control_key_required", "Send the control key in x-sandbox-control."));
    return;
  }
  if (!body) {
    sendAnswer(response, refuse(413, "too_long", "The body is too long."));
    return;
  }
  const hungUp = new AbortController();
  response.once("close", () => hungUp.abort());
  const answer = await route(world, request.method ?? "", url, body.toString("utf8"), hungUp.signal);
  if (!hungUp.signal.aborted) sendAnswer(response, answer);
}

async function route(
  world: World,
  method: string,
  url: URL,
  text: string,
  gone: AbortSignal,
): Promise<Answer> {
  const { state, faults, holds, log } = world;
  const query = Object.fromEntries(url.searchParams);
  const body = parseJson(text);
  const [, , room = "", clientId = "", part = "", secretId = "", ...rest] = url.pathname.split("/");
  if (rest.length > 0) return nothingHere();
  const words = [room, clientId && "{clientId}", part, secretId && "{uuid}"];
  const shape = words.filter((word) => word !== "").join("/");

  switch (`${method} ${shape}`) {
    case "GET ready-credential":
      return jsonAnswer(200, toReadyCredential(state.readyClient()));
    case "GET clients":
      return jsonAnswer(200, { clients: describeClients(world) });
    case "PUT clients/{clientId}":
      return changeClient(world, clientId, body);
    case "DELETE clients/{clientId}":
      faults.clear(clientId);
      return deleteClient(state, clientId);
    case "GET clients/{clientId}/secrets":
      return listSecrets(state, clientId);
    case "POST clients/{clientId}/secrets":
      return addSecret(world, clientId, body);
    case "PATCH clients/{clientId}/secrets/{uuid}":
      return setSecretTimes(state, clientId, secretId, body);
    case "DELETE clients/{clientId}/secrets/{uuid}":
      return removeSecret(state, clientId, secretId);
    case "PUT clients/{clientId}/faults": {
      if (!state.findClient(clientId)) return noSuchClient();
      const told = faultsSchema.safeParse(body);
      if (!told.success) return malformed(told.error);
      faults.set(clientId, told.data.faults);
      return jsonAnswer(200, { faults: faults.list(clientId) });
    }
    case "DELETE clients/{clientId}/faults":
      if (!state.findClient(clientId)) return noSuchClient();
      faults.clear(clientId);
      return emptyAnswer(204);
    case "POST release": {
      const told = clientQuery.safeParse(body ?? {});
      if (!told.success) return malformed(told.error);
      return jsonAnswer(200, { released: holds.release(told.data.clientId) });
    }
    case "GET held": {
      const asked = heldQuery.safeParse(query);
      if (!asked.success) return malformed(asked.error);
      const { count, clientId: ofClient, timeoutMs } = asked.data;
      const enough = new AbortController();
      const timer = setTimeout(() => enough.abort(), timeoutMs);
      gone.addEventListener("abort", () => enough.abort());
      const held = await holds.waitFor(count, ofClient, enough.signal);
      clearTimeout(timer);
      return jsonAnswer(200, { held });
    }
    case "GET requests": {
      const asked = clientQuery.safeParse(query);
      if (!asked.success) return malformed(asked.error);
      return jsonAnswer(200, { requests: log.list(asked.data.clientId), counts: log.counts() });
    }
    case "DELETE requests":
      log.clear();
      return emptyAnswer(204);
    default:
      return nothingHere();
  }
}

function parseJson(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    // Not an object, so every schema refuses it.
    return text;
  }
}

function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/, "");
  return plain === "::1" || (isIP(plain) === 4 && plain.startsWith("127."));
}
