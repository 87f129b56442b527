import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { getDb } from "@/lib/db/client";
import { connectAs } from "@/lib/db/test-connection.fixture";
import { Secret } from "@/lib/secret";
import { makeRequest, readEvents } from "./account.fixture";
import { createOwner, hasUsers } from "./create-owner";
import { createUser } from "./create-user";
import { isSetupToken } from "./is-setup-token";
import { findSessionViewer } from "./sessions";

const folder = mkdtempSync(join(tmpdir(), "latchkey-setup-"));
const file = join(folder, "setup-token");
const token = randomBytes(32).toString("base64url");
writeFileSync(file, `${createHash("sha256").update(token).digest("hex")}\n`);
process.env.SETUP_TOKEN_FILE = file;
afterAll(() => rmSync(folder, { recursive: true }));

const start = new Date("2026-11-22T08:00:00Z");
const input = () => ({
  token,
  organizationName: "Acme Tools",
  name: "Ana Lima",
  email: "ana@acme.example",
  password: new Secret(`plum ${randomBytes(12).toString("hex")} nine`),
});

beforeEach(async () => {
  const owner = await connectAs("owner");
  await owner.query(`TRUNCATE "Session", "Membership", "User", "Organization" CASCADE`);
});

test("the setup makes an organization and its owner, records both and signs in", async () => {
  const session = await createOwner(makeRequest(), input(), start);
  if (!session.ok) throw new Error(session.failure.kind);
  const viewer = await findSessionViewer(session.value.sid, start);
  expect(viewer).toMatchObject({
    organizationName: "Acme Tools",
    name: "Ana Lima",
    email: "ana@acme.example",
    role: "owner",
  });
  if (viewer === null) throw new Error("There is no viewer.");
  const events = await readEvents(viewer.organizationId);
  expect(events.map(({ action, actorId }) => [action, actorId])).toEqual(
    ["organization.created", "user.created", "session.started"].map((action) => [action, viewer.userId]),
  );
});

test("without the token of the setup address nothing is made", async () => {
  for (const wrong of [
    "",
    "x",
    `${token}x`,
    token.slice(1),
    createHash("sha256").update(token).digest("hex"),
  ]) {
    const refused = await createOwner(makeRequest(), { ...input(), token: wrong }, start);
    expect(refused).toMatchObject({ ok: false, failure: { kind: "conflict" } });
  }
  expect(await hasUsers()).toBe(false);
});

test("without a token file, or with a damaged one, no token is right", async () => {
  const damaged = join(folder, "damaged");
  for (const text of ["", "\n", "00", "not hexadecimal", token]) {
    writeFileSync(damaged, text);
    expect(await isSetupToken(token, damaged)).toBe(false);
    expect(await isSetupToken("", damaged)).toBe(false);
  }
  expect(await isSetupToken(token, join(folder, "missing"))).toBe(false);
  expect(await isSetupToken(token, file)).toBe(true);
});

test("the token is worth nothing once somebody has an account", async () => {
  expect((await createOwner(makeRequest(), input(), start)).ok).toBe(true);
  const again = await createOwner(makeRequest(), { ...input(), email: "eve@acme.example" }, start);
  expect(again).toMatchObject({ ok: false, failure: { kind: "conflict", href: "/sign-in" } });
  expect(await getDb().user.count()).toBe(1);
});

test("two setups at once make one owner", async () => {
  const owner = await connectAs("owner");
  await owner.query(`BEGIN; LOCK TABLE "Organization" IN EXCLUSIVE MODE`);
  const setups = ["ana", "bo"].map((name) =>
    createOwner(makeRequest(), { ...input(), email: `${name}@acme.example` }, start),
  );
  // Both are past their first look: one is about to write, the other waits for it or is as far.
  for (let waiting = 0; waiting < 2; ) {
    const { rows } = await owner.query(`SELECT count(*)::int AS waiting FROM pg_locks WHERE NOT granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
    waiting = rows[0].waiting;
  }
  await owner.query("COMMIT");
  expect((await Promise.all(setups)).filter(({ ok }) => ok)).toHaveLength(1);
  expect(await getDb().user.count()).toBe(1);
  expect(await getDb().organization.count()).toBe(1);
});

test("a password that would be guessed makes no owner", async () => {
  const password = new Secret("acme-tools-ana-lima");
  expect(await createOwner(makeRequest(), { ...input(), password }, start)).toMatchObject({
    ok: false,
    failure: { kind: "invalid_input", fields: { password: expect.stringMatching(/little more/) } },
  });
  expect(await hasUsers()).toBe(false);
});

const details = () => ({ ...input(), role: "operator" });

test("the command line makes users, and their organization when it is new", async () => {
  const first = await createUser(details());
  const second = await createUser({ ...details(), email: "Bo@Acme.example", role: "auditor" });
  if (!first.ok || !second.ok) throw new Error("A user was not made.");
  expect(first.value.isNewOrganization).toBe(true);
  expect(second.value).toMatchObject({
    organizationId: first.value.organizationId,
    isNewOrganization: false,
  });
  const members = await getDb().membership.findMany({
    orderBy: { role: "asc" },
    select: { role: true, user: { select: { email: true } } },
  });
  expect(members).toEqual([
    { role: "operator", user: { email: "ana@acme.example" } },
    { role: "auditor", user: { email: "bo@acme.example" } },
  ]);
  const events = await readEvents(first.value.organizationId);
  expect(events.map(({ action, actor }) => [action, actor])).toEqual([
    ["organization.created", "system"],
    ["user.created", "system"],
    ["user.created", "system"],
  ]);
});

test("an address has one account, and a refused user leaves no organization behind", async () => {
  expect((await createUser(details())).ok).toBe(true);
  const again = await createUser({ ...details(), organizationName: "Other Works" });
  expect(again).toMatchObject({ ok: false, failure: { kind: "conflict" } });
  expect(await getDb().organization.count()).toBe(1);
});

test("the command line names each field that is wrong, and repeats no value", async () => {
  const refused = await createUser({
    email: "nobody",
    name: " ",
    organizationName: "x".repeat(201),
    role: "emperor",
    password: new Secret("short"),
  });
  if (refused.ok || refused.failure.kind !== "invalid_input") throw new Error("It was not refused.");
  expect(Object.keys(refused.failure.fields).toSorted()).toEqual([
    "email",
    "name",
    "organizationName",
    "role",
  ]);
  expect(JSON.stringify(refused)).not.toMatch(/nobody|emperor|xxx/);
});
