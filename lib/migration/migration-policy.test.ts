import { describe, expect, test } from "vitest";
import {
  conditionIds,
  judgeMigration,
  judgeSteps,
  type MigrationFacts,
  type MigrationStanding,
  stepIds,
} from "./migration-policy";

const hour = (hours: number) => new Date(Date.UTC(2026, 10, 1) + hours * 3_600_000);

const ready: MigrationFacts = {
  hasSecret: true,
  oauthWorkedAt: hour(0),
  isJwtEnded: false,
  typed: { at: hour(100), lastJwtUseAt: hour(76), lastOauthUseAt: hour(90) },
  ownJwtUseAt: null,
};

test("with the OAuth credential in use and the JWT quiet for a day, it may be finished", () => {
  expect(judgeMigration(ready)).toEqual({
    isUnlocked: true,
    met: { secret: true, works: true, newer: true, quiet: true },
    lastJwtUseAt: hour(76),
    quietFrom: hour(100),
  });
});

describe("each condition holds it back alone", () => {
  const typed = (lastJwtUseAt: Date | null, lastOauthUseAt: Date | null, at = hour(100)) => ({
    typed: { at, lastJwtUseAt, lastOauthUseAt },
  });
  test.each<[string, Partial<MigrationFacts>, readonly string[]]>([
    ["no secret is stored", { hasSecret: false }, ["secret", "works"]],
    ["OAuth has not worked", { oauthWorkedAt: null }, ["works"]],
    ["nobody has looked", { typed: null }, ["newer", "quiet"]],
    ["OAuth was never used", typed(hour(76), null), ["newer"]],
    ["OAuth was used before the JWT", typed(hour(76), hour(75)), ["newer"]],
    ["both were used in the same minute", typed(hour(76), hour(76)), ["newer"]],
    ["a minute is missing to the day", typed(new Date(hour(76).getTime() + 60_000), hour(90)), ["quiet"]],
    ["the day has passed since, but nobody has looked again", typed(hour(99), hour(100)), ["quiet"]],
    ["Latchkey exchanged a JWT after the typed use", { ownJwtUseAt: hour(80) }, ["quiet"]],
    ["Latchkey exchanged a JWT after OAuth was used", { ownJwtUseAt: hour(95) }, ["newer", "quiet"]],
    ["Latchkey exchanged a JWT after somebody looked", { ownJwtUseAt: hour(130) }, ["newer", "quiet"]],
  ])("%s", (_name, change, unmet) => {
    const unlock = judgeMigration({ ...ready, ...change });
    expect(unlock.isUnlocked).toBe(false);
    expect(conditionIds.filter((id) => !unlock.met[id])).toEqual(unmet);
  });
});

describe("what needs no waiting", () => {
  test.each<[string, Partial<MigrationFacts>]>([
    ["a JWT that was never used", { typed: { at: hour(1), lastJwtUseAt: null, lastOauthUseAt: hour(0) } }],
    ["an exchange of our own long before the typed use", { ownJwtUseAt: hour(3) }],
    ["a JWT that Adobe exchanges no longer", { isJwtEnded: true, typed: null, ownJwtUseAt: hour(99) }],
  ])("%s", (_name, change) => {
    expect(judgeMigration({ ...ready, ...change }).isUnlocked).toBe(true);
  });

  test("but an ended JWT finishes nothing before the OAuth credential has worked", () => {
    const ended = { ...ready, isJwtEnded: true, typed: null };
    expect(judgeMigration({ ...ended, oauthWorkedAt: null }).isUnlocked).toBe(false);
    expect(judgeMigration({ ...ended, hasSecret: false }).isUnlocked).toBe(false);
  });
});

describe("the steps", () => {
  test.each<[string, MigrationStanding, Partial<MigrationFacts>, (typeof stepIds)[number] | null]>([
    ["before it is started", "not_started", {}, "start"],
    ["without the secret", "open", { hasSecret: false, typed: null }, "secret"],
    ["with a secret that is not proved", "open", { oauthWorkedAt: null, typed: null }, "test"],
    ["when OAuth works", "open", { typed: null }, "hand_over"],
    ["when OAuth is in use, and the JWT not quiet", "open", { ownJwtUseAt: hour(80) }, "checks"],
    ["when all is met", "open", {}, "finish"],
    ["when Adobe has converted it", "open", { isJwtEnded: true, typed: null }, "finish"],
    ["when it is over", "finished", {}, null],
  ])(
    "%s exactly one is on, what is before it is done, what is after it is later",
    (_n, standing, change, on) => {
      const steps = judgeSteps(standing, judgeMigration({ ...ready, ...change }));
      const current = on === null ? stepIds.length : stepIds.indexOf(on);
      expect(stepIds.map((id) => steps[id])).toEqual(
        stepIds.map((_id, index) => (index < current ? "done" : index === current ? "now" : "later")),
      );
    },
  );
});
