import { expect, test } from "vitest";
import { errorAnswer, jsonAnswer } from "./answer";
import { generateClient, generateClientId } from "./clients";
import { lieNames, tellLie } from "./lies";
import { signToken } from "./sign-token";
import { generatePrivateJwk, importSigningKey } from "./signing-key";

const client = generateClient(generateClientId());
const key = await importSigningKey(await generatePrivateJwk());
const honest = jsonAnswer(200, {
  access_token: await signToken(key, client, ["openid"], Date.UTC(2026, 0, 15)),
  token_type: "bearer",
  expires_in: 86399,
});

test.each(lieNames)("%s is not the honest answer", (name) => {
  const told = tellLie(name, honest);
  expect(told.status).toBe(200);
  expect(told).not.toEqual(honest);
});

test("no two lies are the same", () => {
  const told = lieNames.map((name) => {
    const { headers, body } = tellLie(name, honest);
    return JSON.stringify([headers, body.toString("latin1")]);
  });
  expect(new Set(told).size).toBe(lieNames.length);
});

test.each(["truncatedJson", "trailingGarbage", "emptyBody", "byteOrderMark"] as const)(
  "%s is no JSON",
  (name) => {
    expect(() => JSON.parse(tellLie(name, honest).body.toString())).toThrow();
  },
);

test("duplicateMembers ends with the honest values", () => {
  const body = JSON.parse(tellLie("duplicateMembers", honest).body.toString());
  expect(body).toEqual(JSON.parse(honest.body.toString()));
});

test("a refusal is never lied about", () => {
  const refusal = errorAnswer(400, "invalid_client", "invalid client_secret parameter");
  for (const name of lieNames) expect(tellLie(name, refusal)).toEqual(refusal);
});
