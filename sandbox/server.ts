/**
 * Adobe on localhost: the token endpoints of IMS and the secrets of the Developer Console, with their
 * answers and error texts, for people who have no Adobe account at hand and for tests. It knows its own clients only and protects nothing
 * real; even so it never prints a secret or a token, and its request log holds names alone.
 */

import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { isDeepStrictEqual } from "node:util";
import { answerAdobe } from "./adobe";
import { errorAnswer } from "./answer";
import { answerControl } from "./control";
import { sendAnswer } from "./deliver";
import { createFaultBook } from "./faults";
import { createHolds } from "./holds";
import { type ReadyCredential, toReadyCredential } from "./ready-credential";
import { createRequestLog } from "./request-log";
import { createMemoryState, type SandboxState } from "./state";
import type { World } from "./world";

interface SandboxOptions {
  /** 0 takes a free port. */
  readonly port: number;
  readonly host: string;
  /** In memory when left out. */
  readonly state?: SandboxState;
  /** Opens the control API; random when left out. */
  readonly controlKey?: string;
  /** The clock that tokens are dated by, in milliseconds since 1970. */
  readonly nowMs?: () => number;
}

export interface Sandbox {
  /** `http://host:port`, without a slash at the end. */
  readonly url: string;
  readonly controlKey: string;
  readonly readyCredential: () => ReadyCredential;
  /** Calls `listener` whenever the ready credential, as it is told, became another one. */
  readonly watchReadyCredential: (listener: (ready: ReadyCredential) => void) => void;
  /** Cuts every connection, and resolves when the port is free and the state is written. */
  readonly close: () => Promise<void>;
}

/** Rejects with the system's error when the port cannot be had. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { port, host, nowMs = Date.now } = options;
  const controlKey = options.controlKey ?? randomBytes(32).toString("base64url");
  const state = options.state ?? (await createMemoryState(nowMs()));
  const world: World = {
    state,
    faults: createFaultBook(),
    holds: createHolds(),
    log: createRequestLog(),
    nowMs,
  };

  const server = createServer((request, response) => {
    answer(world, controlKey, request, response).catch((thrown: unknown) => {
      // Only the error's name is shown: the rest may carry what the caller sent.
      const name = thrown instanceof Error ? thrown.name : "unknown";
      if (name !== "AbortError") console.error(`The sandbox failed unexpectedly (${name}).`);
      if (response.headersSent || response.destroyed) response.destroy();
      else sendAnswer(response, errorAnswer(500, "internal_error", "Please try again later"));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve());
  });
  const address = server.address();
  const boundPort = typeof address === "object" && address !== null ? address.port : port;

  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${boundPort}`,
    controlKey,
    readyCredential: () => toReadyCredential(state.readyClient()),
    watchReadyCredential: (listener) => {
      let told = toReadyCredential(state.readyClient());
      state.watchReadyClient(() => {
        const ready = toReadyCredential(state.readyClient());
        if (isDeepStrictEqual(ready, told)) return;
        told = ready;
        listener(ready);
      });
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeAllConnections();
      await closed;
      await state.settled();
    },
  };
}

async function answer(
  world: World,
  controlKey: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = parseUrl(request.url ?? "/");
  if (!url) sendAnswer(response, errorAnswer(400, "invalid_request", "The address is malformed."));
  else if (url.pathname.startsWith("/control/")) {
    await answerControl(world, controlKey, request, response, url);
  } else await answerAdobe(world, request, response, url);
}

function parseUrl(target: string): URL | undefined {
  const url = `http://sandbox.invalid${target.startsWith("/") ? target : "/"}`;
  return URL.canParse(url) ? new URL(url) : undefined;
}
