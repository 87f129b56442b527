import { expect, test } from "vitest";
import { classifyTransportError } from "./classify-transport-error";

test.each([
  ["ENOTFOUND", "name_not_resolved"],
  ["EAI_AGAIN", "name_not_resolved"],
  ["ECONNREFUSED", "connection_refused"],
  ["ECONNRESET", "connection_reset"],
  ["EPIPE", "connection_reset"],
  ["UND_ERR_SOCKET", "connection_reset"],
  ["ETIMEDOUT", "timed_out"],
  ["UND_ERR_CONNECT_TIMEOUT", "timed_out"],
  ["UND_ERR_HEADERS_TIMEOUT", "timed_out"],
  ["UND_ERR_BODY_TIMEOUT", "timed_out"],
  ["ENETUNREACH", "network_down"],
  ["EHOSTUNREACH", "network_down"],
  ["EACCES", "network_down"],
  ["CERT_HAS_EXPIRED", "tls_failed"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "tls_failed"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "tls_failed"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "tls_failed"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "tls_failed"],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "tls_failed"],
  ["EPROTO", "tls_failed"],
  ["UND_ERR_HEADERS_OVERFLOW", "answer_too_large"],
  ["UND_ERR_RES_CONTENT_LENGTH_MISMATCH", "answer_malformed"],
  ["E_NEVER_SEEN", "network_down"],
  ["constructor", "network_down"],
])("%s means %s, also as the cause of another error", (code, meaning) => {
  const thrown = Object.assign(new Error("ECONNREFUSED in the message means nothing"), { code });
  expect(classifyTransportError(thrown)).toBe(meaning);
  expect(classifyTransportError(new Error("wrapped", { cause: thrown }))).toBe(meaning);
});

test("two addresses that both fail are named by the first code", () => {
  const failures = ["ECONNREFUSED", "ENETUNREACH"].map((code) => Object.assign(new Error(), { code }));
  const thrown = Object.assign(new AggregateError(failures), { code: "ECONNREFUSED" });
  expect(classifyTransportError(thrown)).toBe("connection_refused");
});

test.each([undefined, null, "ECONNREFUSED", 5, {}, { code: 5 }])(
  "%o without a code is a network that is down",
  (thrown) => {
    expect(classifyTransportError(thrown)).toBe("network_down");
  },
);
