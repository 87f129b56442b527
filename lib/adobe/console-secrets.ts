import type { AdobeFailure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import type { Secret } from "@/lib/secret";
import { findAdobeHost } from "./adobe-host";
import { type CircuitBreaker, createCircuitBreaker } from "./circuit-breaker";
import { type ConsoleAct, type ConsoleCallParts, openConsoleCall } from "./console-call";
import { createEffectWatch, type Effect } from "./effect-watch";
import { adobeHttpLimits, createHttpClient, type HttpLimits } from "./http-client";
import { type AdobeSecret, readAddedSecret, readDeletion, readSecretList } from "./read-console-answer";
import { retry, tryOnce } from "./retry";
import { systemTiming, type Timing } from "./timing";

export interface SecretList {
  /** Whose secrets Adobe says these are; null when it does not say. */
  readonly clientId: string | null;
  readonly secrets: readonly AdobeSecret[];
  readonly tries: number;
  readonly durationMs: number;
}

export interface AddedSecret {
  /** Adobe's id, 32 hex in lower case. */
  readonly adobeSecretId: string;
  readonly createdAt: Date;
  /** Adobe's API gives it this once and never again. */
  readonly clientSecret: Secret;
  readonly durationMs: number;
}

/** `effect` says whether there is surely no new secret, or may be one. */
export interface AddFailure extends AdobeFailure {
  readonly effect: Effect;
}

export interface DeletedSecret {
  /** Adobe had no such secret. Only a fresh list proves it: wrong numeric ids give the same answer. */
  readonly wasAbsent: boolean;
  readonly tries: number;
  readonly durationMs: number;
}

/** `effect` says whether the secret is surely untouched, or may be gone. */
export interface DeleteFailure extends AdobeFailure {
  readonly effect: Effect;
}

export interface SecretDeletion extends ConsoleAct {
  /** 32 hex in lower case. */
  readonly adobeSecretId: string;
}

export type ListSecrets = (act: ConsoleAct) => Promise<Result<SecretList, AdobeFailure>>;
export type AddSecret = (act: ConsoleAct) => Promise<Result<AddedSecret, AddFailure>>;
export type DeleteSecret = (act: SecretDeletion) => Promise<Result<DeletedSecret, DeleteFailure>>;

interface ConsoleParts extends ConsoleCallParts {
  readonly breaker: CircuitBreaker;
  readonly timing: Timing;
}

export function createListSecrets(parts: ConsoleParts): ListSecrets {
  return async (act) => {
    const call = openConsoleCall(act, parts);
    if (!call.ok) return call;
    return parts.breaker.run(call.value.origin, async () => {
      const done = await retry(
        async (context) => {
          const at = parts.timing.clock.now();
          const answer = await call.value.send({ method: "GET" }, context);
          return answer.ok ? readSecretList(answer.value, { accessToken: act.accessToken, at }) : answer;
        },
        parts.timing,
        act.signal,
      );
      if (!done.ok) return done;
      const { value, tries, durationMs } = done.value;
      return succeed({ ...value, tries, durationMs });
    });
  };
}

export function createAddSecret(parts: ConsoleParts): AddSecret {
  return async (act) => {
    const call = openConsoleCall(act, parts);
    if (!call.ok) return fail({ ...call.failure, effect: "none" });
    const watch = createEffectWatch();
    const outcome = await parts.breaker.run(call.value.origin, () =>
      tryOnce(
        async (context) => {
          const at = parts.timing.clock.now();
          const request = { method: "POST", onSending: watch.noteSending } as const;
          const answer = await call.value.send(request, context);
          const added = answer.ok
            ? readAddedSecret(answer.value, { accessToken: act.accessToken, at })
            : answer;
          if (!added.ok) watch.noteFailure(added.failure);
          return added;
        },
        parts.timing,
        act.signal,
      ),
    );
    if (!outcome.ok) return fail({ ...outcome.failure, effect: watch.read() });
    const { value, durationMs } = outcome.value;
    return succeed({ ...value, durationMs });
  };
}

export function createDeleteSecret(parts: ConsoleParts): DeleteSecret {
  return async (act) => {
    const call = openConsoleCall(act, parts);
    if (!call.ok) return fail({ ...call.failure, effect: "none" });
    const watch = createEffectWatch();
    const outcome = await parts.breaker.run(call.value.origin, () =>
      retry(
        async (context) => {
          const at = parts.timing.clock.now();
          const { adobeSecretId } = act;
          const request = { method: "DELETE", adobeSecretId, onSending: watch.noteSending } as const;
          const answer = await call.value.send(request, context);
          const deleted = answer.ok
            ? readDeletion(answer.value, { accessToken: act.accessToken, at })
            : answer;
          if (!deleted.ok) watch.noteFailure(deleted.failure);
          return deleted;
        },
        parts.timing,
        act.signal,
      ),
    );
    if (!outcome.ok) return fail({ ...outcome.failure, effect: watch.read() });
    const { value, tries, durationMs } = outcome.value;
    return succeed({ ...value, tries, durationMs });
  };
}

/** Adobe makes a secret slowly, and giving up early leaves one behind that nobody knows. */
const addingHttpLimits: HttpLimits = {
  ...adobeHttpLimits,
  headersTimeoutMs: 20_000,
  totalTimeoutMs: 25_000,
};

const system = {
  findHost: findAdobeHost,
  http: createHttpClient(),
  breaker: createCircuitBreaker(systemTiming.elapsedMs),
  timing: systemTiming,
};

/** Lists a credential's secrets with their last uses (`GET …/secrets`), in up to three tries. */
export const listSecrets: ListSecrets = createListSecrets(system);

/**
 * Adds a second secret (`POST …/secrets`) by exactly one request: a repeated one could add another.
 */
export const addSecret: AddSecret = createAddSecret({ ...system, http: createHttpClient(addingHttpLimits) });

/** Deletes one secret for ever (`DELETE …/secrets/{id}`), in up to three tries. */
export const deleteSecret: DeleteSecret = createDeleteSecret(system);
