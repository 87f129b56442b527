import { describe, expect, test } from "vitest";
import type { AdobeFailureCode } from "@/lib/failure";
import { type ConsoleVerb, classifyConsoleRefusal } from "./classify-console-refusal";

const verbs: readonly ConsoleVerb[] = ["list", "add", "delete"];

describe("the gateway's refusals mean the same whatever was asked", () => {
  test.each<[number, string, string, AdobeFailureCode]>([
    [401, "401013", "Oauth token is not valid", "console_token_refused"],
    [403, "403000", "Api Key is required", "api_not_enabled"],
    [403, "403003", "Api Key is invalid", "api_not_enabled"],
    [403, "403010", "Oauth token is missing.", "console_token_refused"],
    [403, "403011", "Scope mismatch", "console_scopes_missing"],
    [403, "403020", "Oauth token missing or invalid", "console_token_refused"],
    [403, "403012", "IP blacklisted", "address_blocked"],
    [403, "403025", "Profile is not valid", "console_not_permitted"],
    [400, "400003", "Missing header", "console_bad_request"],
    [429, "429001", "Service usage limit reached", "throttled"],
    [429, "429050", "Too many requests", "throttled"],
    [503, "503000", "Could not validate Api Key", "adobe_unavailable"],
    [503, "503010", "Could not validate the oauth token", "adobe_unavailable"],
  ])("%d %s %s", (status, errorCode, message, code) => {
    for (const verb of verbs) {
      expect(classifyConsoleRefusal(status, verb, { errorCode, texts: [message] })).toBe(code);
      expect(classifyConsoleRefusal(status, verb, { errorCode, texts: [] })).toBe(code);
    }
  });
});

describe("the Console API's refusals mean the same whatever was asked", () => {
  test.each<[number, string, string, AdobeFailureCode]>([
    [400, "ERR_MSG_GENERIC_MESSAGE", "Unknown Error", "console_bad_request"],
    [
      403,
      "ERR_MSG_OPERATION_NOT_ALLOWED",
      "The user made-up doesn't have the matching licenses for this application",
      "console_not_permitted",
    ],
    [403, "ERR_MSG_OPERATION_NOT_ALLOWED", "The scope is missing", "console_scopes_missing"],
    [403, "ERR_MSG_OPERATION_NOT_ALLOWED", "A migration is in progress", "migration_in_progress"],
    [400, "ERR_MSG_MIGRATION_IN_PROGRESS", "", "migration_in_progress"],
    [409, "", "The credential is being migrated.", "migration_in_progress"],
    [404, "", "Credential Not Found", "console_not_found"],
    [404, "", "Not Found", "console_not_found"],
    [500, "ERR_MSG_RETRY_ON_INTERNAL_ERROR", "", "adobe_internal_error"],
    [500, "ERR_MSG_TRANSIENT", "", "adobe_internal_error"],
    [504, "", "Underlying service timed out", "adobe_unavailable"],
    [409, "ERR_MSG_DUPLICATE_NAME", "", "unknown_refusal"],
    [418, "", "", "unknown_refusal"],
  ])("%d %s %s", (status, template, message, code) => {
    for (const verb of verbs) {
      expect(classifyConsoleRefusal(status, verb, { texts: [template, message] })).toBe(code);
    }
  });
});

describe("a third secret", () => {
  test.each([
    [400, "ERR_MSG_CLIENT_SECRET_LIMIT_REACHED"],
    [400, "ERR_MSG_MAX_SECRETS"],
    [400, "The maximum number of secrets was reached"],
    [403, "ERR_MSG_QUOTA_EXCEEDED"],
    [409, "LIMIT: 2"],
  ])("is refused by any wording of a limit: %d %s", (status, text) => {
    expect(classifyConsoleRefusal(status, "add", { texts: [text] })).toBe("secret_limit_reached");
    expect(classifyConsoleRefusal(status, "list", { texts: [text] })).not.toBe("secret_limit_reached");
    expect(classifyConsoleRefusal(status, "delete", { texts: [text] })).not.toBe("secret_limit_reached");
  });

  test("is not what limited rights or a generic message speak of", () => {
    expect(classifyConsoleRefusal(403, "add", { texts: ["Your rights are limited"] })).toBe(
      "console_not_permitted",
    );
    expect(classifyConsoleRefusal(400, "add", { texts: ["ERR_MSG_GENERIC_MESSAGE", "Unknown Error"] })).toBe(
      "console_bad_request",
    );
  });
});

test("without a word the status alone decides, and a silent 500 is an outage", () => {
  const classify = (status: number) => classifyConsoleRefusal(status, "list", { texts: [] });
  expect([400, 401, 403, 404, 409, 429, 500, 503].map(classify)).toEqual([
    "console_bad_request",
    "console_token_refused",
    "console_not_permitted",
    "console_not_found",
    "unknown_refusal",
    "throttled",
    "adobe_unavailable",
    "adobe_unavailable",
  ]);
});
