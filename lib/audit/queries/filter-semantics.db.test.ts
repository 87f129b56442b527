import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { makeOrigin } from "@/lib/audit/chain.fixture";
import { type EventDraft, type EventOrigin, type EventTarget, eventOutcomes } from "@/lib/audit/event";
import { makeDraftPerAction } from "@/lib/audit/event.fixture";
import { recordEvent } from "@/lib/audit/record-event";
import { getDb } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import { type CredentialId, newCredentialId, newOrganizationId, newUserId, type UserId } from "@/lib/ids";
import type { EventFilters } from "./event-filters";
import { selectPage } from "./event-page-query";
import { listEvents, matching } from "./list-events";
import { readChart } from "./read-chart";

/** One event as a person would note it down, beside the log. */
interface Noted {
  readonly seq: number;
  readonly action: EventDraft["action"];
  readonly outcome: EventDraft["outcome"];
  readonly actor: EventOrigin["actor"];
  readonly target: EventTarget | null;
  readonly at: Date;
}

const acme = newOrganizationId();
const eventCount = 300;
const credentials: readonly CredentialId[] = Array.from({ length: 5 }, newCredentialId);
const people: readonly UserId[] = Array.from({ length: 4 }, newUserId);
const names = ["Payments", "Payments (EU)", "100% nightly_job", "Person Export", "back\\slash"];
const noted: Noted[] = [];

function pick<T>(all: readonly T[], number: number): T {
  const one = all[number % all.length];
  if (one === undefined) throw new Error("There is nothing to pick from.");
  return one;
}

function makeActor(number: number): EventOrigin["actor"] {
  if (number % 11 === 0) return { type: "anonymous" };
  if (number % 13 === 0) return { type: "system" };
  const id = pick(people, number * number);
  // People change their names, and change them back.
  return { type: "user", id, name: `Person ${people.indexOf(id)}${number % 7 > 3 ? " Export" : ""}` };
}

function makeTarget(number: number): EventTarget | null {
  if (number % 10 === 9) return null;
  // An id alone does not make a credential.
  const other = number % 20 === 8 ? pick(credentials, number) : pick(people, number);
  if (number % 10 === 8) return { type: "user", id: other, name: pick(names, number) };
  if (number % 10 === 7) return { type: "organization", id: acme, name: "Acme Retail" };
  const id = pick(credentials, number * number + number);
  return { type: "credential", id, name: pick(names, Math.floor(number / 60) + credentials.indexOf(id)) };
}

/** Twenty events a day, by clocks that differ by up to an hour: around midnight days overlap. */
function makeTime(number: number): Date {
  const driftMs = (((number * 7_919) % 121) - 60) * 60_000;
  return new Date(Date.UTC(2026, 10, 1, 0, number * 72) + driftMs);
}

beforeAll(async () => {
  const drafts = Object.values(makeDraftPerAction());
  for (let first = 0; first < eventCount; first += 100) {
    await inTransaction(async (tx) => {
      for (let number = first; number < first + 100; number += 1) {
        const at = makeTime(number);
        const actor = makeActor(number);
        const target = makeTarget(number);
        const draft = pick(drafts, number % 3 === 0 ? 16 : number);
        const outcome = pick(eventOutcomes, number * 3 + (number % 5));
        const origin = { ...makeOrigin(), actor };
        const clock = { now: () => at };
        const { seq } = await recordEvent(tx, acme, origin, { ...draft, outcome, target }, clock);
        noted.push({ seq: Number(seq), action: draft.action, outcome, actor, target, at });
      }
    });
  }
  const stranger = newOrganizationId();
  await inTransaction(async (tx) => {
    for (const draft of drafts) await recordEvent(tx, stranger, makeOrigin("Person 1"), draft);
  });
});

function isWanted(event: Noted, filters: EventFilters): boolean {
  const { action, credential, actor, outcome, from, to, q, before } = filters;
  const day = event.at.toISOString().slice(0, 10);
  const actorName = event.actor.type === "user" ? event.actor.name : "";
  const texts = [actorName, event.target?.name ?? ""].map((text) => text.toLowerCase());
  return (
    (action === undefined || event.action === action) &&
    (outcome === undefined || event.outcome === outcome) &&
    (credential === undefined || (event.target?.type === "credential" && event.target.id === credential)) &&
    (actor === undefined ||
      (event.actor.type === "user" ? event.actor.id === actor : event.actor.type === actor)) &&
    (from === undefined || day >= from) &&
    (to === undefined || day <= to) &&
    (q === undefined || texts.some((text) => text.includes(q.toLowerCase()))) &&
    (before === undefined || event.seq < before)
  );
}

