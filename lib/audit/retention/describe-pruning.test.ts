import { expect, test } from "vitest";
import { describePlan, describeProgress, describeRefusal, describeStep } from "./describe-pruning";
import type { PruneStep } from "./prune-log";
import type { PruneRefusal } from "./prune-refusal";

const path = "/srv/archive/log-1-4821.ndjson";
const range = { first: 1n, last: 4_821n };

test.each<[PruneStep, string]>([
  [{ kind: "archived", path, range }, `archived events 1 to 4,821 in ${path}.`],
  [
    { kind: "found", path, range },
    `found the archive of events 1 to 4,821 that an earlier run wrote: ${path}.`,
  ],
  [{ kind: "sealed", range: { first: 7n, last: 7n }, seq: 5_400n }, "sealed event 7 with event 5,400."],
  [{ kind: "removed", range }, "removed events 1 to 4,821 from the database."],
  [{ kind: "elsewhere", count: 1 }, "1 archive of events that were removed earlier is not in this folder."],
  [
    { kind: "elsewhere", count: 12 },
    "12 archives of events that were removed earlier are not in this folder.",
  ],
])("a step is told in one sentence (%#)", (step, sentence) => {
  expect(describeStep(step)).toBe(sentence);
});

test("how far long work is, is told in numbers", () => {
  expect(describeProgress({ work: "archiving", done: 1_500n, total: 4_821n })).toBe(
    "written 1,500 of 4,821 events.",
  );
  expect(describeProgress({ work: "removing", done: 1_000n, total: 4_821n })).toBe(
    "removed 1,000 of 4,821 events.",
  );
});

test("a plan tells what is left of an earlier run before what is new", () => {
  expect(describePlan({ sealed: [range], expired: { first: 4_822n, last: 5_000n } })).toEqual([
    "would remove events 1 to 4,821, sealed earlier.",
    "would archive, seal and remove events 4,822 to 5,000.",
  ]);
  expect(describePlan({ sealed: [], expired: undefined })).toEqual([]);
});

test.each<[PruneRefusal, string]>([
  [
    { kind: "tampered", seq: 12n, problem: { kind: "edited" } },
    "event 12 is not as it was signed (edited: what it says is not what was signed)",
  ],
  [{ kind: "archive_unreadable", path }, `${path} was not read back as it was written`],
  [{ kind: "archive_in_the_way", path }, `${path} is not the archive of these events`],
  [
    { kind: "archive_missing", path, range, next: 2_001n },
    `${path} is missing: it holds events 1 to 4,821, so those from 2,001 on stay in the database.`,
  ],
  [
    { kind: "archive_differs", path, range, next: 2_001n },
    `${path} is not the file that was sealed, so the events from 2,001 to 4,821 stay in the database.`,
  ],
  [{ kind: "unsealed_before_seal", range }, "no seal names events 1 to 4,821"],
  [{ kind: "changed_meanwhile" }, "was changed meanwhile"],
  [{ kind: "restore_unacknowledged" }, "until an owner acknowledges the restore"],
])("a refusal says what stays, or what to do (%#)", (refusal, part) => {
  expect(describeRefusal(refusal)).toContain(part);
  expect(describeRefusal(refusal)).toMatch(/\.$/);
});
