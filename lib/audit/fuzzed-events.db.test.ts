import fc from "fast-check";
import { expect, test } from "vitest";
import { readChain } from "@/lib/audit/verification/read-chain";
import { verifyChain } from "@/lib/audit/verification/verify-chain";
import { getDb } from "@/lib/db/client";
import { connectAs } from "@/lib/db/test-connection.fixture";
import { inTransaction } from "@/lib/db/transaction";
import { newOrganizationId, type OrganizationId } from "@/lib/ids";
import { getAuditKey } from "./audit-key";
import { AuditUnavailable } from "./audit-unavailable";
import { type AuditRow, buildLink, type ChainTip, genesisOf } from "./chain";
import { type FuzzedEvent, fuzzedEvent, isFit } from "./fuzzed-event.fixture";
import { recordEvent } from "./record-event";

async function expectIntact(organizationId: OrganizationId, length: number): Promise<void> {
  const { kid, publicKey } = getAuditKey();
  const verdict = await verifyChain(organizationId, readChain(organizationId), new Map([[kid, publicKey]]));
  expect(verdict).toMatchObject({ kind: "intact", tip: { seq: BigInt(length) } });
}

function chainOf(organizationId: OrganizationId, events: readonly FuzzedEvent[]): readonly AuditRow[] {
  const rows: AuditRow[] = [];
  let tip: ChainTip = genesisOf(organizationId);
  for (const { draft, origin, occurredAt } of events) {
    const row = buildLink({ organizationId, tip, occurredAt }, origin, draft, getAuditKey());
    rows.push(row);
    tip = row;
  }
  return rows;
}

test("2,000 events of every kind come back from PostgreSQL byte for byte", async () => {
  const organizationId = newOrganizationId();
  const rows = chainOf(organizationId, fc.sample(fuzzedEvent.filter(isFit), 2_000));
  for (let at = 0; at < rows.length; at += 250) {
    await getDb().auditEvent.createMany({ data: rows.slice(at, at + 250).map((row) => ({ ...row })) });
  }
  const stored: AuditRow[] = [];
  for await (const page of readChain(organizationId)) stored.push(...page);
  expect(stored).toEqual(rows);
  await expectIntact(organizationId, rows.length);
  // Not by way of the driver's own decoding.
  const app = await connectAs("app");
  const { rows: bytes } = await app.query(
    `SELECT encode(convert_to("payload", 'UTF8'), 'hex') AS payload FROM "AuditEvent"
      WHERE "organizationId" = $1 ORDER BY "seq"`,
    [organizationId],
  );
  expect(bytes.map(({ payload }) => payload)).toEqual(
    rows.map(({ payload }) => Buffer.from(payload, "utf8").toString("hex")),
  );
}, 120_000);

test("what the recorder accepts is stored, and what it refuses is refused before anything is written", async () => {
  const organizationId = newOrganizationId();
  const fit = fc.sample(fuzzedEvent.filter(isFit), 150);
  const unfit = fc.sample(
    fuzzedEvent.filter((event) => !isFit(event)),
    150,
  );
  let length = 0;
  for (const [index, good] of fit.entries()) {
    const bad = unfit[index];
    if (bad === undefined) throw new Error("There are as many of both.");
    const refusal = inTransaction(async (tx) => {
      await tx.organization.create({ data: { id: organizationId, name: "Never there" } });
      await recordEvent(tx, organizationId, bad.origin, bad.draft, { now: () => bad.occurredAt });
    });
    await expect(refusal).rejects.toThrow(AuditUnavailable);
    const { origin, draft, occurredAt } = good;
    const clock = { now: () => occurredAt };
    const place = await inTransaction((tx) => recordEvent(tx, organizationId, origin, draft, clock));
    length += 1;
    expect(place.seq).toBe(BigInt(length));
  }
  expect(await getDb().organization.count({ where: { id: organizationId } })).toBe(0);
  await expectIntact(organizationId, length);
});
