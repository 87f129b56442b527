import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Answer } from "./answer";
import type { Fault, ForeignChange } from "./faults";
import type { Holds } from "./holds";
import { spoilAnswer } from "./spoil-answer";

interface Delivery {
  readonly response: ServerResponse;
  readonly clientId: string;
  readonly fault: Fault | undefined;
  readonly holds: Holds;
  readonly answerHonestly: () => Promise<Answer>;
  readonly changeForeign: (change: ForeignChange) => Promise<void>;
  /** Told the status at the moment when it is sent. */
  readonly onStatus: (status: number) => void;
}

/** Answers the call as the fault says. Rejects with an abort error when the caller hangs up meanwhile. */
export async function deliver(delivery: Delivery): Promise<void> {
  const { response, fault, onStatus } = delivery;
  const hungUp = new AbortController();
  response.once("close", () => hungUp.abort());
  const gone = hungUp.signal;

  if (fault?.delayMs !== undefined) await wait(fault.delayMs, undefined, { signal: gone });
  if (fault?.kind === "holdUntilReleased" && fault.at === "request") {
    await delivery.holds.hold(delivery.clientId, gone);
  }
  if (fault?.foreignChange) await delivery.changeForeign(fault.foreignChange);
  if (fault?.kind === "reset" && fault.at === "request") {
    response.destroy();
    return;
  }
  const answer = await spoilAnswer(fault, delivery.answerHonestly);
  if (fault?.kind === "holdUntilReleased" && fault.at === "response") {
    await delivery.holds.hold(delivery.clientId, gone);
  }
  if (gone.aborted) return;
  if (fault?.kind === "reset") {
    // An answer without a body is whole once its head is sent, so that the head is kept back too.
    if (fault.at === "body" && answer.body.length > 0) {
      onStatus(answer.status);
      await sendHalf(response, answer);
    }
    response.destroy();
    return;
  }
  onStatus(answer.status);
  if (fault?.kind === "drip") await drip(response, answer, fault.bytes, fault.intervalMs, gone);
  else sendAnswer(response, answer);
}

export function sendAnswer(response: ServerResponse, answer: Answer): void {
  writeHead(response, answer);
  response.end(answer.body);
}

function writeHead(response: ServerResponse, answer: Answer): void {
  const isFramed = answer.status === 204 || "transfer-encoding" in answer.headers;
  const framing = isFramed ? {} : { "content-length": String(Buffer.byteLength(answer.body)) };
  response.writeHead(answer.status, { ...answer.headers, ...framing });
}

function sendHalf(response: ServerResponse, answer: Answer): Promise<void> {
  writeHead(response, answer);
  const body = Buffer.from(answer.body);
  return new Promise((resolve) => {
    response.write(body.subarray(0, Math.ceil(body.length / 2)), () => resolve());
  });
}

async function drip(
  response: ServerResponse,
  answer: Answer,
  bytes: number,
  intervalMs: number,
  gone: AbortSignal,
): Promise<void> {
  writeHead(response, answer);
  response.flushHeaders();
  const body = Buffer.from(answer.body);
  for (let sent = 0; sent < body.length; sent += bytes) {
    response.write(body.subarray(sent, sent + bytes));
    await wait(intervalMs, undefined, { signal: gone });
  }
  response.end();
}
