import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeUnsignedToken } from "@/lib/adobe/request-token.fixture";
import { Secret } from "@/lib/secret";
import { inspectToken } from "./inspect-token";
import { readPastedToken } from "./read-pasted-token";
import type { MemberValue, TokenReading } from "./token-inspection";

const clientSecret = `made-up-${crypto.randomUUID()}`;
const claims = {
  id: "1767225600000_made-up_ue1",
  type: "access_token",
  client_id: "made-up-client",
  user_id: "ABC@techacct.adobe.com",
  as: "ims-na1",
  created_at: "1767225600000",
  expires_in: "86400000",
  scope: "openid,AdobeID, read_organizations",
};

function look(token: string) {
  return inspectToken(new Secret(token), [new Secret(clientSecret)]);
}

function read(payload: unknown): TokenReading {
  const inspection = look(makeUnsignedToken(payload));
  if (inspection.form !== "jwt") throw new Error("This was to be read as a JWT.");
  return inspection;
}

function memberOf(payload: object, name: string) {
  return read(payload).claims.find((member) => member.name === name);
}

test("an access token of Adobe's is read with the meaning of every member", () => {
  const { header, claims: members, facts } = read(claims);
  expect(header.map(({ name }) => name)).toEqual(["alg", "itt"]);
  expect([...header, ...members].every(({ meaning, oddity }) => meaning !== null && oddity === null)).toBe(
    true,
  );
  expect(members.map(({ name }) => name)).toEqual([
    "client_id",
    "user_id",
    "as",
    "scope",
    "created_at",
    "expires_in",
    "type",
    "id",
  ]);
  expect(facts).toEqual({
    kind: "access",
    isSigned: true,
    clientId: "made-up-client",
    userId: "ABC@techacct.adobe.com",
    issuer: "ims-na1",
    createdAt: "2026-01-01T00:00:00.000Z",
    expiresAt: "2026-01-02T00:00:00.000Z",
  });
  expect(memberOf(claims, "scope")?.value).toEqual({
    kind: "scopes",
    scopes: ["openid", "AdobeID", "read_organizations"],
  });
});

const newYear = "2026-01-01T00:00:00.000Z";
const day = 86_400_000;

describe("a time is read in the unit that makes sense, and the other one is told:", () => {
  test.each([
    ["1767225600000", newYear, false],
    [1767225600000, newYear, false],
    ["1767225600", newYear, true],
    [1767225600, newYear, true],
  ])("created_at %j", (created_at, at, isOdd) => {
    const member = memberOf({ ...claims, created_at }, "created_at");
    expect(member?.value).toEqual({ kind: "moment", at, raw: String(created_at) });
    expect(member?.oddity?.includes("Written in seconds") ?? false).toBe(isOdd);
  });

  test.each([
    ["86400000", day, false],
    [86_400_000, day, false],
    ["86399", 86_399_000, true],
    [3599, 3_599_000, true],
    ["300000", 300_000, false],
    ["299999", 299_999_000, true],
  ])("expires_in %j", (expires_in, spanMs, isOdd) => {
    const member = memberOf({ ...claims, expires_in }, "expires_in");
    expect(member?.value).toEqual({ kind: "span", spanMs, raw: String(expires_in) });
    expect(member?.oddity?.includes("Written in seconds") ?? false).toBe(isOdd);
  });

  test("exp is seconds by its own rules, and milliseconds are told", () => {
    expect(memberOf({ exp: 1767225600 }, "exp")).toMatchObject({ value: { at: newYear }, oddity: null });
    expect(memberOf({ exp: 1767225600000 }, "exp")?.oddity).toContain("Written in milliseconds");
    expect(read({ exp: 1767225600 }).facts.expiresAt).toBe(newYear);
  });

  test.each(["yesterday", "", "1e12", -1, 1.5, 0, "59", 9e15, "9".repeat(16), null, true, {}, []])(
    "%j is no time, and nothing is computed from it",
    (value) => {
      const { facts, claims: members } = read({ ...claims, created_at: value, expires_in: value });
      expect(facts).toMatchObject({ createdAt: null, expiresAt: null, clientId: "made-up-client" });
      for (const name of ["created_at", "expires_in"]) {
        expect(members.find((member) => member.name === name)?.oddity).toMatch(/\.$/);
      }
    },
  );
});

const why = (value: MemberValue | undefined) => (value?.kind === "hidden" ? value.why : null);

describe("a value is shown where it is short and plain, and never", () => {
  test.each<[string, unknown, RegExp]>([
    ["the client secret", clientSecret, /client secret/],
    ["the client secret inside another", `x${clientSecret}x`, /client secret/],
    ["a piece of the client secret", clientSecret.slice(3, 15), /client secret/],
    ["another client secret", `p8e-${"x".repeat(32)}`, /looks like a client secret/],
    ["another token", makeUnsignedToken({}), /holds a token/],
    ["a long one", "x".repeat(121), /121 characters/],
    ["an object", { nested: { deeply: clientSecret } }, /an object/],
    ["a list", [clientSecret, 2], /a list/],
    ["one that turns the writing around", "abc\u202edef", /unusual/],
    ["one with a line break", "abc\ndef", /unusual/],
  ])("%s", (_, value, reason) => {
    for (const name of ["client_id", "unheard_of"]) {
      expect(why(memberOf({ ...claims, [name]: value }, name)?.value)).toMatch(reason);
    }
    expect(read({ ...claims, client_id: value }).facts.clientId).toBeNull();
  });

  test("in a list of scopes either, or in a name", () => {
    expect(why(memberOf({ scope: `openid,${clientSecret}` }, "scope")?.value)).toMatch(/client secret/);
    const { claims: members } = read({ [clientSecret]: 1, ["n".repeat(500)]: 2 });
    expect(members.map(({ name }) => name)).toEqual([null, null]);
  });

  test("the signature of the token itself", () => {
    const repeated = makeUnsignedToken({ note: "s".repeat(40) }).replace(/[^.]*$/, "s".repeat(40));
    expect(JSON.stringify(look(repeated))).not.toContain("s".repeat(40));
  });
});

