import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { type Attempt, admitAttempt, forgiveAttempts, withdrawAttempt } from "./sign-in-throttle";

const start = new Date("2026-11-22T08:00:00Z");
const later = (seconds: number, from = start) => new Date(from.getTime() + seconds * 1000);

/** A new account, tried from a new address each time. */
function makeAttempts(): () => Attempt {
  const account = randomBytes(16).toString("hex");
  return () => ({
    account,
    address: `2001:db8:${randomBytes(4)
      .toString("hex")
      .replace(/(....)/, "$1:")}::1`,
  });
}

/** Fails as early as it may. Gives the waits in seconds, from the fifth failure on. */
async function failTimes(next: () => Attempt, times: number): Promise<{ waits: number[]; now: Date }> {
  const waits: number[] = [];
  let now = start;
  for (let failure = 1; failure <= times; failure += 1) {
    expect((await admitAttempt(next(), now)).ok, `failure ${failure}`).toBe(true);
    if (failure < 5) continue;
    const refused = await admitAttempt(next(), now);
    if (refused.ok) throw new Error(`There was no wait after failure ${failure}.`);
    waits.push(refused.failure.retryAfterSeconds);
    now = later(refused.failure.retryAfterSeconds, now);
  }
  return { waits, now };
}

test("four failures are free, then each doubles the wait up to 15 minutes", async () => {
  const { waits } = await failTimes(makeAttempts(), 17);
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
});

test("the hundredth failure in a row stops the account for a day", async () => {
  const { waits } = await failTimes(makeAttempts(), 100);
  expect(waits.slice(-2)).toEqual([900, 86_400]);
});

test("a wait holds until it is over", async () => {
  const next = makeAttempts();
  const { now } = await failTimes(next, 8);
  expect((await admitAttempt(next(), later(-0.01, now))).ok).toBe(false);
  expect((await admitAttempt(next(), now)).ok).toBe(true);
});

test("15 minutes of quiet after the wait wipe the slate, and a second less does not", async () => {
  for (const [quiet, wait] of [
    [900, 0],
    [899, 16],
  ] as const) {
    const next = makeAttempts();
    const { now } = await failTimes(next, 8);
    const back = later(quiet, now);
    expect((await admitAttempt(next(), back)).ok).toBe(true);
    const again = await admitAttempt(next(), back);
    expect(again.ok ? 0 : again.failure.retryAfterSeconds).toBe(wait);
  }
});

test("tries while one has to wait do not lengthen the wait", async () => {
  const next = makeAttempts();
  const { now } = await failTimes(next, 9);
  const before = later(-10, now);
  for (let round = 0; round < 5; round += 1) {
    expect(await admitAttempt(next(), before)).toEqual({
      ok: false,
      failure: { by: "account", retryAfterSeconds: 10 },
    });
  }
  expect((await admitAttempt(next(), now)).ok).toBe(true);
});

test("a success wipes the slate", async () => {
  const next = makeAttempts();
  const { now } = await failTimes(next, 10);
  await forgiveAttempts(next());
  for (let round = 0; round < 5; round += 1) expect((await admitAttempt(next(), now)).ok).toBe(true);
});

test("a try whose password was never looked at does not count, and lifts no wait that was due", async () => {
  const next = makeAttempts();
  for (let round = 0; round < 20; round += 1) {
    expect((await admitAttempt(next(), start)).ok).toBe(true);
    await withdrawAttempt(next());
  }
  const guessed = makeAttempts();
  const { now } = await failTimes(guessed, 9);
  expect((await admitAttempt(guessed(), now)).ok).toBe(true);
  await withdrawAttempt(guessed());
  expect((await admitAttempt(guessed(), now)).ok).toBe(false);
});

test("of a thousand tries at once only the free ones get through", async () => {
  const next = makeAttempts();
  const tries = await Promise.all(Array.from({ length: 1_000 }, () => admitAttempt(next(), start)));
  expect(tries.filter(({ ok }) => ok)).toHaveLength(5);
});

test("an address gets 20 tries a minute, on whatever accounts", async () => {
  const address = "198.51.100.7";
  const attempt = () => ({ ...makeAttempts()(), address });
  const tries = await Promise.all(Array.from({ length: 30 }, () => admitAttempt(attempt(), start)));
  expect(tries.filter(({ ok }) => ok)).toHaveLength(20);
  expect((await admitAttempt({ ...attempt(), address: "198.51.100.8" }, start)).ok).toBe(true);
});

test("people behind one address who know their passwords do not use up its tries", async () => {
  const address = "198.51.100.9";
  for (let person = 0; person < 50; person += 1) {
    const attempt = { ...makeAttempts()(), address };
    expect((await admitAttempt(attempt, start)).ok).toBe(true);
    await forgiveAttempts(attempt);
  }
});
