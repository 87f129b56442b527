import { describe, expect, test } from "vitest";
import { Secret } from "@/lib/secret";
import { decodeToken } from "./decode-token";
import { makeUnsignedToken } from "./request-token.fixture";

const clientSecret = new Secret("made-up-client-secret");
const decode = (token: string) => decodeToken(new Secret(token), clientSecret);

const claims = {
  client_id: "made-up-client",
  user_id: "ABC@techacct.adobe.com",
  as: "ims-na1",
  created_at: "1767225600000",
  expires_in: "86400000",
  scope: "openid,AdobeID, read_organizations",
};

test("the claims of an access token are read, times as milliseconds", () => {
  expect(decode(makeUnsignedToken(claims))).toEqual({
    clientId: "made-up-client",
    userId: "ABC@techacct.adobe.com",
    issuedBy: "ims-na1",
    createdAt: new Date("2026-01-01T00:00:00Z"),
    lifetimeMs: 86_400_000,
    grantedScopes: ["openid", "AdobeID", "read_organizations"],
  });
});

test("times may be numbers", () => {
  expect(
    decode(makeUnsignedToken({ ...claims, created_at: 1767225600000, expires_in: 86_400_000 })),
  ).toMatchObject({ createdAt: new Date("2026-01-01T00:00:00Z"), lifetimeMs: 86_400_000 });
});

test("an empty scope claim grants nothing, which is not the same as unknown", () => {
  expect(decode(makeUnsignedToken({ ...claims, scope: "" }))?.grantedScopes).toEqual([]);
});

test("an empty payload leaves every claim unknown", () => {
  expect(decode(makeUnsignedToken({}))).toEqual({
    clientId: null,
    userId: null,
    issuedBy: null,
    createdAt: null,
    lifetimeMs: null,
    grantedScopes: null,
  });
});

describe("an odd claim is unknown and leaves the others alone:", () => {
  test.each([
    ["scope", ["openid"]],
    ["scope", 'openid,"quoted"'],
    ["scope", "openid,\u0000"],
    ["scope", "x".repeat(201)],
    ["scope", Array.from({ length: 201 }, (_, index) => `s${index}`).join(",")],
  ])("%s %j", (name, value) => {
    const decoded = decode(makeUnsignedToken({ ...claims, [name]: value }));
    expect(decoded?.grantedScopes).toBeNull();
    expect(decoded?.clientId).toBe("made-up-client");
  });

  test.each(["yesterday", "", "1e9", -1, 1.5, null, {}, "9".repeat(17), 8.64e15 + 1])("time %j", (value) => {
    const decoded = decode(makeUnsignedToken({ ...claims, created_at: value, expires_in: value }));
    expect(decoded).toMatchObject({ createdAt: null, lifetimeMs: null, issuedBy: "ims-na1" });
  });
});

test.each(["opaque", "a.b", "a.b.c", "..", `${"x".repeat(16_384)}`])("%j is no JWT", (token) => {
  expect(decode(token)).toBeNull();
});

test.each([
  { scope: `openid,x${clientSecret.reveal()}x` },
  { user_id: clientSecret.reveal() },
  { as: clientSecret.reveal() },
])("a token that repeats the client secret in %o tells nothing", (change) => {
  expect(decode(makeUnsignedToken({ ...claims, ...change }))).toBeNull();
});
