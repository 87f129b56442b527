import { expect, test } from "vitest";
import { makeFakeTiming } from "@/lib/adobe/fake-timing.fixture";
import type { AdobeFailure, AdobeFailureCode } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { askUntilSpread, spreadLimits } from "./ask-until-spread";

const never = new AbortController().signal;

/** A server that gives these answers in turn, the last one for ever. */
function makeServer(...codes: readonly (AdobeFailureCode | "granted" | Partial<AdobeFailure>)[]) {
  let asked = 0;
  const ask = async (): Promise<Result<{ readonly tries: number }, AdobeFailure>> => {
    const answer = codes[Math.min(asked, codes.length - 1)] ?? "granted";
    asked += 1;
    if (answer === "granted") return succeed({ tries: 1 });
    const failure = { code: "client_secret_refused", tries: 1, durationMs: 5 } as const;
    return fail(typeof answer === "string" ? { ...failure, code: answer } : { ...failure, ...answer });
  };
  return { ask, countAsked: () => asked };
}

test("a secret that is known at once takes one request and no wait", async () => {
  const timing = makeFakeTiming();
  const { ask } = makeServer("granted");
  expect(await askUntilSpread(ask, never, spreadLimits, timing)).toEqual({
    answer: succeed(null),
    tries: 1,
    durationMs: 0,
  });
  expect(timing.waits).toEqual([]);
});

test("a refused secret and passing trouble are tried again, with growing waits", async () => {
  const timing = makeFakeTiming();
  const { ask } = makeServer(
    "client_secret_refused",
    "connection_reset",
    "adobe_unavailable",
    "timed_out",
    "client_secret_refused",
    "client_secret_refused",
    "granted",
  );
  const trial = await askUntilSpread(ask, never, spreadLimits, timing);
  expect(trial).toEqual({ answer: succeed(null), tries: 7, durationMs: 23_500 });
  expect(timing.waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000]);
});

test("a secret that is never accepted is refused after a minute, with a last try at its end", async () => {
  const timing = makeFakeTiming();
  const { ask, countAsked } = makeServer("client_secret_refused");
  const trial = await askUntilSpread(ask, never, spreadLimits, timing);
  expect(trial).toMatchObject({
    answer: { ok: false, failure: { code: "client_secret_refused" } },
    durationMs: 60_000,
  });
  expect(trial.tries).toBe(countAsked());
  expect(timing.waits.at(-1)).toBe(4_500);
});

test.for([
  "unknown_client_id",
  "scope_refused",
  "client_authentication_failed",
  "tls_failed",
  "sandbox_not_running",
] as const)("what waiting does not change ends it at once: %s", async (code) => {
  const timing = makeFakeTiming();
  const { ask, countAsked } = makeServer(code, "granted");
  const { answer } = await askUntilSpread(ask, never, spreadLimits, timing);
  expect(answer).toMatchObject({ failure: { code } });
  expect(countAsked()).toBe(1);
});

test("Adobe's wish to wait is obeyed where it fits, and ends it where it does not", async () => {
  const timing = makeFakeTiming();
  const patient = makeServer({ code: "throttled", retryAfterSeconds: 20 }, "granted");
  expect((await askUntilSpread(patient.ask, never, spreadLimits, timing)).answer.ok).toBe(true);
  expect(timing.waits).toEqual([20_000]);
  const strict = makeServer({ code: "throttled", retryAfterSeconds: 61 }, "granted");
  expect((await askUntilSpread(strict.ask, never, spreadLimits, makeFakeTiming())).answer).toMatchObject({
    failure: { code: "throttled", retryAfterSeconds: 61 },
  });
  expect(strict.countAsked()).toBe(1);
});

test("whoever cancels during a wait is obeyed before the next request", async () => {
  const abort = new AbortController();
  const timing = makeFakeTiming({ onSleep: () => abort.abort() });
  const { ask, countAsked } = makeServer("client_secret_refused");
  const { answer } = await askUntilSpread(ask, abort.signal, spreadLimits, timing);
  expect(answer).toMatchObject({ failure: { code: "cancelled", tries: 1 } });
  expect(countAsked()).toBe(1);
});
