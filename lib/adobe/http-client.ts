/**
 * Speaks HTTP to Adobe, and is the only file that does. Every limit is fixed here: how long, how
 * much, to how many sockets. Redirects are never followed, because 307 and 308 would send the
 * client secret to another host; compressed answers are never unpacked, because a small one can
 * fill the memory. Proxy variables are not read, and certificates are always checked.
 */

import type { LookupFunction } from "node:net";
import { Agent, request as sendRequest } from "undici";
import { fail, type Result, succeed } from "@/lib/result";
import { classifyTransportError, type TransportFailureCode } from "./classify-transport-error";
import { noteSending } from "./note-sending";

export interface HttpLimits {
  /** Covers the name look-up, the connection and the TLS handshake. */
  readonly connectTimeoutMs: number;
  /** From the sent request to the answer's headers. */
  readonly headersTimeoutMs: number;
  /** One whole try, body included. */
  readonly totalTimeoutMs: number;
  readonly maxBodyBytes: number;
  readonly maxSocketsPerHost: number;
}

export const adobeHttpLimits: HttpLimits = {
  connectTimeoutMs: 3_000,
  headersTimeoutMs: 10_000,
  totalTimeoutMs: 15_000,
  maxBodyBytes: 64 * 1024,
  maxSocketsPerHost: 8,
};

interface HttpRequest {
  readonly method: "GET" | "POST" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** What is left of the whole act; shortens the try when it is less than the try may take. */
  readonly remainingMs: number;
  readonly signal?: AbortSignal;
  /** Called before the first byte leaves; where it was not called, the server has seen nothing. */
  readonly onSending?: () => void;
}

/** Why the body of an answer was not read to its end. */
type BodyFailureCode = TransportFailureCode | "redirected" | "answer_compressed" | "not_json";

export interface HttpAnswer {
  readonly status: number;
  /** The value of a header that was sent exactly once, by its lower-case name. */
  readonly header: (name: string) => string | undefined;
  readonly body: Result<string, BodyFailureCode>;
}

export interface HttpClient {
  /** One try. Fails when there is no answer at all; a broken body is told in the answer. */
  readonly send: (request: HttpRequest) => Promise<Result<HttpAnswer, TransportFailureCode>>;
  readonly close: () => Promise<void>;
}

type RawAnswer = Awaited<ReturnType<typeof sendRequest>>;

/**
 * A client with sockets of its own, which its owner closes. `lookup` finds the addresses that it connects
 * to, in place of the system's.
 */
export function createHttpClient(limits: HttpLimits = adobeHttpLimits, lookup?: LookupFunction): HttpClient {
  const agent = new Agent({
    connect: {
      timeout: limits.connectTimeoutMs,
      rejectUnauthorized: true,
      ...(lookup === undefined ? {} : { lookup }),
    },
    headersTimeout: limits.headersTimeoutMs,
    bodyTimeout: limits.totalTimeoutMs,
    connections: limits.maxSocketsPerHost,
    pipelining: 1,
    allowH2: false,
  });

  async function send(request: HttpRequest): Promise<Result<HttpAnswer, TransportFailureCode>> {
    if (request.signal?.aborted === true) return fail("cancelled");
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), Math.min(limits.totalTimeoutMs, request.remainingMs));
    const signal =
      request.signal === undefined ? deadline.signal : AbortSignal.any([request.signal, deadline.signal]);
    const classify = (thrown: unknown): TransportFailureCode => {
      if (request.signal?.aborted === true) return "cancelled";
      return deadline.signal.aborted ? "timed_out" : classifyTransportError(thrown);
    };
    try {
      const raw = await sendRequest(request.url, {
        dispatcher: request.onSending === undefined ? agent : agent.compose(noteSending(request.onSending)),
        method: request.method,
        headers: {
          ...request.headers,
          "user-agent": "Latchkey",
          "accept-encoding": "identity",
          "cache-control": "no-store",
        },
        body: request.body ?? null,
        signal,
      });
      return succeed({
        status: raw.statusCode,
        header: (name) => {
          const value = raw.headers[name];
          return typeof value === "string" ? value : undefined;
        },
        body: await readBody(raw, limits.maxBodyBytes, classify),
      });
    } catch (thrown) {
      return fail(classify(thrown));
    } finally {
      clearTimeout(timer);
    }
  }

  return { send, close: () => agent.destroy() };
}

async function readBody(
  raw: RawAnswer,
  maxBytes: number,
  classify: (thrown: unknown) => TransportFailureCode,
): Promise<Result<string, BodyFailureCode>> {
  const refusal = refuseUnread(raw);
  if (refusal !== undefined) {
    discard(raw);
    return fail(refusal);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of raw.body) {
      const piece: Uint8Array = chunk;
      bytes += piece.byteLength;
      // Leaving the loop ends the connection.
      if (bytes > maxBytes) return fail("answer_too_large");
      chunks.push(piece);
    }
  } catch (thrown) {
    return fail(classify(thrown));
  }
  return decodeText(Buffer.concat(chunks));
}

function refuseUnread(raw: RawAnswer): BodyFailureCode | undefined {
  if ([301, 302, 303, 307, 308].includes(raw.statusCode)) return "redirected";
  return raw.headers["content-encoding"] === undefined ? undefined : "answer_compressed";
}

function discard(raw: RawAnswer): void {
  // A destroyed stream reports its own end as an error, which nobody waits for.
  raw.body.on("error", () => {}).destroy();
}

function decodeText(bytes: Buffer): Result<string, BodyFailureCode> {
  try {
    return succeed(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return fail("not_json");
  }
}
