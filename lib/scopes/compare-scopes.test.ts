import fc from "fast-check";
import { expect, test } from "vitest";
import { compareScopes, listDrifted } from "./compare-scopes";

test("a lost, a gained and a never granted scope are told apart", () => {
  expect(
    compareScopes({
      requested: ["openid", "firefly_api", "session"],
      granted: ["openid", "email"],
      approved: ["openid", "session"],
    }),
  ).toEqual({ lost: ["session"], gained: ["email"], notGranted: ["firefly_api"] });
});

const names: readonly string[] = ["openid", "AdobeID", "session", "email", "profile"];
const scopes = fc.uniqueArray(fc.constantFrom(...names));

test("no scope is in two places, and none of a drift is both granted and approved", () => {
  fc.assert(
    fc.property(scopes, scopes, scopes, (requested, granted, approved) => {
      const drift = compareScopes({ requested, granted, approved });
      const all = [...drift.lost, ...drift.gained, ...drift.notGranted];
      expect(new Set(all).size).toBe(all.length);
      expect(all.filter((scope) => granted.includes(scope) && approved.includes(scope))).toEqual([]);
      for (const scope of requested) expect(granted.includes(scope) || all.includes(scope)).toBe(true);
    }),
  );
});

test("what is granted as approved and as asked for, in whatever order, is no drift", () => {
  fc.assert(
    fc.property(scopes, (granted) => {
      const turned = granted.toReversed();
      expect(listDrifted(compareScopes({ requested: turned, granted, approved: turned }))).toEqual([]);
    }),
  );
});
