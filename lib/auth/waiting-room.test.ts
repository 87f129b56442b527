import { expect, test } from "vitest";
import { createWaitingRoom } from "./waiting-room";

function gatedWork() {
  const finish: (() => void)[] = [];
  let most = 0;
  let running = 0;
  const work = async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((resolve) => finish.push(resolve));
    running -= 1;
    return "done";
  };
  return { work, finish, most: () => most };
}

test("no more than the allowed pieces of work run at once, and the others wait their turn", async () => {
  const room = createWaitingRoom({ running: 2, waiting: 3 });
  const { work, finish, most } = gatedWork();
  const answers = Promise.all(Array.from({ length: 5 }, () => room.enter(work)));
  for (let done = 0; done < 5; done += 1) {
    await new Promise(setImmediate);
    finish.shift()?.();
  }
  expect(await answers).toEqual(Array.from({ length: 5 }, () => "done"));
  expect(most()).toBe(2);
});

test("whoever comes when the queue is full is turned away without starting work", async () => {
  const room = createWaitingRoom({ running: 1, waiting: 1 });
  const { work, finish } = gatedWork();
  const first = room.enter(work);
  const second = room.enter(work);
  let started = false;
  expect(
    await room.enter(async () => {
      started = true;
    }),
  ).toBe("full");
  expect(started).toBe(false);
  finish.shift()?.();
  expect(await first).toBe("done");
  await new Promise(setImmediate);
  finish.shift()?.();
  expect(await second).toBe("done");
});

test("work that throws gives its place back", async () => {
  const room = createWaitingRoom({ running: 1, waiting: 0 });
  await expect(room.enter(() => Promise.reject(new RangeError()))).rejects.toThrow(RangeError);
  expect(await room.enter(async () => "next")).toBe("next");
});
