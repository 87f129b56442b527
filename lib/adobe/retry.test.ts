import { describe, expect, test } from "vitest";
import { type AdobeFailureCode, adobeFailureCodes } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { makeFakeTiming } from "./fake-timing.fixture";
import { retry, type TryContext, type TryFailure, tryOnce } from "./retry";

/** Fails in the given ways, one after the other, and then succeeds. */
function failing(...failures: readonly TryFailure[]) {
  const contexts: TryContext[] = [];
  const attempt = async (context: TryContext): Promise<Result<string, TryFailure>> => {
    const failure = failures[contexts.length];
    contexts.push(context);
    return failure === undefined ? succeed("token") : fail(failure);
  };
  return { attempt, contexts };
}

const always = (code: AdobeFailureCode) => failing({ code }, { code }, { code }, { code });

describe("a failed try", () => {
  test.each<AdobeFailureCode>([
    "network_down",
    "name_not_resolved",
    "connection_refused",
    "connection_reset",
    "timed_out",
    "throttled",
    "adobe_unavailable",
    "adobe_internal_error",
  ])("that may pass (%s) is repeated twice and no more", async (code) => {
    const { attempt, contexts } = always(code);
    expect(await retry(attempt, makeFakeTiming())).toMatchObject({ failure: { code, tries: 3 } });
    expect(contexts).toHaveLength(3);
  });

  test("of any other kind is final", async () => {
    const passing = [
      "network_down",
      "name_not_resolved",
      "connection_refused",
      "connection_reset",
      "timed_out",
      "throttled",
      "adobe_unavailable",
      "adobe_internal_error",
    ];
    for (const code of adobeFailureCodes.filter((candidate) => !passing.includes(candidate))) {
      const { attempt, contexts } = always(code);
      expect(await retry(attempt, makeFakeTiming())).toMatchObject({ failure: { code, tries: 1 } });
      expect(contexts).toHaveLength(1);
    }
  });

  test("does not spoil a later one that succeeds", async () => {
    const { attempt } = failing({ code: "connection_reset" }, { code: "adobe_unavailable", status: 503 });
    const timing = makeFakeTiming();
    expect(await retry(attempt, timing)).toEqual(
      succeed({ value: "token", tries: 3, durationMs: 250 + 500 }),
    );
  });
});

describe("the wait between tries", () => {
  test("is a random part of half a second, then of one second", async () => {
    for (const random of [0, 0.25, 0.999]) {
      const timing = makeFakeTiming({ random });
      await retry(always("timed_out").attempt, timing);
      expect(timing.waits).toEqual([random * 500, random * 1_000]);
    }
  });

  test("is as long as Adobe asks, up to ten seconds", async () => {
    const timing = makeFakeTiming();
    const { attempt } = failing(
      { code: "throttled", status: 429, retryAfterSeconds: 10 },
      { code: "adobe_unavailable", status: 503, retryAfterSeconds: 3 },
    );
    expect(await retry(attempt, timing)).toMatchObject({ value: { tries: 3 } });
    expect(timing.waits).toEqual([10_000, 3_000]);
  });

  test("is never shorter than the backoff, so that a zero does not become a hammer", async () => {
    const timing = makeFakeTiming();
    await retry(failing({ code: "throttled", retryAfterSeconds: 0 }).attempt, timing);
    expect(timing.waits).toEqual([250]);
  });

  test("ends the act when Adobe asks for more than ten seconds, and says how long", async () => {
    const timing = makeFakeTiming();
    const { attempt, contexts } = failing({ code: "throttled", status: 429, retryAfterSeconds: 11 });
    expect(await retry(attempt, timing)).toEqual(
      fail({ code: "throttled", status: 429, retryAfterSeconds: 11, tries: 1, durationMs: 0 }),
    );
    expect(timing.waits).toEqual([]);
    expect(contexts).toHaveLength(1);
  });
});

describe("the budget of 40 seconds", () => {
  test("leaves each try what is left of it", async () => {
    const timing = makeFakeTiming();
    const { attempt, contexts } = always("timed_out");
    await retry((context) => {
      timing.advance(15_000);
      return attempt(context);
    }, timing);
    expect(contexts.map(({ remainingMs }) => remainingMs)).toEqual([40_000, 24_750, 9_250]);
  });

  test("ends the act when a wait would not fit", async () => {
    const timing = makeFakeTiming();
    const { attempt, contexts } = always("timed_out");
    const outcome = await retry((context) => {
      timing.advance(39_800);
      return attempt(context);
    }, timing);
    expect(outcome).toMatchObject({ failure: { code: "timed_out", tries: 1 } });
    expect(contexts).toHaveLength(1);
    expect(timing.waits).toEqual([]);
  });
});

describe("a cancelled act", () => {
  test("sends nothing when it was cancelled before it began", async () => {
    const { attempt, contexts } = failing();
    expect(await retry(attempt, makeFakeTiming(), AbortSignal.abort())).toEqual(
      fail({ code: "cancelled", tries: 0, durationMs: 0 }),
    );
    expect(contexts).toEqual([]);
  });

  test("sends nothing again when it is cancelled during a wait", async () => {
    const controller = new AbortController();
    const timing = makeFakeTiming({ onSleep: () => controller.abort() });
    const { attempt, contexts } = always("timed_out");
    expect(await retry(attempt, timing, controller.signal)).toMatchObject({
      failure: { code: "cancelled", tries: 1 },
    });
    expect(contexts).toHaveLength(1);
  });

  test("sends nothing again when it is cancelled during a try", async () => {
    const controller = new AbortController();
    const { attempt, contexts } = always("connection_reset");
    const outcome = await retry(
      (context) => {
        controller.abort();
        return attempt(context);
      },
      makeFakeTiming(),
      controller.signal,
    );
    expect(outcome).toMatchObject({ failure: { code: "cancelled", tries: 1 } });
    expect(contexts).toHaveLength(1);
  });
});

describe("an act of one try", () => {
  test("is tried once, whatever the failure", async () => {
    for (const code of adobeFailureCodes) {
      const { attempt, contexts } = always(code);
      expect(await tryOnce(attempt, makeFakeTiming())).toEqual(fail({ code, tries: 1, durationMs: 0 }));
      expect(contexts).toEqual([{ remainingMs: 40_000 }]);
    }
  });

  test("tells how long it took", async () => {
    const timing = makeFakeTiming();
    const { attempt } = failing();
    const outcome = await tryOnce((context) => {
      timing.advance(1_234);
      return attempt(context);
    }, timing);
    expect(outcome).toEqual(succeed({ value: "token", tries: 1, durationMs: 1_234 }));
  });

  test("is not begun when it was cancelled before", async () => {
    const { attempt, contexts } = failing();
    expect(await tryOnce(attempt, makeFakeTiming(), AbortSignal.abort())).toEqual(
      fail({ code: "cancelled", tries: 0, durationMs: 0 }),
    );
    expect(contexts).toEqual([]);
  });
});
