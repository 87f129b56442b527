import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newCredentialId, newUserId } from "@/lib/ids";
import { type EventFilters, parseEventFilters, periodOf, writeEventFilters } from "./event-filters";

const credential = newCredentialId();
const user = newUserId();

test("every key of the address is understood", () => {
  const query = {
    action: "token.tested",
    credential,
    actor: user,
    outcome: "failed",
    from: "2026-11-01",
    to: "2026-11-22",
    q: " payments ",
    before: "48210",
  };
  expect(parseEventFilters(query)).toEqual({ ...query, q: "payments", before: 48210n });
});

test("what nobody did and what Latchkey did can be asked for", () => {
  expect(parseEventFilters({ actor: "anonymous" }).actor).toBe("anonymous");
  expect(parseEventFilters({ actor: "system" }).actor).toBe("system");
});

describe("a value that means nothing is no filter", () => {
  test.each<[keyof EventFilters, string | string[]]>([
    ["action", "token.stolen"],
    ["action", "toString"],
    ["action", "__proto__"],
    ["action", ["token.tested", "token.tested"]],
    ["credential", "1"],
    ["credential", "' OR 1=1 --"],
    ["actor", "root"],
    ["outcome", "SUCCEEDED"],
    ["from", "2026-02-30"],
    ["from", "22.11.2026"],
    ["from", "2026-11-22T00:00:00Z"],
    ["from", "0001-01-01"],
    ["to", "9999-12-31"],
    ["to", "99999-01-01"],
    ["q", ""],
    ["q", " \0 \ud800 "],
    ["q", ["a", "b"]],
    ["before", "0"],
    ["before", "-1"],
    ["before", "1e3"],
    ["before", "9".repeat(19)],
    ["before", "0x10"],
  ])("%s=%j", (name, value) => {
    expect(parseEventFilters({ [name]: value, outcome2: "x" })[name]).toBeUndefined();
  });
});

test("one bad value does not take the good ones with it", () => {
  const parsed = parseEventFilters({ action: "nonsense", outcome: "denied", utm: "x" });
  expect(parsed).toEqual({ outcome: "denied" });
});

test("no query whatever fails, and reading what was written gives the same filters", () => {
  const value = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.array(fc.string()),
    fc.constant(undefined),
  );
  const keys = ["action", "credential", "actor", "outcome", "from", "to", "q", "before"];
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...keys), value), (query) => {
      const filters = parseEventFilters(query);
      const again = parseEventFilters(Object.fromEntries(writeEventFilters(filters)));
      expect(again).toEqual(filters);
    }),
  );
});

test("a search is cut at 100 characters, never inside one", () => {
  const { q } = parseEventFilters({ q: "\u{1f511}".repeat(150) });
  expect(q).toBe("\u{1f511}".repeat(100));
});

test("zero bytes and lone surrogates are left out of a search", () => {
  expect(parseEventFilters({ q: "pay\0ments\ud800" }).q).toBe("payments");
});

test("a filter that is not set does not appear in the address", () => {
  const filters = parseEventFilters({ q: "a&b", before: "12" });
  expect(writeEventFilters(filters).toString()).toBe("q=a%26b&before=12");
});

describe("days are whole UTC days, the last one included", () => {
  test.each([
    [{ from: "2026-11-22", to: "2026-11-22" }, "2026-11-22T00:00:00.000Z", "2026-11-23T00:00:00.000Z"],
    [{ from: "2026-12-31", to: "2026-12-31" }, "2026-12-31T00:00:00.000Z", "2027-01-01T00:00:00.000Z"],
    [{ from: "2028-02-28", to: "2028-02-28" }, "2028-02-28T00:00:00.000Z", "2028-02-29T00:00:00.000Z"],
    [{ from: "1970-01-01", to: "9998-12-31" }, "1970-01-01T00:00:00.000Z", "9999-01-01T00:00:00.000Z"],
  ])("%j", (days, gte, lt) => {
    const period = periodOf(parseEventFilters(days));
    expect([period.gte?.toISOString(), period.lt?.toISOString()]).toEqual([gte, lt]);
  });

  test("an open end is open", () => {
    expect(periodOf({})).toEqual({});
    expect(Object.keys(periodOf({ from: "2026-11-22" }))).toEqual(["gte"]);
    expect(Object.keys(periodOf({ to: "2026-11-22" }))).toEqual(["lt"]);
  });
});
