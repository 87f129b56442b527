import { createHash, verify } from "node:crypto";
import { expect, test } from "vitest";
import { newOrganizationId } from "@/lib/ids";
import { buildLink, genesisOf, instanceChainId } from "./chain";
import { makeAuditKey, makeDraft, makeOrigin } from "./chain.fixture";
import type { EventDraft } from "./event";
import { makeDraftPerAction } from "./event.fixture";
import { readPayload } from "./event-payload";

const key = makeAuditKey();
const occurredAt = new Date("2026-11-22T10:11:12.013Z");

function link(draft: EventDraft = makeDraft(), origin = makeOrigin(), organizationId = newOrganizationId()) {
  return buildLink({ organizationId, tip: genesisOf(organizationId), occurredAt }, origin, draft, key);
}

test("an outsider can check an event with SHA-256 and Ed25519 alone", () => {
  const row = link();
  expect(createHash("sha256").update(row.payload).digest()).toEqual(Buffer.from(row.hash));
  expect(verify(null, row.hash, key.publicKey, row.signature)).toBe(true);
});

test("the payload holds the whole event, in canonical order", () => {
  const organizationId = newOrganizationId();
  const origin = makeOrigin();
  const draft = makeDraft();
  const row = link(draft, origin, organizationId);
  expect(Object.keys(JSON.parse(row.payload))).toEqual([
    "action",
    "actor",
    "address",
    "detail",
    "id",
    "kid",
    "organizationId",
    "outcome",
    "prev",
    "requestId",
    "seq",
    "target",
    "ts",
    "v",
  ]);
  expect(JSON.parse(row.payload)).toEqual({
    v: 1,
    id: row.id,
    organizationId,
    seq: 1,
    ts: "2026-11-22T10:11:12.013Z",
    kid: key.kid,
    prev: Buffer.from(genesisOf(organizationId).hash).toString("hex"),
    ...origin,
    ...draft,
  });
});

test("the first event of a chain names the organization it began with", () => {
  const organizationId = newOrganizationId();
  const expected = createHash("sha256").update(`latchkey-audit-genesis\n${organizationId}`).digest();
  expect(Buffer.from(genesisOf(organizationId).hash)).toEqual(expected);
  expect(genesisOf(newOrganizationId()).hash).not.toEqual(genesisOf(organizationId).hash);
  expect(instanceChainId).toBe("00000000-0000-0000-0000-000000000000");
});

test("an actor or target that is absent leaves its columns empty", () => {
  const row = link(
    {
      action: "access.denied",
      outcome: "denied",
      target: null,
      detail: { attempted: "credential.edit", reason: "foreign_origin", count: 1 },
    },
    { actor: { type: "system" }, requestId: null, address: null },
    instanceChainId,
  );
  expect(row).toMatchObject({
    actorType: "system",
    actorId: null,
    actorName: "",
    targetType: null,
    targetId: null,
    targetName: null,
    requestId: null,
  });
});

test("ids are signed in the lower case in which the database gives them back", () => {
  const row = link(makeDraft("Payments export", newOrganizationId().toUpperCase()));
  expect(row.targetId).toBe(row.targetId?.toLowerCase());
  expect(readPayload(row.payload)).toMatchObject({ ok: true, value: { target: { id: row.targetId } } });
});

test.each([
  ["a lone surrogate", "key \ud83d"],
  ["a zero byte", "nought\0"],
  ["more than 200 characters", "n".repeat(201)],
])("a name with %s is refused before anything is hashed", (_, name) => {
  expect(() => link(makeDraft(name))).toThrow();
  expect(() => link(makeDraft(), makeOrigin(name))).toThrow();
  expect(() => link(makeDraft(name))).not.toThrow(name.slice(0, 3));
});

test("a name of any well-formed script is signed and read back as it is", () => {
  for (const name of [
    "Zoë Åström",
    "e\u0301",
    "名前",
    "\u{1f511}".repeat(100),
    '"\\\u2028\u007f',
    "\ufeff",
  ]) {
    const read = readPayload(link(makeDraft(name)).payload);
    expect(read.ok && read.value.target?.name).toBe(name);
  }
});

test("a detail that its action does not have is refused", () => {
  const draft = { ...makeDraft(), detail: { clientSecret: "anything" } };
  // @ts-expect-error The compiler refuses it too.
  expect(() => link(draft)).toThrow("An event of the audit log is not as its format asks: detail.");
});

test("every action can be written and read back", () => {
  for (const draft of Object.values(makeDraftPerAction())) {
    const read = readPayload(link(draft).payload);
    expect(read).toMatchObject({ ok: true, value: { ...draft } });
  }
});
