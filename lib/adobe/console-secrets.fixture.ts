import type { Environment } from "@/lib/environment";
import { Secret } from "@/lib/secret";
import { createCircuitBreaker } from "./circuit-breaker";
import type { ConsoleAct } from "./console-call";
import {
  type AddSecret,
  createAddSecret,
  createDeleteSecret,
  createListSecrets,
  type DeleteSecret,
  type ListSecrets,
} from "./console-secrets";
import { type FakeTiming, makeFakeTiming } from "./fake-timing.fixture";
import { adobeHttpLimits, createHttpClient, type HttpLimits } from "./http-client";

export interface TestConsole {
  readonly listSecrets: ListSecrets;
  readonly addSecret: AddSecret;
  readonly deleteSecret: DeleteSecret;
  readonly timing: FakeTiming;
  readonly close: () => Promise<void>;
}

/** The real thing, pointed at a server of the test, with waits that take no time. */
export function makeConsole(
  consoleOrigin: string | undefined,
  {
    limits = {},
    timing = makeFakeTiming({ now: new Date() }),
    allowInsecureRequests = true,
  }: {
    readonly limits?: Partial<HttpLimits>;
    readonly timing?: FakeTiming;
    readonly allowInsecureRequests?: boolean;
  } = {},
): TestConsole {
  const http = createHttpClient({ ...adobeHttpLimits, ...limits });
  const imsOrigin = "https://ims.latchkey.invalid";
  const parts = {
    findHost: (environment: Environment) =>
      environment === "sandbox" ? { imsOrigin, consoleOrigin, allowInsecureRequests } : undefined,
    http,
    breaker: createCircuitBreaker(timing.elapsedMs),
    timing,
  };
  return {
    listSecrets: createListSecrets(parts),
    addSecret: createAddSecret(parts),
    deleteSecret: createDeleteSecret(parts),
    timing,
    close: http.close,
  };
}

/** An act that nothing is wrong with. */
export function describeAct(change: Partial<ConsoleAct> = {}): ConsoleAct {
  return {
    environment: "sandbox",
    clientId: "made-up-client",
    accessToken: new Secret(`made-up-token-${crypto.randomUUID()}`),
    adobeOrganizationId: "23294",
    adobeCredentialId: "436084",
    ...change,
  };
}

/** A fresh id as Adobe writes them. */
export function makeSecretId(): string {
  return crypto.randomUUID().replaceAll("-", "");
}
