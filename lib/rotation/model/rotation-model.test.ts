import fc from "fast-check";
import { expect, test } from "vitest";
import { rotationSteps } from "@/lib/rotation/policy/rotation-state";
import { runSchedule, type Schedule } from "./model-run.fixture";
import { faultKinds } from "./model-world.fixture";

const scheduleCount = 100_000;

const schedules: fc.Arbitrary<Schedule> = fc.record({
  slotCount: fc.constantFrom(1, 1, 1, 2),
  consumerCount: fc.constantFrom(0, 1),
  mode: fc.constantFrom("api", "api", "api", "api", "manual"),
  isEmergency: fc.boolean(),
  isAdopting: fc.boolean(),
  isTurningBack: fc.boolean(),
  isMistaken: fc.constantFrom(false, false, false, true),
  faults: fc.array(fc.record({ at: fc.nat(70), kind: fc.constantFrom(...faultKinds), delay: fc.nat(40) }), {
    minLength: 1,
    maxLength: 3,
  }),
  script: fc.array(fc.nat(255), { maxLength: 14 }),
});

test(`a rotation survives ${scheduleCount} schedules of crashes, lost answers and foreign hands`, () => {
  const tally = new Map<string, number>();
  const note = (what: string) => {
    tally.set(what, (tally.get(what) ?? 0) + 1);
  };
  fc.assert(
    fc.property(schedules, (schedule) => {
      const broken = runSchedule(schedule, note);
      if (broken.length > 0) throw new Error(broken.join(" "));
    }),
    { numRuns: scheduleCount },
  );
  // What never came up was not tried.
  const attention = ["binding", "creating", "deleting", "cancelling", "removing"];
  for (const what of [
    ...faultKinds,
    ...rotationSteps,
    ...attention.map((state) => `attention in ${state}`),
  ]) {
    expect(tally.get(what) ?? 0, what).toBeGreaterThan(100);
  }
}, 180_000);
