/**
 * The scopes that Adobe's guide to rotating secrets by API asks for in the token request. The
 * credential has them once the I/O Management API is added to its project.
 */
export const consoleScopes = [
  "AdobeID",
  "openid",
  "read_organizations",
  "additional_info.projectedProductContext",
  "additional_info.roles",
  "adobeio_api",
  "read_client_secret",
  "manage_client_secrets",
] as const;

/** Those without which the Console API refuses to list, add or delete secrets. */
export const neededConsoleScopes = ["adobeio_api", "read_client_secret", "manage_client_secrets"] as const;
