import { hash } from "@node-rs/argon2";
import { expect, test } from "vitest";
import { AuditUnavailable } from "@/lib/audit/audit-unavailable";
import { getDb } from "@/lib/db/client";
import { Secret } from "@/lib/secret";
import { countActions, makeAccount, makeRequest, readEvents, refuseEvents } from "./account.fixture";
import { hashCost } from "./passwords";
import { recordClosedCounts } from "./record-merged-event";
import { findSessionViewer } from "./sessions";
import { signIn } from "./sign-in";

const start = new Date("2026-11-22T08:00:00Z");
const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const wrong = new Secret("never the password");

let addresses = 0;
/** From a new network each time, so that only the account counts. */
const request = () => {
  addresses += 1;
  return makeRequest({
    address: `2001:db8:${Math.floor(addresses / 65_536).toString(16)}:${(addresses % 65_536).toString(16)}::1`,
  });
};

async function kindOf(email: string, password: Secret, now = start): Promise<string> {
  const session = await signIn(request(), { email, password }, now);
  return session.ok ? "signed_in" : session.failure.kind;
}

test("the right password opens a session in the user's organization", async () => {
  const account = await makeAccount();
  const session = await signIn(
    request(),
    { email: ` ${account.email.toUpperCase()}`, password: account.password },
    start,
  );
  if (!session.ok) throw new Error(session.failure.kind);
  expect(await findSessionViewer(session.value.sid, start)).toMatchObject({
    userId: account.userId,
    organizationId: account.organizationId,
  });
  expect(await readEvents(account.organizationId)).toEqual([
    {
      action: "session.started",
      outcome: "succeeded",
      actor: "user",
      actorId: account.userId,
      targetId: account.userId,
      detail: {},
    },
  ]);
});

test("every refusal is the same answer: wrong password, unknown, disabled, without organization, broken hash", async () => {
  const db = getDb();
  const account = await makeAccount();
  const disabled = await makeAccount();
  await db.user.update({ where: { id: disabled.userId }, data: { disabledAt: start } });
  const homeless = await makeAccount();
  await db.membership.deleteMany({ where: { userId: homeless.userId } });
  const broken = await makeAccount({ passwordHash: "$argon2id$broken" });
  const answers = await Promise.all([
    signIn(request(), { email: account.email, password: wrong }, start),
    signIn(request(), { email: "nobody@example.com", password: wrong }, start),
    signIn(request(), { email: "not an address", password: wrong }, start),
    signIn(request(), { email: account.email, password: new Secret("x".repeat(50_000)) }, start),
    ...[disabled, homeless, broken].map(({ email, password }) =>
      signIn(request(), { email, password }, start),
    ),
  ]);
  for (const answer of answers) expect(answer).toEqual({ ok: false, failure: { kind: "sign_in_refused" } });
  expect(await db.session.count({ where: { userId: { in: [disabled.userId, homeless.userId] } } })).toBe(0);
});

test("known and unknown accounts are made to wait alike", async () => {
  const account = await makeAccount();
  const kinds = async (email: string) => {
    const answers = [];
    for (let round = 0; round < 7; round += 1)
      answers.push(await signIn(request(), { email, password: wrong }, start));
    return answers;
  };
  const known = await kinds(account.email);
  expect(known.map((answer) => (answer.ok ? "" : answer.failure.kind))).toEqual([
    ...Array.from({ length: 5 }, () => "sign_in_refused"),
    "too_many_requests",
    "too_many_requests",
  ]);
  expect(await kinds("somebody.else@example.com")).toEqual(known);
});

test("a thousand guesses at once cost few verifications, and then not even the right password is looked at", async () => {
  const account = await makeAccount();
  const guesses = await Promise.all(Array.from({ length: 1_000 }, () => kindOf(account.email, wrong)));
  expect(guesses.filter((kind) => kind !== "too_many_requests").length).toBeLessThanOrEqual(5);
  expect(await kindOf(account.email, account.password)).toBe("too_many_requests");
  expect(await kindOf(account.email, account.password, after(1))).toBe("signed_in");
});

test("an open session goes on while somebody guesses at its account", async () => {
  const account = await makeAccount();
  const session = await signIn(request(), account, start);
  if (!session.ok) throw new Error(session.failure.kind);
  for (let round = 0; round < 8; round += 1) await kindOf(account.email, wrong);
  expect(await findSessionViewer(session.value.sid, start)).not.toBeNull();
});

