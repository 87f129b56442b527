import { expect, test } from "vitest";
import { rotationStates } from "@/lib/rotation/policy/rotation-state";
import { describeSteps, type StepFacts } from "./describe-steps";

const at = "2026-11-20T10:04:00.000Z";
const consumer = { id: "1", system: "Billing", owner: "Bo Kim", location: "vault", redeploy: "" };
const ticked = { ...consumer, acknowledgedAt: at, acknowledgedByName: "Ann Lee" };
const unticked = { ...consumer, id: "2", acknowledgedAt: null, acknowledgedByName: null };
const facts: StepFacts = {
  state: "planned",
  mode: "api",
  addedAt: null,
  verifiedAt: null,
  promotedAt: null,
  endedAt: null,
  fresh: null,
  consumers: [],
  isUnlocked: false,
  overrideReason: null,
};
const fresh = { fingerprint: "0a1b2c3d", adobeSecretId: "ab".repeat(16), createdAt: at };
const promoted: StepFacts = {
  ...facts,
  state: "promoted",
  addedAt: at,
  verifiedAt: at,
  promotedAt: at,
  fresh,
};

function marks(changed: Partial<StepFacts>): string {
  return describeSteps({ ...facts, ...changed })
    .map(({ status }) => status[0])
    .join("");
}

function wordsOf(id: string, changed: StepFacts): string | undefined {
  return describeSteps(changed).find((step) => step.id === id)?.words;
}

test.each(rotationStates)("%s has six steps, and one that is on unless it is over", (state) => {
  const steps = describeSteps({ ...promoted, state });
  expect(steps.map(({ title }) => title)).toEqual([
    "Add secret",
    "Verify new secret",
    "Hand over",
    "Promote",
    "Check last use",
    "Delete old secret",
  ]);
  const isOver = state === "done" || state === "cancelled";
  expect(steps.filter(({ status }) => status === "now")).toHaveLength(isOver ? 0 : 1);
});

test("the steps go one after the other, and handing over to nobody passes by itself", () => {
  expect(marks({})).toBe("nlllll");
  expect(marks({ state: "created", addedAt: at })).toBe("dnllll");
  expect(marks({ state: "verified", addedAt: at, verifiedAt: at })).toBe("dddnll");
  expect(marks({ ...promoted })).toBe("ddddnl");
  expect(marks({ ...promoted, isUnlocked: true })).toBe("dddddn");
  expect(marks({ ...promoted, state: "done" })).toBe("dddddd");
});

test("a consumer without its tick keeps the hand-over on, and after the promotion it waits", () => {
  const consumers = [ticked, unticked];
  expect(marks({ state: "verified", addedAt: at, verifiedAt: at, consumers })).toBe("ddnlll");
  expect(marks({ ...promoted, consumers })).toBe("ddldnl");
});

test("a cancelled rotation shows how far it came", () => {
  expect(marks({ state: "cancelled" })).toBe("llllll");
  expect(marks({ state: "cancelled", addedAt: at })).toBe("dlllll");
});

test("a secret is named by the end of Adobe's id, or by its fingerprint where the id is not known", () => {
  expect(wordsOf("add", promoted)).toBe("Adobe made …abab");
  const byHand: StepFacts = { ...promoted, mode: "manual", fresh: { ...fresh, adobeSecretId: null } };
  expect(wordsOf("add", byHand)).toBe("Pasted here as 0a1b2c3d");
});

test("who confirmed last is named", () => {
  expect(wordsOf("hand_over", { ...promoted, consumers: [ticked] })).toBe(
    "1 of 1 consumer confirmed, last by Ann Lee",
  );
});

test("an early deletion never reads as if nobody had needed the secret", () => {
  const early: StepFacts = { ...promoted, state: "done", overrideReason: "It leaked" };
  expect(wordsOf("check", early)).toBe("An owner decided not to wait for it");
  expect(wordsOf("delete", early)).toContain("It leaked");
});

test("after going back nobody reads that the new secret is current", () => {
  expect(wordsOf("promote", { ...promoted, state: "cancelled" })).toContain(
    "until the rotation was cancelled",
  );
});
