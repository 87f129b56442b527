import { expect, onTestFinished, test, vi } from "vitest";
import { createTurnstile } from "./turnstile";

function makeWork() {
  const begun: string[] = [];
  const finish = new Map<string, () => void>();
  const work = (name: string) => async () => {
    begun.push(name);
    await new Promise<void>((resolve) => finish.set(name, resolve));
    return name;
  };
  const end = async (name: string) => {
    finish.get(name)?.();
    await new Promise(process.nextTick);
  };
  return { begun, work, end };
}

test("no more work than there are places runs at once, and it begins in the order it came", async () => {
  const turnstile = createTurnstile(2, 60_000);
  const { begun, work, end } = makeWork();
  const all = Promise.all(["a", "b", "c", "d"].map((name) => turnstile.pass(work(name))));
  await new Promise(process.nextTick);
  expect(begun).toEqual(["a", "b"]);
  await end("b");
  expect(begun).toEqual(["a", "b", "c"]);
  await end("a");
  await end("c");
  await end("d");
  expect(await all).toEqual(["a", "b", "c", "d"]);
});

test("work that throws leaves its place to the next", async () => {
  const turnstile = createTurnstile(1, 60_000);
  const failed = turnstile.pass(() => Promise.reject(new RangeError()));
  const next = turnstile.pass(async () => "next");
  await expect(failed).rejects.toThrow(RangeError);
  expect(await next).toBe("next");
});

test("work that waits for work behind it goes on once patience ends, and the places are counted right", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const turnstile = createTurnstile(1, 5_000);
  const { begun, work, end } = makeWork();
  const outer = turnstile.pass(() => turnstile.pass(async () => "inner"));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await outer).toBe("inner");
  const after = [turnstile.pass(work("first")), turnstile.pass(work("second"))];
  await new Promise(process.nextTick);
  expect(begun).toEqual(["first"]);
  await end("first");
  expect(begun).toEqual(["first", "second"]);
  await end("second");
  await Promise.all(after);
});
