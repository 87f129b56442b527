import { beforeAll, expect, test } from "vitest";
import { makeDraft, makeOrigin } from "@/lib/audit/chain.fixture";
import type { EventDraft, EventOrigin } from "@/lib/audit/event";
import { makeDraftPerAction } from "@/lib/audit/event.fixture";
import { recordEvent } from "@/lib/audit/record-event";
import { connectAs } from "@/lib/db/test-connection.fixture";
import { inTransaction } from "@/lib/db/transaction";
import {
  type CredentialId,
  newCredentialId,
  newOrganizationId,
  newUserId,
  type OrganizationId,
} from "@/lib/ids";
import { countEvents } from "./count-events";
import { type EventFilters, parseEventFilters } from "./event-filters";
import { findEvent } from "./find-event";
import { listEvents } from "./list-events";
import { listFilterOptions } from "./list-filter-options";

function record(organizationId: OrganizationId, draft: EventDraft, origin: EventOrigin, at = new Date()) {
  return inTransaction((tx) => recordEvent(tx, organizationId, origin, draft, { now: () => at }));
}

async function recordMany(organizationId: OrganizationId, count: number): Promise<void> {
  await inTransaction(async (tx) => {
    for (let done = 0; done < count; done += 1) {
      await recordEvent(tx, organizationId, makeOrigin(), makeDraft());
    }
  });
}

async function numbersOf(organizationId: OrganizationId, filters: EventFilters = {}): Promise<number[]> {
  return (await listEvents(organizationId, filters)).events.map((event) => event.seq);
}

const acme = newOrganizationId();
const other = newOrganizationId();
const payments = newCredentialId();
const nightly = newCredentialId();
const ann = makeOrigin("Ann Lee");
const bo = makeOrigin("Bo Kim");
const nobody: EventOrigin = { actor: { type: "anonymous" }, requestId: null, address: "203.0.113.40" };
const latchkey: EventOrigin = { actor: { type: "system" }, requestId: null, address: null };

function about(
  action: "credential.archived" | "credential.restored",
  id: CredentialId,
  name: string,
): EventDraft {
  return { action, outcome: "succeeded", target: { type: "credential", id, name }, detail: {} };
}

beforeAll(async () => {
  const refused = makeDraftPerAction()["session.refused"];
  const created = makeDraftPerAction()["organization.created"];
  await record(
    acme,
    about("credential.archived", payments, "Payments export"),
    ann,
    new Date("2026-11-19T23:59:59.999Z"),
  );
  await record(
    acme,
    about("credential.restored", payments, "Payments export"),
    bo,
    new Date("2026-11-20T00:00:00.000Z"),
  );
  await record(
    acme,
    about("credential.archived", nightly, "100% nightly_job"),
    ann,
    new Date("2026-11-20T23:59:59.999Z"),
  );
  await record(acme, refused, nobody, new Date("2026-11-21T00:00:00.000Z"));
  await record(acme, created, latchkey, new Date("2026-11-22T12:00:00.000Z"));
  await record(
    acme,
    about("credential.restored", payments, "Payments (EU)"),
    ann,
    new Date("2026-11-22T13:00:00.000Z"),
  );
  await record(other, about("credential.archived", payments, "Payments export"), ann);
});

test("the newest event comes first, and only this organization's", async () => {
  expect(await numbersOf(acme)).toEqual([6, 5, 4, 3, 2, 1]);
  expect(await numbersOf(other)).toEqual([1]);
  expect(await numbersOf(newOrganizationId())).toEqual([]);
});

test("a row holds what the table shows", async () => {
  const [newest] = (await listEvents(acme, {})).events;
  expect(newest).toEqual({
    id: expect.any(String),
    seq: 6,
    occurredAt: "2026-11-22T13:00:00.000Z",
    address: "198.51.100.7",
    description: {
      actor: "Ann Lee",
      phrase: "restored",
      target: "Payments (EU)",
      facts: null,
      outcome: { word: "Done", tone: "good" },
    },
  });
});

test.each<[string, Record<string, string>, number[]]>([
  ["by action", { action: "credential.archived" }, [3, 1]],
  ["by credential", { credential: payments }, [6, 2, 1]],
  ["by person", { actor: ann.actor.type === "user" ? ann.actor.id : "" }, [6, 3, 1]],
  ["by nobody in particular", { actor: "anonymous" }, [4]],
  ["by Latchkey", { actor: "system" }, [5]],
  ["by outcome", { outcome: "denied" }, [4]],
  ["from a day on", { from: "2026-11-21" }, [6, 5, 4]],
  ["to the end of a day", { to: "2026-11-20" }, [3, 2, 1]],
  ["on one day", { from: "2026-11-20", to: "2026-11-20" }, [3, 2]],
  ["on no day", { from: "2026-11-21", to: "2026-11-20" }, []],
  ["by part of a name of a target", { q: "EXPORT" }, [2, 1]],
  ["by part of a name of whoever acts or is acted on", { q: "bo k" }, [4, 2]],
  ["by a percent sign, taken as it is", { q: "0%" }, [3]],
  ["by an underscore, taken as it is", { q: "y_j" }, [3]],
  ["by a lone wildcard", { q: "%" }, [3]],
  ["by a backslash", { q: "\\" }, []],
  ["by quotes", { q: `'"; --` }, []],
  ["by the number to go on from", { before: "3" }, [2, 1]],
  [
    "by several at once",
    { credential: payments, action: "credential.restored", q: "EU", from: "2026-11-22" },
    [6],
  ],
  ["by a credential of nobody", { credential: newCredentialId() }, []],
  ["by a person of nobody", { actor: newUserId() }, []],
])("events are narrowed %s", async (_, query, expected) => {
  expect(await numbersOf(acme, parseEventFilters(query))).toEqual(expected);
});