test("a claim that is not known is named, shown and marked", () => {
  expect(memberOf({ ...claims, brand_new: "hello" }, "brand_new")).toEqual({
    name: "brand_new",
    meaning: null,
    value: { kind: "text", text: "hello" },
    oddity: null,
  });
  expect(memberOf({ flag: false }, "flag")?.value).toEqual({ kind: "text", text: "false" });
});

test("names of the language's own objects are names like others", () => {
  const payload = `{"__proto__":{"client_id":"stolen"},"constructor":"c","toString":"t","client_id":"made-up-client"}`;
  const part = (text: string) => Buffer.from(text).toString("base64url");
  const inspection = look(`${part('{"alg":"RS256"}')}.${part(payload)}.${part("unsigned")}`);
  if (inspection.form !== "jwt") throw new Error("This was to be read as a JWT.");
  expect(inspection.facts.clientId).toBe("made-up-client");
  expect(inspection.claims.map(({ name, meaning }) => [name, meaning === null])).toEqual([
    ["client_id", false],
    ["__proto__", true],
    ["constructor", true],
    ["toString", true],
  ]);
});

test("of very many claims the first are listed and the others counted", () => {
  const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`claim_${index}`, index]));
  const { claims: members, leftOut } = read(many);
  expect(members).toHaveLength(60);
  expect(leftOut).toBe(440);
});

test.each([
  ["access", claims],
  ["other", { ...claims, type: "refresh_token" }],
  ["assertion", { iss: "ABC@AdobeOrg", sub: "ABC@techacct.adobe.com", exp: 1767225600 }],
  ["assertion", { "https://ims-na1.adobelogin.com/s/ent_dataservices_sdk": true }],
  ["identity", { iss: "https://ims-na1.adobelogin.com", sub: "someone" }],
  ["foreign", { iss: "https://login.example.com", sub: "someone" }],
  ["foreign", {}],
  ["foreign", { as: {}, client_id: [] }],
])("its kind is %s: %j", (kind, payload) => {
  expect(read(payload).facts.kind).toBe(kind);
});

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

test.each([
  ["", null],
  ["opaque", null],
  ["a.b.c", null],
  ["..", null],
  [`p8e-${"x".repeat(32)}`, "client_secret"],
  [`${part({ alg: "RSA-OAEP" })}.a.b.c.d`, "encrypted"],
  [part({ alg: "RS256" }), "cut"],
  [`${part({ alg: "RS256" })}.${part(["a list"])}.x`, "cut"],
  [`${part({ alg: "RS256" })}.${part("text")}.x`, "cut"],
  [`${part({ alg: "RS256" })}.${Buffer.from([0xff, 0xfe]).toString("base64url")}.x`, "cut"],
  [`${part({ alg: "RS256" })}.${Buffer.from("[".repeat(9_000)).toString("base64url")}.x`, "cut"],
  [makeUnsignedToken({ filler: "x".repeat(20_000) }), "cut"],
])("%.40s is no JWT that can be read", (token, looksLike) => {
  expect(look(token)).toMatchObject({ form: "opaque", looksLike });
});

test("a token without a signature says so, also where its header does", () => {
  const payload = part(claims);
  for (const token of [`${part({ alg: "RS256" })}.${payload}.`, `${part({ alg: "none" })}.${payload}.x`]) {
    expect(look(token)).toMatchObject({ form: "jwt", facts: { isSigned: false } });
  }
});

test("whatever stands in a token, it is read without an error and repeats neither secret nor token", () => {
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom(clientSecret, `Bearer ${clientSecret}`, { [clientSecret]: clientSecret }),
  );
  const name = fc.oneof(fc.constantFrom(...Object.keys(claims), "__proto__", clientSecret), fc.string());
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value), { maxLength: 8 }), (members) => {
      const token = makeUnsignedToken(Object.fromEntries(members));
      const shown = inspect(look(token), { depth: 9 });
      expect(shown).not.toContain(clientSecret);
      expect(shown).not.toContain(token);
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => look(text).fingerprint.length === 8));
});

const token = makeUnsignedToken(claims);

test.each([
  token,
  ` ${token}\n`,
  `"${token}",`,
  `Bearer ${token}`,
  `Authorization: Bearer ${token}`,
  `authorization:bearer  ${token}`,
  JSON.stringify({ access_token: token, token_type: "bearer", expires_in: 86399 }),
  `${token.slice(0, 70)}\n  ${token.slice(70)}`,
])("the token is found in what was copied: %.30s", (pasted) => {
  const found = readPastedToken(pasted);
  expect(found.ok && found.value.reveal()).toBe(token);
});

test("nothing, and what is too long, is refused with a sentence that repeats nothing", () => {
  expect(readPastedToken(" \n")).toMatchObject({ ok: false, failure: expect.stringMatching(/\.$/) });
  const long = readPastedToken("secret-part".repeat(5_000));
  expect(JSON.stringify(long)).not.toContain("secret-part");
  expect(long.ok).toBe(false);
});
