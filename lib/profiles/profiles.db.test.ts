import { expect, test } from "vitest";
import type { ActContext } from "@/lib/auth/act-context";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { getDb } from "@/lib/db/client";
import { addCredential } from "@/lib/db/rows.fixture";
import { addProfile } from "./add-profile";
import { editProfile } from "./edit-profile";
import { listOverdueReviews, listProfiles } from "./list-profiles";
import { addProfileInput, editProfileInput } from "./profile-input";
import { removeProfile } from "./remove-profile";

const analytics = {
  product: "Analytics",
  profile: "Europe, read only",
  opens: "Reports of the European shops",
  askedBy: "Ines",
  reason: "The nightly export",
  approvedBy: "Jo",
  reviewOn: "2027-03-31",
  link: "https://adminconsole.adobe.com/products/1",
};

async function makeCredential() {
  const context = await makeActContext();
  return { context, credentialId: await addCredential(context.viewer.organizationId) };
}

const note = (context: ActContext, credentialId: string, changes: Partial<typeof analytics> = {}) =>
  addProfile(context, addProfileInput.parse({ credentialId, ...analytics, ...changes }));

async function storyOf({ viewer }: ActContext): Promise<string[]> {
  const events = await getDb().auditEvent.findMany({
    where: { organizationId: viewer.organizationId },
    orderBy: { seq: "asc" },
    select: { action: true },
  });
  return events.map(({ action }) => action);
}

test("a note is made, edited and removed, each with one event, and what changes nothing leaves none", async () => {
  const { context, credentialId } = await makeCredential();
  const { organizationId } = context.viewer;
  expect(await note(context, credentialId)).toEqual({ ok: true, value: null });
  const [made] = await listProfiles(organizationId, credentialId);
  expect(made).toMatchObject(analytics);
  const noteId = made?.id ?? "";
  const edit = (changes: Partial<typeof analytics>) =>
    editProfile(context, editProfileInput.parse({ credentialId, noteId, ...analytics, ...changes }));
  expect((await edit({})).ok).toBe(true);
  expect((await edit({ reviewOn: "" })).ok).toBe(true);
  expect(await listProfiles(organizationId, credentialId)).toMatchObject([
    { reviewOn: "", isOverdue: false },
  ]);
  expect((await removeProfile(context, { credentialId, noteId })).ok).toBe(true);
  expect(await edit({})).toMatchObject({ failure: { kind: "not_found" } });
  expect(await listProfiles(organizationId, credentialId)).toEqual([]);
  expect(await storyOf(context)).toEqual(["profile.noted", "profile.edited", "profile.removed"]);
});

test("of ten equal notes at once one is made, and the others are refused at their field", async () => {
  const { context, credentialId } = await makeCredential();
  const results = await Promise.all(Array.from({ length: 10 }, () => note(context, credentialId)));
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  expect(results.find(({ ok }) => !ok)).toMatchObject({
    failure: { kind: "invalid_input", fields: { profile: expect.stringContaining("noted already") } },
  });
  expect(await storyOf(context)).toEqual(["profile.noted"]);
});

test("a review is due from its day on, on credentials in use, the longest overdue first", async () => {
  const { context, credentialId } = await makeCredential();
  const { organizationId } = context.viewer;
  const archived = await addCredential(organizationId, { archivedAt: new Date() });
  await note(context, credentialId, { profile: "Later", reviewOn: "2027-03-31" });
  await note(context, credentialId, { profile: "Sooner", reviewOn: "2027-03-01" });
  await note(context, credentialId, { profile: "Never", reviewOn: "" });
  await note(context, archived, { reviewOn: "2027-01-01" });
  const dueAt = async (time: string) => {
    const due = await listOverdueReviews(organizationId, { now: () => new Date(time) });
    return due.map(({ profile }) => profile);
  };
  expect(await dueAt("2027-02-28T23:59:59.999Z")).toEqual([]);
  expect(await dueAt("2027-03-01T00:00:00.000Z")).toEqual(["Sooner"]);
  expect(await dueAt("2027-03-31T00:00:00.000Z")).toEqual(["Sooner", "Later"]);
});

test("somebody else's notes are not found, and a note belongs to its own credential only", async () => {
  const { context, credentialId } = await makeCredential();
  await note(context, credentialId);
  const [made] = await listProfiles(context.viewer.organizationId, credentialId);
  const noteId = made?.id ?? "";
  const stranger = await makeActContext();
  const sibling = await addCredential(context.viewer.organizationId);
  const edit = (who: ActContext, of: string) =>
    editProfile(who, editProfileInput.parse({ credentialId: of, noteId, ...analytics }));
  for (const attempt of [
    await note(stranger, credentialId),
    await edit(stranger, credentialId),
    await removeProfile(stranger, { credentialId, noteId }),
    await edit(context, sibling),
    await removeProfile(context, { credentialId: sibling, noteId }),
  ]) {
    expect(attempt).toMatchObject({ failure: { kind: "not_found" } });
  }
  expect(await listProfiles(stranger.viewer.organizationId, credentialId)).toEqual([]);
  expect(await listOverdueReviews(stranger.viewer.organizationId)).toEqual([]);
});

test.each([
  ["product", ""],
  ["profile", " "],
  ["profile", "x".repeat(201)],
  ["opens", "bell\u0007"],
  ["reviewOn", "31.3.2027"],
  ["reviewOn", "2027-02-30"],
  ["reviewOn", "10000-01-01"],
  ["link", "http://adminconsole.adobe.com/"],
  ["link", "https://adminconsole.adobe.com.example/"],
  ["link", "https://ann@adminconsole.adobe.com/"],
  ["link", "https://adminconsole.adobe.com:8443/"],
  ["link", "javascript:alert(1)"],
  ["credentialId", "42"],
  ["extra", "x"],
])("%s refuses %j", (field, value) => {
  const form = { credentialId: crypto.randomUUID(), ...analytics, [field]: value };
  expect(addProfileInput.safeParse(form).success).toBe(false);
});
