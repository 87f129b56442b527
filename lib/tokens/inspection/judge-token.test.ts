import { expect, test } from "vitest";
import { makeUnsignedToken } from "@/lib/adobe/request-token.fixture";
import { Secret } from "@/lib/secret";
import { inspectToken } from "./inspect-token";
import { compareToken, environmentsOf, judgeToken } from "./judge-token";

const claims = {
  type: "access_token",
  client_id: "made-up-client",
  user_id: "ABC@techacct.adobe.com",
  as: "ims-na1",
  created_at: "1767225600000",
  expires_in: "86400000",
};
const noon = new Date("2026-01-01T12:00:00Z");

function judge(payload: object, now = noon): readonly string[] {
  return judgeToken(inspectToken(new Secret(makeUnsignedToken(payload)), []), now).map(({ title }) => title);
}

test("a working access token of a technical account is warned of in nothing", () => {
  expect(judge(claims)).toEqual([]);
});

test.each<[object, RegExp]>([
  [{ as: "ims-na1-stg1" }, /stage/],
  [{ as: "ims-xy9" }, /environment that Latchkey does not know/],
  [{ as: undefined }, /not an Adobe token/],
  [{ type: "refresh_token" }, /not an access token/],
  [{ user_id: "ABC@AdobeID" }, /a person/],
  [{ created_at: "1777225600000" }, /in the future/],
  [{ iss: "https://ims-na1.adobelogin.com", as: undefined, sub: "x" }, /id token/],
  [{ iss: "ABC@AdobeOrg", as: undefined }, /what a JWT credential signs/],
])("%j is warned of", (change, title) => {
  expect(judge({ ...claims, ...change })).toEqual([expect.stringMatching(title)]);
});

test("an expired token is told to the millisecond, and before all else", () => {
  const end = new Date("2026-01-02T00:00:00Z");
  expect(judge({ ...claims, as: "ims-na1-stg1" }, end)[0]).toBe("This token has expired");
  expect(judge(claims, new Date(end.getTime() - 1))).toEqual([]);
});

test("what is no JWT is told by what it looks like", () => {
  const titleOf = (text: string) => judgeToken(inspectToken(new Secret(text), []), noon)[0]?.title;
  expect(titleOf(`p8e-${"x".repeat(32)}`)).toContain("client secret");
  expect(titleOf("opaque")).toContain("cannot be read as a token");
});

test("the sandbox names itself as production does", () => {
  expect(environmentsOf("ims-na1")).toEqual(["production", "sandbox"]);
  expect(environmentsOf("ims-na1-stg1")).toEqual(["stage"]);
  expect(environmentsOf("constructor")).toBeNull();
});

test("a token of another environment, client or account than the credential's is told", () => {
  const { facts } = { facts: factsOf() };
  const credential = {
    environment: "sandbox",
    clientId: "made-up-client",
    technicalAccountId: "abc@techacct.adobe.com",
  } as const;
  const differ = (change: object) =>
    compareToken(facts, { ...credential, ...change }).map(({ title }) => title);
  expect(differ({})).toEqual([]);
  expect(differ({ technicalAccountId: null })).toEqual([]);
  expect(differ({ environment: "stage" })).toEqual([expect.stringContaining("another environment")]);
  expect(differ({ clientId: "another" })).toEqual([expect.stringContaining("another client ID")]);
  expect(differ({ technicalAccountId: "x@techacct.adobe.com" })).toEqual([
    expect.stringContaining("another technical account"),
  ]);
});

function factsOf() {
  const inspection = inspectToken(new Secret(makeUnsignedToken(claims)), []);
  if (inspection.form !== "jwt") throw new Error("This was to be read as a JWT.");
  return inspection.facts;
}
