import { randomUUID } from "node:crypto";
import pg from "pg";
import { z } from "zod";
import { getAuditKey } from "@/lib/audit/audit-key";
import { buildLink, genesisOf } from "@/lib/audit/chain";
import type { EventDraft } from "@/lib/audit/event";
import { newOrganizationId, type OrganizationId } from "@/lib/ids";
import type { Stage } from "@/scripts/bench/stage";

/**
 * Rows of the same weight as events, written by pg directly with prepared statements, into tables with
 * the same indexes and checks as the log, the locked one also with its counts: what is left when nothing is
 * hashed, signed or mapped.
 */
export interface PlainEvents {
  /** One transaction: the chain's lock, the read of its tail, the insert after it. */
  readonly appendLocked: (organizationId: OrganizationId) => Promise<void>;
  /** One insert that waits for nobody. */
  readonly insert: (organizationId: OrganizationId) => Promise<void>;
  readonly close: () => Promise<void>;
}

const tables = { locked: `"BenchLocked"`, free: `"BenchFree"` } as const;

const columns = [
  ...["organizationId", "seq", "id", "occurredAt", "action", "outcome", "actorType", "actorId", "actorName"],
  ...["targetType", "targetId", "targetName", "requestId", "kid", "payload", "hash", "signature"],
];

/** @param connections one for each writer, so that none waits for another's. */
export async function openPlainEvents(
  stage: Stage,
  connections: number,
  draft: EventDraft,
): Promise<PlainEvents> {
  await makeTables(stage);
  const pool = new pg.Pool({ connectionString: stage.appUrl.reveal(), max: connections });
  pool.on("error", () => undefined);
  const weight = makeRow(draft);
  const insertInto = (table: string) => ({
    name: `insert ${table}`,
    text: `INSERT INTO ${table} (${columns.map((column) => `"${column}"`).join(", ")})
           VALUES (${columns.map((_, index) => `$${index + 1}`).join(", ")})`,
  });
  const intoLocked = insertInto(tables.locked);
  const intoFree = insertInto(tables.free);
  const valuesOf = (organizationId: OrganizationId, seq: bigint) => {
    const row: Readonly<Record<string, unknown>> = { ...weight, organizationId, seq, id: randomUUID() };
    return columns.map((column) => row[column]);
  };

  let freeSeq = 0n;
  return {
    insert: async (organizationId) => {
      freeSeq += 1n;
      await pool.query({ ...intoFree, values: valuesOf(organizationId, freeSeq) });
    },
    appendLocked: async (organizationId) => {
      const client = await pool.connect();
      try {
        await client.query("BEGIN");
        await client.query({ ...takeLock, values: [`bench:${organizationId}`] });
        const tail = await client.query({ ...readTail, values: [organizationId] });
        const seq = tails.parse(tail.rows)[0]?.seq ?? 0n;
        await client.query({ ...intoLocked, values: valuesOf(organizationId, seq + 1n) });
        await client.query("COMMIT");
      } finally {
        client.release();
      }
    },
    close: () => pool.end(),
  };
}

const takeLock = { name: "lock", text: "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))" };
const readTail = {
  name: "tail",
  text: `SELECT "seq", "hash" FROM ${tables.locked} WHERE "organizationId" = $1 ORDER BY "seq" DESC LIMIT 1`,
};
const tails = z.array(z.object({ seq: z.string().transform(BigInt) }));

async function makeTables({ superuserUrl, appUrl }: Stage): Promise<void> {
  const client = new pg.Client(superuserUrl.reveal());
  await client.connect();
  try {
    const appRole = pg.escapeIdentifier(decodeURIComponent(new URL(appUrl.reveal()).username));
    for (const table of Object.values(tables)) {
      await client.query(`CREATE TABLE ${table} (LIKE "AuditEvent" INCLUDING ALL)`);
      await client.query(`GRANT SELECT, INSERT ON ${table} TO ${appRole}`);
    }
    await client.query(
      `CREATE TRIGGER "counts" AFTER INSERT ON ${tables.locked} FOR EACH ROW EXECUTE FUNCTION "count_audit_event"()`,
    );
  } finally {
    await client.end();
  }
}

function makeRow(draft: EventDraft) {
  const organizationId = newOrganizationId();
  const tip = genesisOf(organizationId);
  const origin = {
    actor: { type: "user", id: randomUUID(), name: "Person 0a1b2c" },
    requestId: randomUUID(),
    address: "192.0.2.1",
  } as const;
  const row = buildLink({ organizationId, tip, occurredAt: new Date() }, origin, draft, getAuditKey());
  return { ...row, hash: Buffer.from(row.hash), signature: Buffer.from(row.signature) };
}
