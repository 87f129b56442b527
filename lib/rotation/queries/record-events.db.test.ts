import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { makeDraft, makeOrigin } from "@/lib/audit/chain.fixture";
import type { EventDraft, EventTarget } from "@/lib/audit/event";
import { findEvent } from "@/lib/audit/queries/find-event";
import { recordEvent } from "@/lib/audit/record-event";
import { makeRotationDrafts } from "@/lib/audit/words/rotation-event.fixture";
import { connectAs } from "@/lib/db/test-connection.fixture";
import { inTransaction } from "@/lib/db/transaction";
import { newCredentialId, newOrganizationId, type OrganizationId } from "@/lib/ids";
import { listRotationEvents } from "./record-events";

const ann = makeOrigin("Ann Lee");

async function record(organizationId: OrganizationId, drafts: readonly EventDraft[]) {
  return inTransaction(async (tx) => {
    const recorded = [];
    for (const draft of drafts) {
      const { id, seq } = await recordEvent(tx, organizationId, ann, draft);
      recorded.push({ id, seq });
    }
    return recorded;
  });
}

function makeRotation() {
  const target: EventTarget = { type: "credential", id: newCredentialId(), name: "Payments export" };
  const rotationId = randomUUID();
  return { target, rotationId, drafts: makeRotationDrafts(target, rotationId) };
}

test("a rotation's record has all of its events, oldest first, and nobody else's", async () => {
  const organizationId = newOrganizationId();
  const { target, rotationId, drafts } = makeRotation();
  const before = makeRotationDrafts(target);
  const after = makeRotationDrafts(target);
  const recorded = await record(organizationId, [
    before["rotation.started"],
    before["rotation.cancelled"],
    drafts["rotation.started"],
    drafts["rotation.bound"],
    drafts["consumer.edited"],
    makeDraft(target.name, target.id),
    drafts["consumer.confirmed"],
    drafts["rotation.finished"],
    after["rotation.started"],
    // It answered after the rotation was over.
    drafts["secret.use_checked"],
  ]);
  const own = [2, 3, 6, 7, 9].map((index) => recorded[index]);
  const events = await listRotationEvents(organizationId, target.id, rotationId);
  expect(events.map(({ id, seq }) => ({ id, seq: BigInt(seq) }))).toEqual(own);
  expect(events.map(({ description }) => description.phrase)).toEqual([
    "started a rotation of",
    "found which of Adobe's secrets is the current one of",
    "confirmed that a consumer has the new secret of",
    "finished the rotation of",
    "checked the last use of the secrets of",
  ]);
});

test("an event of the record has the time and the hash of the log", async () => {
  const organizationId = newOrganizationId();
  const { target, rotationId, drafts } = makeRotation();
  const [started] = await record(organizationId, [drafts["rotation.started"]]);
  const [event] = await listRotationEvents(organizationId, target.id, rotationId);
  const logged = started && (await findEvent(organizationId, started.id));
  expect(event).toEqual({
    id: logged?.id,
    seq: "1",
    at: logged?.occurredAt,
    description: logged?.description,
    hash: logged?.hash,
  });
});

test("another organization and another credential have no record of it", async () => {
  const organizationId = newOrganizationId();
  const { target, rotationId, drafts } = makeRotation();
  await record(organizationId, [drafts["rotation.started"], drafts["rotation.finished"]]);
  expect(await listRotationEvents(newOrganizationId(), target.id, rotationId)).toEqual([]);
  expect(await listRotationEvents(organizationId, newCredentialId(), rotationId)).toEqual([]);
  expect(await listRotationEvents(organizationId, target.id, randomUUID())).toEqual([]);
});

test("an event that somebody changed is listed as unreadable, and hides no other", async () => {
  const organizationId = newOrganizationId();
  const { target, rotationId, drafts } = makeRotation();
  await record(organizationId, [
    drafts["rotation.started"],
    drafts["rotation.bound"],
    drafts["rotation.finished"],
  ]);
  const superuser = await connectAs("superuser");
  await superuser.query(`ALTER TABLE "AuditEvent" DISABLE TRIGGER ALL`);
  await superuser.query(
    `UPDATE "AuditEvent" SET payload = payload || ' ', action = 'access.denied'
      WHERE "organizationId" = $1 AND seq = 1`,
    [organizationId],
  );
  await superuser.query(`ALTER TABLE "AuditEvent" ENABLE ALWAYS TRIGGER "AuditEvent_only_grows"`);
  const events = await listRotationEvents(organizationId, target.id, rotationId);
  expect(events.map(({ description }) => description.outcome.word)).toEqual(["Unreadable", "Done", "Done"]);
});
