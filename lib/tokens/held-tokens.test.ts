import { expect, test } from "vitest";
import { newOrganizationId, sessionIdSchema } from "@/lib/ids";
import { Secret } from "@/lib/secret";
import { inspectToken } from "@/lib/tokens/inspection/inspect-token";
import { createHeldTokens, type HeldToken, heldForMs } from "./held-tokens";

function newSessionId() {
  return sessionIdSchema.parse(`${crypto.randomUUID()}${crypto.randomUUID()}`.replaceAll("-", ""));
}

let at = new Date("2026-01-01T00:00:00Z");
const clock = { now: () => at };

function makeHeld(change: Partial<HeldToken> = {}): HeldToken {
  const accessToken = new Secret(crypto.randomUUID());
  const inspection = inspectToken(accessToken, []);
  return {
    sessionId: newSessionId(),
    organizationId: newOrganizationId(),
    credentialId: crypto.randomUUID(),
    clientSecretId: crypto.randomUUID(),
    environment: "sandbox",
    clientId: "made-up-client",
    accessToken,
    fingerprint: inspection.fingerprint,
    inspection,
    heldAt: at,
    ...change,
  };
}

test("a token is found by the session, organization and credential that it is held for, and by no other", () => {
  const held = createHeldTokens(clock);
  const token = makeHeld();
  held.hold(token);
  expect(held.find(token, token.credentialId)).toBe(token);
  expect(held.find({ ...token, sessionId: newSessionId() }, token.credentialId)).toBeNull();
  expect(held.find({ ...token, organizationId: newOrganizationId() }, token.credentialId)).toBeNull();
  expect(held.find(token, crypto.randomUUID())).toBeNull();
});

test("after five minutes it is gone from the memory, to the millisecond", () => {
  const held = createHeldTokens(clock);
  const token = makeHeld();
  held.hold(token);
  at = new Date(at.getTime() + heldForMs - 1);
  expect(held.find(token, token.credentialId)).toBe(token);
  at = new Date(at.getTime() + 1);
  expect(held.find(token, token.credentialId)).toBeNull();
  expect(held.count()).toBe(0);
});

test("a newer token takes the place of an older one, and dropping the older leaves it", () => {
  const held = createHeldTokens(clock);
  const older = makeHeld();
  const newer = makeHeld({ ...older, ...pick(makeHeld()) });
  held.hold(older);
  held.hold(newer);
  held.drop(older);
  expect(held.find(older, older.credentialId)).toBe(newer);
  held.drop(newer);
  expect(held.count()).toBe(0);
});

function pick({ accessToken, fingerprint }: HeldToken) {
  return { accessToken, fingerprint };
}

test("a session that ends takes all its tokens with it, and those of others stay", () => {
  const held = createHeldTokens(clock);
  const mine = [makeHeld(), makeHeld()].map((token, _, [first]) => ({
    ...token,
    sessionId: first?.sessionId ?? token.sessionId,
  }));
  const other = makeHeld();
  for (const token of [...mine, other]) held.hold(token);
  held.dropSession(mine[0]?.sessionId ?? other.sessionId);
  expect(held.count()).toBe(1);
  expect(held.find(other, other.credentialId)).toBe(other);
});

test("however many are held, the oldest make room", () => {
  const held = createHeldTokens(clock);
  const first = makeHeld();
  held.hold(first);
  for (let count = 0; count < 1_000; count += 1) held.hold(makeHeld());
  expect(held.count()).toBe(1_000);
  expect(held.find(first, first.credentialId)).toBeNull();
});

test("the tokens of one secret are found and dropped together, whichever session holds them", () => {
  const held = createHeldTokens(clock);
  const clientSecretId = crypto.randomUUID();
  const ofSecret = [makeHeld({ clientSecretId }), makeHeld({ clientSecretId })];
  const another = makeHeld();
  for (const token of [...ofSecret, another]) held.hold(token);
  expect(held.listOfSecret(clientSecretId)).toEqual(ofSecret);
  held.dropOfSecret(clientSecretId);
  expect(held.listOfSecret(clientSecretId)).toEqual([]);
  expect(held.find(another, another.credentialId)).toBe(another);
});
