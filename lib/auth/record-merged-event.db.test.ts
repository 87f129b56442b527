import { expect, test } from "vitest";
import { getDb } from "@/lib/db/client";
import { makeAccount, makeRequest, readEvents, refuseEvents } from "./account.fixture";
import { recordClosedCounts, recordMergedEvent } from "./record-merged-event";

const start = new Date("2026-11-22T08:00:00Z");
const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000);

async function makeRefusal() {
  const { organizationId: chain, userId } = await makeAccount({ passwordHash: "$argon2id$never verified" });
  const refuse = (now: Date) =>
    recordMergedEvent({ action: "session.step_up_refused", chain, userId }, makeRequest(), now);
  const counts = async () => (await readEvents(chain)).map(({ detail }) => detail.count);
  return { chain, refuse, counts };
}

test("of many at once the first is written, and the others with the next event: none is lost", async () => {
  const { refuse, counts } = await makeRefusal();
  await Promise.all(Array.from({ length: 40 }, () => refuse(start)));
  const [first, ...more] = await counts();
  expect(more).toEqual([]);
  await refuse(after(15));
  expect(await counts()).toEqual([first, 41 - Number(first)]);
});

test("there is one event per quarter of an hour, however long it goes on", async () => {
  const { refuse, counts } = await makeRefusal();
  for (let minute = 0; minute < 60; minute += 1) await refuse(after(minute));
  expect(await counts()).toEqual([1, 15, 15, 15]);
});

test("the number of a burst gets into the log when nobody tries again, once", async () => {
  const { refuse, counts } = await makeRefusal();
  for (let round = 0; round < 5; round += 1) await refuse(start);
  await recordClosedCounts(after(14));
  expect(await counts()).toEqual([1]);
  await Promise.all([recordClosedCounts(after(15)), recordClosedCounts(after(15))]);
  await recordClosedCounts(after(31));
  expect(await counts()).toEqual([1, 4]);
});

test("a count that cannot be written stays, and stops nobody else", async () => {
  const broken = await makeRefusal();
  const whole = await makeRefusal();
  for (let round = 0; round < 3; round += 1) {
    await broken.refuse(start);
    await whole.refuse(start);
  }
  await refuseEvents(broken.chain);
  await recordClosedCounts(after(15));
  expect(await broken.counts()).toEqual([1]);
  expect(await whole.counts()).toEqual([1, 2]);
  const kept = await getDb().rateBudget.findMany({ where: { key: { contains: broken.chain } } });
  expect(kept.map(({ count }) => count)).toEqual([2]);
});

test("what is written and long quiet is cleared away, and what is not written stays", async () => {
  const { chain, refuse } = await makeRefusal();
  await refuse(start);
  const keys = () => getDb().rateBudget.count({ where: { key: { contains: chain } } });
  await recordClosedCounts(after(24 * 60));
  expect(await keys()).toBe(1);
  await recordClosedCounts(after(25 * 60));
  expect(await keys()).toBe(0);
});