test("failures of one account are one event per quarter of an hour, with their number", async () => {
  const account = await makeAccount();
  for (let round = 0; round < 10; round += 1) await kindOf(account.email, wrong);
  const detail = (count: number) => ({ count, accountKnown: true });
  expect(await readEvents(account.organizationId)).toMatchObject([
    {
      action: "session.refused",
      outcome: "denied",
      actor: "anonymous",
      targetId: account.userId,
      detail: detail(1),
    },
    {
      action: "session.throttled",
      outcome: "denied",
      actor: "anonymous",
      targetId: account.userId,
      detail: detail(1),
    },
  ]);
  for (let round = 0; round < 10; round += 1) await recordClosedCounts(after(15));
  expect((await readEvents(account.organizationId)).slice(2)).toMatchObject([
    { action: "session.refused", actor: "anonymous", targetId: account.userId, detail: detail(4) },
    { action: "session.throttled", actor: "anonymous", targetId: account.userId, detail: detail(4) },
  ]);
});

test("failures of addresses that nobody has stand in the instance's chain and nowhere else", async () => {
  const before = (await countActions("instance"))["session.refused"] ?? 0;
  for (let round = 0; round < 3; round += 1) await kindOf("nobody.at.all@example.com", wrong);
  const events = (await readEvents("instance")).filter(({ action }) => action === "session.refused");
  expect(events).toHaveLength(before + 1);
  expect(events.at(-1)).toMatchObject({
    actor: "anonymous",
    targetId: null,
    detail: { accountKnown: false },
  });
});

test("an address that has to wait cannot fill the log by naming ever more accounts", async () => {
  const account = await makeAccount();
  const from = makeRequest({ address: "2001:db8:ffff:1::1" });
  const kinds = [];
  for (let name = 0; name < 30; name += 1) {
    const session = await signIn(from, { email: `flood-${name}@example.com`, password: wrong }, start);
    kinds.push(session.ok ? "signed_in" : session.failure.kind);
  }
  expect(kinds.filter((kind) => kind === "too_many_requests")).toHaveLength(10);
  const throttled = async () => (await countActions("instance"))["session.throttled"];
  const before = await throttled();
  for (const email of ["flood-more@example.com", "no address", account.email]) {
    expect((await signIn(from, { email, password: wrong }, start)).ok).toBe(false);
  }
  expect(await throttled()).toBe(before);
  expect(await readEvents(account.organizationId)).toEqual([]);
});

test("no password, hash or unknown address gets into the log", async () => {
  const account = await makeAccount();
  await kindOf(account.email, wrong);
  await kindOf("canary.address@example.com", wrong);
  const rows = await getDb().auditEvent.findMany();
  const budgets = await getDb().rateBudget.findMany();
  const everything = JSON.stringify({ rows, budgets }, (_key, value) =>
    typeof value === "bigint" ? `${value}` : value,
  );
  for (const canary of [wrong.reveal(), account.password.reveal(), "canary.address", "$argon2id"]) {
    expect(everything).not.toContain(canary);
  }
});

test("a hash made with other parameters is renewed at the next sign-in", async () => {
  const password = new Secret("plum river nine");
  const old = await hash(password.reveal(), { ...hashCost, timeCost: 2 });
  const account = await makeAccount({ passwordHash: old });
  const stored = async () =>
    (await getDb().user.findUniqueOrThrow({ where: { id: account.userId } })).passwordHash;
  expect(await kindOf(account.email, password)).toBe("signed_in");
  const renewed = await stored();
  expect(renewed).toContain("m=65536,t=3,p=1");
  expect(await kindOf(account.email, password)).toBe("signed_in");
  expect(await stored()).toBe(renewed);
});

test("when the event cannot be written nobody is signed in and nobody is answered", async () => {
  const account = await makeAccount();
  await refuseEvents(account.organizationId);
  await expect(kindOf(account.email, account.password)).rejects.toThrow(AuditUnavailable);
  await expect(kindOf(account.email, wrong)).rejects.toThrow(AuditUnavailable);
  expect(await getDb().session.count({ where: { userId: account.userId } })).toBe(0);
});
