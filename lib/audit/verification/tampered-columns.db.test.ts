import { beforeAll, expect, test } from "vitest";
import { getAuditKey } from "@/lib/audit/audit-key";
import type { KnownReceipts } from "@/lib/audit/receipts/receipts-file";
import { recordMany } from "@/lib/audit/record-many.fixture";
import { getDb } from "@/lib/db/client";
import { connectAs } from "@/lib/db/test-connection.fixture";
import { newOrganizationId, type OrganizationId } from "@/lib/ids";
import type { ChainVerdict } from "./chain-verdict";
import { readChain } from "./read-chain";
import { verifyChain } from "./verify-chain";
import { verifyStoredChain } from "./verify-stored-chain";

/** 200 events. In each turn one event of every log is changed, in one column. */
const organizations = Array.from({ length: 10 }, () => newOrganizationId());
const length = 20;
const receipts = new Map<OrganizationId, KnownReceipts>();

const flipped = (column: string) => `set_byte("${column}", 9, 255 - get_byte("${column}", 9))`;

/** What each column is changed to, and what verification then says of the event. */
const changes: readonly (readonly [column: string, value: string, kind: string])[] = [
  ["organizationId", `gen_random_uuid()`, "missing"],
  ["seq", `"seq" + 1000`, "missing"],
  ["id", `gen_random_uuid()`, "columns_differ"],
  ["occurredAt", `"occurredAt" + interval '1 millisecond'`, "columns_differ"],
  ["action", `'credential.restored'`, "columns_differ"],
  ["outcome", `'failed'`, "columns_differ"],
  ["actorType", `'system'`, "columns_differ"],
  ["actorId", `gen_random_uuid()`, "columns_differ"],
  ["actorName", `"actorName" || ' '`, "columns_differ"],
  ["targetType", `NULL`, "columns_differ"],
  ["targetId", `gen_random_uuid()`, "columns_differ"],
  ["targetName", `upper("targetName")`, "columns_differ"],
  ["requestId", `NULL`, "columns_differ"],
  ["kid", `'audit-other'`, "columns_differ"],
  ["payload", `replace("payload", 'Payments', 'Payment5')`, "edited"],
  ["hash", flipped("hash"), "edited"],
  ["signature", flipped("signature"), "wrong_signature"],
];

beforeAll(async () => {
  for (const organizationId of organizations) {
    await recordMany(organizationId, length);
    const { hash } = await getDb().auditEvent.findFirstOrThrow({
      where: { organizationId },
      orderBy: { seq: "desc" },
    });
    const receipt = { hash: Buffer.from(hash).toString("hex"), ts: "2026-11-22T10:00:00.000Z" };
    receipts.set(organizationId, new Map([[length, [receipt]]]));
  }
});

/** A hand that no trigger stops, with a copy of the events as they were. */
async function openHand() {
  const superuser = await connectAs("superuser");
  await superuser.query(`ALTER TABLE "AuditEvent" DISABLE TRIGGER ALL`);
  await superuser.query(`CREATE TEMPORARY TABLE "Untouched" AS SELECT * FROM "AuditEvent"`);
  return superuser;
}

const { kid, publicKey } = getAuditKey();
const keys = new Map([[kid, publicKey]]);

function verify(organizationId: OrganizationId): Promise<ChainVerdict> {
  const watch = { receipts: receipts.get(organizationId) };
  return verifyChain(organizationId, readChain(organizationId), keys, watch);
}

/** Changes event `seq` of every log, and changes it back when `work` is done. */
async function whileTampered(
  superuser: Awaited<ReturnType<typeof openHand>>,
  column: string,
  value: string,
  seq: number,
  work: () => Promise<void>,
): Promise<void> {
  const changed = await superuser.query(
    `UPDATE "AuditEvent" SET "${column}" = ${value} WHERE "seq" = $1 AND "organizationId" = ANY($2::uuid[])`,
    [seq, organizations],
  );
  expect(changed.rowCount).toBe(organizations.length);
  await work();
  const found = column === "signature" ? "hash" : "signature";
  await superuser.query(
    `UPDATE "AuditEvent" "event" SET "${column}" = "was"."${column}" FROM "Untouched" "was"
      WHERE "was"."seq" = $1 AND "event"."${found}" = "was"."${found}"`,
    [seq],
  );
}

test("the list holds every column of the table", async () => {
  const [row] = await getDb().auditEvent.findMany({ take: 1 });
  expect(changes.map(([column]) => column).sort()).toEqual(Object.keys(row ?? {}).sort());
});

test.each(changes)("a changed %s is found in each of 200 events", async (column, value, kind) => {
  const superuser = await openHand();
  for (let seq = 1; seq <= length; seq += 1) {
    // Where nothing comes after it, that it is missing only the receipt of the tip shows.
    const isGone = column === "organizationId" && seq === length;
    const problem = { kind: isGone ? "older_than_receipt" : kind };
    const expected = {
      kind: "broken",
      seq: BigInt(seq),
      problem: kind === "columns_differ" ? { ...problem, columns: [column] } : problem,
    };
    await whileTampered(superuser, column, value, seq, async () => {
      expect(await Promise.all(organizations.map(verify))).toEqual(organizations.map(() => expected));
      for (const organizationId of organizations.slice(0, 1)) {
        const known = receipts.get(organizationId);
        const { verdict } = await verifyStoredChain(organizationId, keys, { receipts: known });
        expect(verdict).toEqual(expected);
      }
    });
  }
  expect(await Promise.all(organizations.map(verify))).toEqual(
    organizations.map(() => expect.objectContaining({ kind: "intact", receiptSeq: length })),
  );
});
