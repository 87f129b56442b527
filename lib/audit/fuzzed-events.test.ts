import fc from "fast-check";
import { expect, test } from "vitest";
import { describeEvent } from "@/lib/audit/words/describe-event";
import { newOrganizationId } from "@/lib/ids";
import { buildLink, type ChainTip, checkLink, genesisOf } from "./chain";
import { makeAuditKey } from "./chain.fixture";
import { eventDetails } from "./event";
import { fuzzedEvent, isFit } from "./fuzzed-event.fixture";
import { parseEvent } from "./parse-event";

const slips = ["undefined", "NaN", "[object"];

test("10,000 events of every kind are refused, or read back as they were given, verified and put into words", () => {
  const key = makeAuditKey();
  const keys = new Map([[key.kid, key.publicKey]]);
  const organizationId = newOrganizationId();
  const accepted = new Map<string, number>();
  let tip: ChainTip = genesisOf(organizationId);
  let refused = 0;
  const tryEvent = fc.property(fuzzedEvent, (event) => {
    const { draft, origin, occurredAt } = event;
    const place = { organizationId, tip, occurredAt };
    if (!isFit(event)) {
      refused += 1;
      expect(() => buildLink(place, origin, draft, key)).toThrow();
      return;
    }
    const row = buildLink(place, origin, draft, key);
    expect(checkLink(row, organizationId, tip, keys)).toBeUndefined();
    const parsed = parseEvent(row);
    if (!parsed.ok) throw new Error("It cannot be read back.");
    expect(parsed.value).toMatchObject({ occurredAt, address: origin.address, outcome: draft.outcome });
    expect(parsed.value.detail).toStrictEqual(draft.detail);
    expect(parsed.value.target?.name).toBe(draft.target?.name);
    const given = JSON.stringify(event);
    const told = JSON.stringify(describeEvent(parsed.value));
    for (const slip of slips) expect(told.includes(slip) && !given.includes(slip)).toBe(false);
    accepted.set(draft.action, (accepted.get(draft.action) ?? 0) + 1);
    tip = row;
  });
  fc.assert(tryEvent, { numRuns: 10_000 });
  expect([...accepted.keys()].sort()).toEqual(Object.keys(eventDetails).sort());
  expect(Math.min(...accepted.values())).toBeGreaterThan(40);
  expect(refused).toBeGreaterThan(150);
}, 120_000);
