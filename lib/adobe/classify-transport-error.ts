import { errors } from "undici";
import type { AdobeFailureCode } from "@/lib/failure";

/** How a request can end without a usable answer. */
export type TransportFailureCode = Extract<
  AdobeFailureCode,
  | "network_down"
  | "name_not_resolved"
  | "connection_refused"
  | "connection_reset"
  | "tls_failed"
  | "timed_out"
  | "answer_too_large"
  | "answer_malformed"
  | "cancelled"
>;

const byErrorCode: ReadonlyMap<string, TransportFailureCode> = new Map([
  ["ENOTFOUND", "name_not_resolved"],
  ["ENODATA", "name_not_resolved"],
  ["ECONNREFUSED", "connection_refused"],
  ["ECONNRESET", "connection_reset"],
  ["ECONNABORTED", "connection_reset"],
  ["EPIPE", "connection_reset"],
  ["UND_ERR_SOCKET", "connection_reset"],
  ["ETIMEDOUT", "timed_out"],
  ["ESOCKETTIMEDOUT", "timed_out"],
  ["UND_ERR_CONNECT_TIMEOUT", "timed_out"],
  ["UND_ERR_HEADERS_TIMEOUT", "timed_out"],
  ["UND_ERR_BODY_TIMEOUT", "timed_out"],
  ["UND_ERR_HEADERS_OVERFLOW", "answer_too_large"],
  ["UND_ERR_RES_CONTENT_LENGTH_MISMATCH", "answer_malformed"],
  ["EPROTO", "tls_failed"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "tls_failed"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "tls_failed"],
  ["HOSTNAME_MISMATCH", "tls_failed"],
  ["INVALID_CA", "tls_failed"],
  ["INVALID_PURPOSE", "tls_failed"],
  ["PATH_LENGTH_EXCEEDED", "tls_failed"],
]);

/** Families of codes: getaddrinfo, OpenSSL and Node's own TLS. */
const byPrefix: readonly (readonly [RegExp, TransportFailureCode])[] = [
  [/^EAI_/, "name_not_resolved"],
  [/^(CERT|CRL|UNABLE_TO|ERROR_IN|ERR_TLS|ERR_SSL)_/, "tls_failed"],
];

/**
 * Names what a foreign error means by its `code`, and keeps nothing else of it: its message and its
 * cause can quote what was sent. Unknown codes count as a network that is down.
 */
export function classifyTransportError(thrown: unknown): TransportFailureCode {
  if (thrown instanceof errors.HTTPParserError) return "answer_malformed";
  const code = findErrorCode(thrown);
  if (code === undefined) return "network_down";
  return byErrorCode.get(code) ?? byPrefix.find(([pattern]) => pattern.test(code))?.[1] ?? "network_down";
}

function findErrorCode(thrown: unknown): string | undefined {
  if (typeof thrown !== "object" || thrown === null) return undefined;
  if ("code" in thrown && typeof thrown.code === "string") return thrown.code;
  return "cause" in thrown ? findErrorCode(thrown.cause) : undefined;
}
