import { expect, test } from "vitest";
import { createReceiptSchedule } from "./receipt-schedule";

const minuteMs = 60_000;

/** A schedule with a clock of its own. `committed` is the number that the database would show. */
function makeSchedule() {
  let now = 0;
  let committed: bigint | undefined;
  let timers: { readonly atMs: number; readonly work: () => void }[] = [];
  const kept: [number, string, bigint][] = [];
  let noted = 0n;
  const schedule = createReceiptSchedule<string>({
    keep: async (chain) => {
      const seq = committed ?? noted;
      kept.push([now, chain, seq]);
      return seq;
    },
    nowMs: () => now,
    later: (work, delayMs) => {
      const timer = { atMs: now + delayMs, work };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
  });
  return {
    kept,
    note: (count = 1, chain = "acme") => {
      for (let done = 0; done < count; done += 1) {
        noted += 1n;
        schedule.note(chain, noted);
      }
    },
    commitOnly: (seq: bigint) => {
      committed = seq;
    },
    passTo: async (atMs: number) => {
      for (;;) {
        const [next] = timers
          .filter((timer) => timer.atMs <= atMs)
          .sort((one, other) => one.atMs - other.atMs);
        if (next === undefined) break;
        timers = timers.filter((timer) => timer !== next);
        now = next.atMs;
        next.work();
        await new Promise((resolve) => setImmediate(resolve));
      }
      now = atMs;
    },
  };
}

test("the first event has its receipt soon, and the next ones after five minutes", async () => {
  const { kept, note, passTo } = makeSchedule();
  note();
  await passTo(minuteMs);
  note(3);
  await passTo(2 * minuteMs);
  note(5);
  await passTo(20 * minuteMs);
  expect(kept).toEqual([
    [1_000, "acme", 1n],
    [5 * minuteMs + 1_000, "acme", 9n],
  ]);
});

test("a hundred events have theirs at once", async () => {
  const { kept, note, passTo } = makeSchedule();
  note();
  await passTo(2_000);
  note(99);
  await passTo(minuteMs);
  expect(kept).toHaveLength(1);
  note();
  await passTo(minuteMs + 1_000);
  expect(kept.slice(1)).toEqual([[minuteMs + 1_000, "acme", 101n]]);
});

test("while nothing happens, none is due", async () => {
  const { kept, note, passTo } = makeSchedule();
  await passTo(minuteMs);
  note();
  await passTo(120 * minuteMs);
  expect(kept).toHaveLength(1);
});

test("each chain has its own", async () => {
  const { kept, note, passTo } = makeSchedule();
  note(1, "acme");
  note(1, "other");
  await passTo(minuteMs);
  expect(kept.map(([, chain]) => chain)).toEqual(["acme", "other"]);
});

test("an event that had not committed yet is tried for once more, and no further", async () => {
  const { kept, note, passTo, commitOnly } = makeSchedule();
  commitOnly(1n);
  note(2);
  await passTo(60 * minuteMs);
  expect(kept).toEqual([
    [1_000, "acme", 1n],
    [5 * minuteMs + 1_000, "acme", 1n],
  ]);
});