function expectedOf(filters: EventFilters): number[] {
  return noted
    .filter((event) => isWanted(event, filters))
    .map(({ seq }) => seq)
    .toReversed();
}

const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined, freq: 4 });
const days = fc
  .integer({ min: 0, max: 18 })
  .map((day) => new Date(Date.UTC(2026, 9, 31 + day)).toISOString().slice(0, 10));
const filtersOf: fc.Arbitrary<EventFilters> = fc.record({
  action: maybe(fc.constantFrom("token.tested", "session.started", "credential.edited", "log.sealed")),
  credential: maybe(fc.constantFrom(...credentials, newCredentialId())),
  actor: maybe(fc.constantFrom(...people, newUserId(), "anonymous" as const, "system" as const)),
  outcome: maybe(fc.constantFrom(...eventOutcomes)),
  from: maybe(days),
  to: maybe(days),
  q: maybe(
    fc.constantFrom("person", "EXPORT", "pay", "(eu)", "0%", "y_j", "%", "_", "\\", "acme", "person 2", "zz"),
  ),
  before: maybe(fc.bigInt({ min: 1n, max: 320n })),
});
/** Most with one filter or two: a random one of each would let nothing through. */
const fewFilters = fc
  .tuple(
    filtersOf,
    fc.uniqueArray(fc.constantFrom("action", "credential", "actor", "outcome", "from", "to", "q", "before"), {
      maxLength: 3,
    }),
  )
  .map(
    ([filters, keys]): EventFilters =>
      Object.fromEntries(Object.entries(filters).filter(([key]) => keys.some((kept) => kept === key))),
  );
const anyFilters = fc.oneof({ arbitrary: fewFilters, weight: 4 }, { arbitrary: filtersOf, weight: 1 });

test("a page holds what a person would pick by hand, and says where the next one begins", async () => {
  await fc.assert(
    fc.asyncProperty(anyFilters, fc.integer({ min: 1, max: 60 }), async (filters, limit) => {
      const { events, nextBefore } = await listEvents(acme, filters, limit);
      const expected = expectedOf(filters);
      const shown = expected.slice(0, limit);
      expect(events.map(({ seq }) => seq)).toEqual(shown);
      expect(nextBefore).toBe(expected.length > limit ? BigInt(shown.at(-1) ?? 0) : null);
    }),
    { numRuns: 300 },
  );
});

test("all pages together hold each event once", async () => {
  await fc.assert(
    fc.asyncProperty(fewFilters, async (filters) => {
      const seen: number[] = [];
      let { before } = filters;
      do {
        const page = await listEvents(acme, { ...filters, before }, 20);
        seen.push(...page.events.map(({ seq }) => seq));
        before = page.nextBefore ?? undefined;
      } while (before !== undefined);
      expect(seen).toEqual(expectedOf(filters));
    }),
    { numRuns: 20 },
  );
});

const numbersSchema = z.array(z.object({ seq: z.bigint() }));

test("where too many names hold the text to look for each, the same is found", async () => {
  await fc.assert(
    fc.asyncProperty(anyFilters, async (filters) => {
      const rows = await getDb().$queryRaw(selectPage(acme, filters, null, eventCount));
      expect(numbersSchema.parse(rows).map(({ seq }) => Number(seq))).toEqual(expectedOf(filters));
    }),
  );
});

test("whoever reads the whole log gets the same events", async () => {
  await fc.assert(
    fc.asyncProperty(anyFilters, async (filters) => {
      const where = { organizationId: acme, ...matching(filters) };
      const rows = await getDb().auditEvent.findMany({
        where,
        orderBy: { seq: "desc" },
        select: { seq: true },
      });
      expect(rows.map(({ seq }) => Number(seq))).toEqual(expectedOf(filters));
    }),
  );
});

test("the chart counts the same events, day by day", async () => {
  const followed = fewFilters.map(({ actor, q, before, ...filters }): EventFilters => filters);
  await fc.assert(
    fc.asyncProperty(followed, async (filters) => {
      const range = { from: filters.from ?? "2026-10-30", to: filters.to ?? "2026-11-20" };
      const { days } = await readChart(acme, { ...filters, ...range });
      const wanted = noted.filter((event) => isWanted(event, { ...filters, ...range }));
      for (const { day, requested, succeeded, failed, denied } of days) {
        const ofDay = wanted.filter(({ at }) => at.toISOString().startsWith(day));
        const counted = eventOutcomes.map((one) => ofDay.filter(({ outcome }) => outcome === one).length);
        expect([day, requested, succeeded, failed, denied]).toEqual([day, ...counted]);
      }
    }),
  );
});
