/** The calls that are told apart, in faults and in the request log. */
export const callKinds = [
  "token",
  "validate",
  "invalidate",
  "exchangeJwt",
  "listSecrets",
  "addSecret",
  "deleteSecret",
  "readIntegration",
  "callProduct",
] as const;
export type CallKind = (typeof callKinds)[number];
