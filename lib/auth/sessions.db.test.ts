import { expect, test } from "vitest";
import { getDb } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import { countActions, makeAccount, makeRequest, readEvents, type TestAccount } from "./account.fixture";
import { findSessionViewer, isSteppedUp, startSession, touchSession } from "./sessions";
import { hashSid, newSid } from "./sid";
import { signOut } from "./sign-out";

const start = new Date("2026-11-22T08:00:00Z");
const after = (minutes: number, from = start) => new Date(from.getTime() + minutes * 60_000);

function open(account: TestAccount, now = start) {
  const { userId, name, organizationId } = account;
  const origin = { actor: { type: "user", id: userId, name }, requestId: null, address: null } as const;
  return inTransaction((tx) => startSession(tx, { userId, userName: name, organizationId, origin }, now));
}

test("a session knows its user, organization and role from the database", async () => {
  const account = await makeAccount({ role: "operator" });
  const { sid, expiresAt } = await open(account);
  const { userId, name, email, organizationId } = account;
  expect(await findSessionViewer(sid, start)).toMatchObject({
    userId,
    name,
    email,
    organizationId,
    role: "operator",
    signedInAt: start,
    steppedUpAt: start,
    expiresAt,
  });
});

test("the name of a session is 256 random bits and is not stored", async () => {
  const { sid } = await open(await makeAccount());
  expect(Buffer.from(sid.reveal(), "base64url")).toHaveLength(32);
  const rows = await getDb().session.findMany({ where: { sidHash: hashSid(sid) } });
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(sid.reveal());
  expect(await findSessionViewer(newSid(), start)).toBeNull();
});

test("half an hour without a sign of life ends a session, and a sign of life keeps it", async () => {
  const { sid } = await open(await makeAccount());
  expect(await findSessionViewer(sid, after(29.9))).not.toBeNull();
  expect(await findSessionViewer(sid, after(30))).toBeNull();
  await touchSession(sid, after(29));
  expect(await findSessionViewer(sid, after(58))).not.toBeNull();
});

test("eight hours end a session however busy it is", async () => {
  const { sid } = await open(await makeAccount());
  for (let minute = 20; minute < 480; minute += 20) await touchSession(sid, after(minute));
  expect(await findSessionViewer(sid, after(479.9))).not.toBeNull();
  await touchSession(sid, after(479.9));
  expect(await findSessionViewer(sid, after(480))).toBeNull();
});

test("a sign of life is written at most once a minute", async () => {
  const { sid } = await open(await makeAccount());
  const seen = async () =>
    (await getDb().session.findUnique({ where: { sidHash: hashSid(sid) } }))?.lastSeenAt;
  await touchSession(sid, after(0.9));
  expect(await seen()).toEqual(start);
  await touchSession(sid, after(1.1));
  expect(await seen()).toEqual(after(1.1));
});

test("a disabled user, a lost membership and a changed role take effect at once", async () => {
  const db = getDb();
  const account = await makeAccount({ role: "admin" });
  const { userId, organizationId } = account;
  const { sid } = await open(account);
  await db.membership.update({
    where: { organizationId_userId: { organizationId, userId } },
    data: { role: "auditor" },
  });
  expect(await findSessionViewer(sid, start)).toMatchObject({ role: "auditor" });
  await db.user.update({ where: { id: userId }, data: { disabledAt: start } });
  expect(await findSessionViewer(sid, start)).toBeNull();
  await db.user.update({ where: { id: userId }, data: { disabledAt: null } });
  expect(await findSessionViewer(sid, start)).not.toBeNull();
  await db.membership.delete({ where: { organizationId_userId: { organizationId, userId } } });
  expect(await findSessionViewer(sid, start)).toBeNull();
});

test("signing out ends the session on the server, once, with one event", async () => {
  const account = await makeAccount();
  const { sid } = await open(account);
  await Promise.all([signOut(makeRequest({ sid }), start), signOut(makeRequest({ sid }), start)]);
  await signOut(makeRequest({ sid }), start);
  expect(await findSessionViewer(sid, start)).toBeNull();
  expect(await countActions(account.organizationId)).toEqual({ "session.started": 1, "session.ended": 1 });
});

test("a sixth session takes the place of the oldest, also when ten start at once", async () => {
  const account = await makeAccount();
  const first = await open(account);
  for (let minute = 1; minute < 5; minute += 1) await open(account, after(minute));
  expect(await findSessionViewer(first.sid, after(5))).not.toBeNull();
  await open(account, after(5));
  expect(await findSessionViewer(first.sid, after(5))).toBeNull();
  await Promise.all(Array.from({ length: 10 }, () => open(account, after(6))));
  expect(await getDb().session.count({ where: { userId: account.userId } })).toBe(5);
  const ended = (await readEvents(account.organizationId)).filter(({ action }) => action === "session.ended");
  expect(ended).toHaveLength(11);
  expect(ended.every(({ detail }) => detail.reason === "replaced")).toBe(true);
});

test("sessions that ran out are cleared at the next sign-in and leave their reason", async () => {
  const account = await makeAccount();
  await open(account);
  const busy = await open(account);
  for (let minute = 20; minute < 480; minute += 20) await touchSession(busy.sid, after(minute));
  await open(account, after(481));
  expect(await getDb().session.count({ where: { userId: account.userId } })).toBe(1);
  const ended = (await readEvents(account.organizationId)).filter(({ action }) => action === "session.ended");
  expect(ended.map(({ actor, targetId }) => ({ actor, targetId }))).toEqual([
    { actor: "system", targetId: account.userId },
    { actor: "system", targetId: account.userId },
  ]);
});

test("signing in counts as a step-up for five minutes", async () => {
  const { sid } = await open(await makeAccount());
  const viewer = await findSessionViewer(sid, start);
  if (viewer === null) throw new Error("There is no session.");
  expect(isSteppedUp(viewer, after(4.9))).toBe(true);
  expect(isSteppedUp(viewer, after(5))).toBe(false);
});
