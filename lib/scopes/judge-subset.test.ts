import { expect, test } from "vitest";
import { judgeSubset } from "./judge-subset";

const requested = ["openid", "AdobeID", "firefly_api", "session"];

test("consumers stay whole with what they need, in whatever order it was granted", () => {
  const needs = [{ system: "Shop", scopes: ["firefly_api", "openid"] }];
  expect(judgeSubset({ requested, granted: ["AdobeID", "openid", "firefly_api"] }, needs)).toEqual({
    dropped: ["session"],
    lacking: [],
    silent: [],
  });
});

test("a consumer that would lack a scope is named with it, and one that says nothing is named too", () => {
  const needs = [
    { system: "Shop", scopes: ["firefly_api", "openid"] },
    { system: "Night reports", scopes: [] },
  ];
  expect(judgeSubset({ requested, granted: ["openid", "AdobeID"] }, needs)).toEqual({
    dropped: ["firefly_api", "session"],
    lacking: [{ system: "Shop", scopes: ["firefly_api"] }],
    silent: ["Night reports"],
  });
});

test("a consumer lacks also what the credential does not even ask for", () => {
  const needs = [{ system: "Shop", scopes: ["email"] }];
  expect(judgeSubset({ requested, granted: requested }, needs).lacking).toEqual(needs);
});
