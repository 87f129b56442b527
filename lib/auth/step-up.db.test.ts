import { expect, test } from "vitest";
import { inTransaction } from "@/lib/db/transaction";
import { newRequestId } from "@/lib/ids";
import { Secret } from "@/lib/secret";
import { makeAccount, readEvents, refuseEvents, type TestAccount } from "./account.fixture";
import { findSessionViewer, isSteppedUp, startSession } from "./sessions";
import { stepUp } from "./step-up";

const start = new Date("2026-11-22T08:00:00Z");
const later = new Date("2026-11-22T08:10:00Z");
const wrong = new Secret("never the password");

async function openSession({ userId, name, organizationId }: TestAccount) {
  const requestId = newRequestId();
  const origin = { actor: { type: "user", id: userId, name }, requestId, address: null } as const;
  const { sid } = await inTransaction((tx) =>
    startSession(tx, { userId, userName: name, organizationId, origin }, start),
  );
  const viewer = await findSessionViewer(sid, start);
  if (viewer === null) throw new Error("There is no session.");
  return { sid, context: { viewer, requestId, address: null, origin } };
}

async function isProved({ sid }: { readonly sid: Secret }): Promise<boolean> {
  const viewer = await findSessionViewer(sid, later);
  return viewer !== null && isSteppedUp(viewer, later);
}

test("the password renews the proof for this session only, and is recorded", async () => {
  const account = await makeAccount();
  const [session, other] = [await openSession(account), await openSession(account)];
  expect(await isProved(session)).toBe(false);
  expect((await stepUp(session, account.password, later)).ok).toBe(true);
  expect(await isProved(session)).toBe(true);
  expect(await isProved(other)).toBe(false);
  expect((await readEvents(account.organizationId)).at(-1)).toMatchObject({
    action: "session.stepped_up",
    actorId: account.userId,
  });
});

test("a wrong password proves nothing and ends nothing", async () => {
  const account = await makeAccount();
  const session = await openSession(account);
  for (let round = 0; round < 3; round += 1) {
    expect(await stepUp(session, wrong, later)).toEqual({ ok: false, failure: { kind: "step_up_refused" } });
  }
  expect(await isProved(session)).toBe(false);
  expect(await findSessionViewer(session.sid, later)).not.toBeNull();
  const refusals = (await readEvents(account.organizationId)).filter(
    ({ action }) => action === "session.step_up_refused",
  );
  expect(refusals).toMatchObject([{ actorId: account.userId, detail: { count: 1 } }]);
});

test("guessing at a step-up waits like guessing at the sign-in", async () => {
  const account = await makeAccount();
  const session = await openSession(account);
  for (let round = 0; round < 5; round += 1) await stepUp(session, wrong, later);
  expect(await stepUp(session, account.password, later)).toMatchObject({
    ok: false,
    failure: { kind: "too_many_requests", retryAfterSeconds: 1 },
  });
  expect(await isProved(session)).toBe(false);
});

test("a step-up that cannot be recorded does not happen", async () => {
  const account = await makeAccount();
  const session = await openSession(account);
  await refuseEvents(account.organizationId);
  await expect(stepUp(session, account.password, later)).rejects.toThrow("audit event");
  expect(await isProved(session)).toBe(false);
});
