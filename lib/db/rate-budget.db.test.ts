import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { spend } from "./rate-budget";

const start = new Date("2030-01-01T00:00:00.000Z");
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const sixAMinute = { limit: 6, windowSeconds: 60 };

async function spendAt(key: string, seconds: readonly number[]): Promise<(number | "ok")[]> {
  const answers: (number | "ok")[] = [];
  for (const second of seconds) {
    const result = await spend(key, { ...sixAMinute, now: after(second) });
    answers.push(result.ok ? "ok" : result.failure.retryAfterSeconds);
  }
  return answers;
}

test("the seventh within a minute is refused, with the seconds to wait", async () => {
  const answers = await spendAt(randomUUID(), [0, 1, 2, 3, 4, 5, 10]);
  expect(answers).toEqual(["ok", "ok", "ok", "ok", "ok", "ok", 50]);
});

test("waiting as long as asked is enough, and frees one unit at a time", async () => {
  const answers = await spendAt(randomUUID(), [0, 1, 2, 3, 4, 5, 10, 60, 60]);
  expect(answers.slice(6)).toEqual([50, "ok", 1]);
});

test("no minute holds more than six, wherever it begins", async () => {
  const answers = await spendAt(randomUUID(), [0, 59, 59, 59, 59, 59, 60, 60, 119, 119]);
  expect(answers).toEqual(["ok", "ok", "ok", "ok", "ok", "ok", "ok", 59, "ok", "ok"]);
});

test("asking while refused does not prolong the wait", async () => {
  const key = randomUUID();
  await spendAt(key, [0, 0, 0, 0, 0, 0]);
  expect(await spendAt(key, [10, 20, 30, 59, 60])).toEqual([50, 40, 30, 1, "ok"]);
});

test("forty at once get six units between them", async () => {
  const key = randomUUID();
  const answers = await Promise.all(Array.from({ length: 40 }, () => spend(key, sixAMinute)));
  expect(answers.filter((answer) => answer.ok)).toHaveLength(6);
});

test("budgets are apart", async () => {
  const [one, other] = [randomUUID(), randomUUID()];
  await spendAt(one, [0, 0, 0, 0, 0, 0]);
  expect(await spendAt(other, [0])).toEqual(["ok"]);
});
