import { gateway, type WireCase } from "./wire-case.fixture";

function fromConsole(template: string, message: string): object {
  return { messages: [{ template, message }] };
}

/** The Console API and the gateway before it. */
export const consoleCases: readonly WireCase[] = [
  {
    status: 401,
    body: gateway("401013", "Oauth token is not valid"),
    code: "console_token_refused",
    title: "The Console API refused the token",
    cause: /invalidated/,
  },
  {
    status: 403,
    body: gateway("403010", "Oauth token is missing."),
    code: "console_token_refused",
    title: "The Console API refused the token",
    cause: /invalidated/,
  },
  {
    status: 403,
    body: gateway("403003", "Api Key is invalid"),
    code: "api_not_enabled",
    title: "The I/O Management API is missing",
    cause: /does not have the I\/O Management API/,
  },
  {
    status: 403,
    body: gateway("403011", "Scope mismatch"),
    code: "console_scopes_missing",
    title: "Scopes for managing secrets are missing",
    cause: /was not added/,
  },
  {
    status: 403,
    body: fromConsole(
      "ERR_MSG_OPERATION_NOT_ALLOWED",
      "The user made-up doesn't have the matching licenses for this application",
    ),
    code: "console_not_permitted",
    title: "The credential may not manage its secrets",
    cause: /every product profile/,
  },
  {
    status: 404,
    body: fromConsole("", "Credential Not Found"),
    code: "console_not_found",
    title: "The numeric IDs were not found",
    cause: /another project/,
  },
  {
    status: 400,
    body: fromConsole("ERR_MSG_GENERIC_MESSAGE", "Unknown Error"),
    code: "console_bad_request",
    title: "The numeric IDs were not understood",
    cause: /another number/,
  },
  {
    verb: "add",
    status: 400,
    body: fromConsole("ERR_MSG_CLIENT_SECRET_LIMIT_REACHED", "made-up"),
    code: "secret_limit_reached",
    title: "The credential already has two secrets",
    cause: /Somebody added/,
  },
  {
    verb: "add",
    status: 409,
    body: fromConsole("", "A migration is in progress."),
    code: "migration_in_progress",
    title: "A migration from JWT is under way",
    cause: /neither finished nor cancelled/,
  },
  {
    status: 500,
    body: fromConsole("ERR_MSG_RETRY_ON_INTERNAL_ERROR", ""),
    code: "adobe_internal_error",
    title: "Adobe reports an internal error",
    cause: /fault on that side/,
  },
  {
    status: 500,
    body: fromConsole("ERR_MSG_TRANSIENT", ""),
    code: "adobe_internal_error",
    title: "Adobe reports an internal error",
    cause: /fault on that side/,
  },
  {
    status: 504,
    body: fromConsole("", "Underlying service timed out: I/O error on GET request for licenses"),
    code: "adobe_unavailable",
    title: "Adobe is not available",
    cause: /outage/,
  },
  {
    status: 429,
    headers: { "retry-after": "38" },
    body: gateway("429050", "Too many requests"),
    code: "throttled",
    title: "Too many requests",
    cause: /new token for every call/,
  },
  {
    status: 403,
    body: gateway("403013", "IP not whitelisted"),
    code: "address_blocked",
    title: "The address that asked is blocked",
    cause: /only listed addresses/,
  },
  {
    status: 409,
    body: fromConsole("ERR_MSG_DUPLICATE_NAME", ""),
    code: "unknown_refusal",
    title: "The request was refused for an unknown reason",
    cause: /changed its answers/,
  },
];