test("pages neither repeat nor skip an event while new ones arrive", async () => {
  const organizationId = newOrganizationId();
  await recordMany(organizationId, 120);
  const seen: number[] = [];
  let before: bigint | undefined;
  for (;;) {
    const page = await listEvents(organizationId, { before });
    seen.push(...page.events.map((event) => event.seq));
    await recordMany(organizationId, 7);
    if (page.nextBefore === null) break;
    before = page.nextBefore;
  }
  expect(seen).toEqual(Array.from({ length: 120 }, (_, index) => 120 - index));
  expect(await countEvents(organizationId)).toBe(141);
});

test("the last page says that it is the last, also when it is full", async () => {
  const organizationId = newOrganizationId();
  await recordMany(organizationId, 50);
  expect((await listEvents(organizationId, {})).nextBefore).toBeNull();
  await recordMany(organizationId, 1);
  const page = await listEvents(organizationId, {});
  expect([page.events.length, page.nextBefore]).toEqual([50, 2n]);
});

test("an event opens with everything that was signed", async () => {
  const { id } = await record(acme, about("credential.archived", payments, "Payments export"), ann);
  const details = await findEvent(acme, id);
  expect(details?.event).toMatchObject({
    id,
    organizationId: acme,
    action: "credential.archived",
    actor: ann.actor,
  });
  expect(JSON.parse(details?.payload ?? "")).toMatchObject({ v: 1, id, seq: details?.seq });
  expect(details?.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(details?.signature).toMatch(/^[\w-]{86}$/);
});

test("an event of another organization is not found", async () => {
  const { id } = await record(other, about("credential.archived", payments, "Payments export"), ann);
  expect(await findEvent(acme, id)).toBeNull();
  expect(await findEvent(other, id)).not.toBeNull();
});

test("events that were removed from the beginning of a log are counted no more", async () => {
  const organizationId = newOrganizationId();
  await recordMany(organizationId, 5);
  const superuser = await connectAs("superuser");
  await superuser.query(`SET session_replication_role = replica`);
  await superuser.query(`ALTER TABLE "AuditEvent" DISABLE TRIGGER "AuditEvent_keeps_unsealed"`);
  await superuser.query(`DELETE FROM "AuditEvent" WHERE "organizationId" = $1 AND seq <= 2`, [
    organizationId,
  ]);
  await superuser.query(`ALTER TABLE "AuditEvent" ENABLE ALWAYS TRIGGER "AuditEvent_keeps_unsealed"`);
  expect(await countEvents(organizationId)).toBe(3);
  expect(await countEvents(newOrganizationId())).toBe(0);
  expect(await numbersOf(organizationId, { q: "payments" })).toEqual([5, 4, 3]);
  expect((await listFilterOptions(organizationId)).credentials).toHaveLength(3);
});

test("a name that was given again is the one that is offered", async () => {
  const organizationId = newOrganizationId();
  for (const name of ["Payments export", "Payments (EU)", "Payments export"]) {
    await record(organizationId, about("credential.archived", payments, name), ann);
  }
  const { credentials } = await listFilterOptions(organizationId);
  expect(credentials).toEqual([{ id: payments, name: "Payments export" }]);
});

test("filters offer the credentials and people that occur, by the name they had last", async () => {
  const organizationId = newOrganizationId();
  const { id } = ann.actor.type === "user" ? ann.actor : { id: "" };
  await record(organizationId, about("credential.archived", payments, "Payments export"), ann);
  await record(organizationId, about("credential.archived", nightly, "Nightly"), latchkey);
  await record(organizationId, about("credential.archived", payments, "Payments (EU)"), ann);
  await record(organizationId, makeDraftPerAction()["session.refused"], nobody);
  expect(await listFilterOptions(organizationId)).toEqual({
    credentials: [
      { id: nightly, name: "Nightly" },
      { id: payments, name: "Payments (EU)" },
    ],
    actors: [{ id, name: "Ann Lee" }],
  });
  expect(await listFilterOptions(newOrganizationId())).toEqual({ credentials: [], actors: [] });
});

test("a credential that is filtered by stays among the choices, however many there are", async () => {
  const organizationId = newOrganizationId();
  const first = newCredentialId();
  await record(organizationId, about("credential.archived", first, "The very first"), ann);
  await recordMany(organizationId, 210);
  const unselected = await listFilterOptions(organizationId);
  expect(unselected.credentials).toHaveLength(200);
  expect(unselected.credentials.map((option) => option.id)).not.toContain(first);
  const selected = await listFilterOptions(organizationId, { credential: first });
  expect(selected.credentials.slice(0, 1)).toEqual([{ id: first, name: "The very first" }]);
  expect(
    (await listFilterOptions(organizationId, { credential: newCredentialId() })).credentials,
  ).toHaveLength(200);
});

test("an event whose signed text was changed is shown as such, and hides no other", async () => {
  const organizationId = newOrganizationId();
  await recordMany(organizationId, 3);
  const superuser = await connectAs("superuser");
  await superuser.query(`ALTER TABLE "AuditEvent" DISABLE TRIGGER ALL`);
  const { rows } = await superuser.query(
    `UPDATE "AuditEvent" SET payload = payload || ' ' WHERE "organizationId" = $1 AND seq = 2 RETURNING id`,
    [organizationId],
  );
  await superuser.query(`ALTER TABLE "AuditEvent" ENABLE ALWAYS TRIGGER "AuditEvent_only_grows"`);
  const { events } = await listEvents(organizationId, {});
  expect(events.map((event) => event.description.outcome.word)).toEqual(["Done", "Unreadable", "Done"]);
  expect(await findEvent(organizationId, rows[0].id)).toMatchObject({ event: null, seq: 2 });
});
