import { describe, expect, test } from "vitest";
import type { AdobeFailureCode } from "@/lib/failure";
import { classifyRefusal } from "./classify-refusal";

/** Status, `error` and `error_description` as Adobe's documents and client libraries show them. */
const documented: readonly [number, string, string, AdobeFailureCode][] = [
  [400, "invalid_client", "missing client_id parameter", "missing_client_id"],
  [400, "invalid_client", "invalid client_id parameter", "unknown_client_id"],
  [400, "invalid_client", "missing client_secret parameter", "missing_client_secret"],
  [400, "invalid_client", "invalid client_secret parameter", "client_secret_refused"],
  [400, "unauthorized_client", "client is not authorized to use this grant type.", "grant_not_allowed"],
  [
    400,
    "invalid_target_scope",
    "None of the requested scopes is enabled in the SP binding",
    "no_scope_enabled",
  ],
  [400, "missing_separator", "The guid made-up is invalid.", "identifier_malformed"],
  [400, "invalid_scope", "", "scope_refused"],
  [401, "invalid_client", "Client authentication failed", "client_authentication_failed"],
  [
    403,
    "access_denied",
    "Service principal is no longer part of the organization.",
    "technical_account_removed",
  ],
  [403, "Forbidden", "The client is not allowed to perform the operation.", "operation_not_allowed"],
  [404, "not_found", "Organization with id made-up cannot be found", "organization_not_found"],
  [409, "duplicate_binding", "There are multiple bindings for this client and org.", "duplicate_binding"],
];

describe.each(documented)("%d %s (%s)", (status, error, description, code) => {
  test(`is ${code}`, () => {
    expect(classifyRefusal(status, error, description)).toBe(code);
  });

  test("means the same in another case and under another status", () => {
    for (const drifted of [200, 400, 401, 403, 404, 409, 422]) {
      expect(classifyRefusal(drifted, error.toUpperCase(), ` ${description.toUpperCase()} `)).toBe(code);
      expect(classifyRefusal(drifted, ` ${error.toLowerCase()} `, description)).toBe(code);
    }
  });

  test("gives way to 429 and to a failing server", () => {
    expect(classifyRefusal(429, error, description)).toBe("throttled");
    expect(classifyRefusal(503, error, description)).toBe("adobe_unavailable");
  });
});

test("internal_error under 500 is Adobe's own failure, which is no outage", () => {
  expect(classifyRefusal(500, "internal_error", "Please try again later")).toBe("adobe_internal_error");
  expect(classifyRefusal(500, undefined, undefined)).toBe("adobe_unavailable");
  expect(classifyRefusal(502, "internal_error", undefined)).toBe("adobe_unavailable");
});

test.each([
  ["made_up", "invalid client_secret parameter"],
  ["", ""],
  ["not_found", "Nothing to see here"],
  ["invalid_request", "A parameter was sent more than once."],
  ["__proto__", "constructor"],
  [undefined, undefined],
])("an unknown refusal (%s: %s) stays unknown", (error, description) => {
  expect(classifyRefusal(400, error, description)).toBe("unknown_refusal");
});
