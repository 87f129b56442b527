import { beforeEach, describe, expect, test } from "vitest";
import type { AdobeFailure, AdobeFailureCode } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { type CircuitBreaker, createCircuitBreaker } from "./circuit-breaker";

const host = "https://host.invalid";
let nowMs: number;
let breaker: CircuitBreaker;
let acts: number;

beforeEach(() => {
  nowMs = 1_000_000;
  acts = 0;
  breaker = createCircuitBreaker(() => nowMs);
});

/** Runs one act that ends so; undefined succeeds. */
async function act(code: AdobeFailureCode | undefined, on = host): Promise<AdobeFailureCode | "granted"> {
  const outcome = await breaker.run(on, async () => {
    acts += 1;
    return code === undefined ? succeed("token") : fail<AdobeFailure>({ code, tries: 1, durationMs: 1 });
  });
  return outcome.ok ? "granted" : outcome.failure.code;
}

async function repeat(times: number, code: AdobeFailureCode | undefined): Promise<void> {
  for (let time = 0; time < times; time += 1) await act(code);
}

describe("the breaker opens", () => {
  test.each<AdobeFailureCode>([
    "network_down",
    "name_not_resolved",
    "connection_refused",
    "connection_reset",
    "tls_failed",
    "timed_out",
    "adobe_unavailable",
  ])("after five acts in a row failed with %s, and says how long it stays so", async (code) => {
    await repeat(5, code);
    nowMs += 12_000;
    const outcome = await breaker.run(host, async () => succeed("token"));
    expect(outcome).toEqual(fail({ code: "circuit_open", retryAfterSeconds: 18, tries: 0, durationMs: 0 }));
  });

  test("when half of ten acts within 30 seconds failed", async () => {
    for (let pair = 0; pair < 4; pair += 1) {
      await act("timed_out");
      await act(undefined);
    }
    await act(undefined);
    expect(await act("timed_out")).toBe("timed_out");
    expect(await act(undefined)).toBe("circuit_open");
  });

  test("for the failing host alone", async () => {
    await repeat(5, "timed_out");
    expect(await act(undefined, "https://other.invalid")).toBe("granted");
  });
});

describe("the breaker stays closed", () => {
  test.each<AdobeFailureCode>([
    "client_secret_refused",
    "unknown_client_id",
    "throttled",
    "no_scope_enabled",
    "adobe_internal_error",
    "not_json",
    "cancelled",
  ])("however often the answer is %s", async (code) => {
    await repeat(50, code);
    expect(await act(undefined)).toBe("granted");
  });

  test("when a success parts the failures", async () => {
    await repeat(4, "timed_out");
    await act(undefined);
    await repeat(4, "timed_out");
    expect(await act(undefined)).toBe("granted");
  });

  test("when the failures are older than 30 seconds", async () => {
    for (let pair = 0; pair < 4; pair += 1) {
      await act("timed_out");
      await act(undefined);
    }
    nowMs += 31_000;
    await act(undefined);
    await act("timed_out");
    expect(await act(undefined)).toBe("granted");
  });
});

describe("after 30 seconds", () => {
  beforeEach(async () => {
    await repeat(5, "timed_out");
    nowMs += 30_000;
    acts = 0;
  });

  test("one act goes through and closes the breaker by its success", async () => {
    expect(await act(undefined)).toBe("granted");
    expect(await act(undefined)).toBe("granted");
  });

  test("one act goes through and opens it again by its failure", async () => {
    expect(await act("connection_refused")).toBe("connection_refused");
    nowMs += 29_999;
    expect(await act(undefined)).toBe("circuit_open");
    nowMs += 1;
    expect(await act(undefined)).toBe("granted");
  });

  test("nobody else goes through while that act is under way", async () => {
    let finish: (outcome: Result<string, AdobeFailure>) => void = () => {};
    const probe = breaker.run(
      host,
      () =>
        new Promise<Result<string, AdobeFailure>>((resolve) => {
          finish = resolve;
        }),
    );
    expect(await act(undefined)).toBe("circuit_open");
    expect(acts).toBe(0);
    finish(succeed("token"));
    await probe;
    expect(await act(undefined)).toBe("granted");
  });

  test("an act that is cancelled or breaks leaves its place to the next", async () => {
    expect(await act("cancelled")).toBe("cancelled");
    await expect(breaker.run(host, () => Promise.reject(new Error("A bug.")))).rejects.toThrow("A bug.");
    expect(await act(undefined)).toBe("granted");
  });
});

test("acts that began before the breaker opened neither close it nor keep it open for longer", async () => {
  const finishers: ((outcome: Result<string, AdobeFailure>) => void)[] = [];
  const slow = Array.from({ length: 6 }, () =>
    breaker.run(
      host,
      () =>
        new Promise<Result<string, AdobeFailure>>((resolve) => {
          finishers.push(resolve);
        }),
    ),
  );
  await repeat(5, "timed_out");
  finishers[0]?.(succeed("token"));
  await slow[0];
  expect(await act(undefined)).toBe("circuit_open");
  nowMs += 29_000;
  for (const finish of finishers) finish(fail({ code: "timed_out", tries: 3, durationMs: 1 }));
  await Promise.all(slow);
  nowMs += 1_000;
  expect(await act(undefined)).toBe("granted");
});
