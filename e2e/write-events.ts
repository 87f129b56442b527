import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { z } from "zod";
import { parseAuditKey } from "@/lib/audit/audit-key";
import { type AuditRow, buildLink, type ChainTip, genesisOf } from "@/lib/audit/chain";
import type { EventDraft, EventOrigin } from "@/lib/audit/event";
import { organizationIdSchema } from "@/lib/ids";
import type { Product } from "./launch-product";

/** An event to be, at a time that may be long past. */
export interface WrittenEvent {
  readonly occurredAt: Date;
  readonly origin: EventOrigin;
  readonly draft: EventDraft;
}

const tipSchema = z.array(z.object({ seq: z.coerce.bigint(), hash: z.instanceof(Buffer) })).max(1);

/**
 * Adds events to the log of an organization, signed and chained as the product does it, thousands within a
 * second.
 */
export async function writeEvents(
  { home, databaseUrl }: Product,
  organization: string,
  events: readonly WrittenEvent[],
): Promise<void> {
  const organizationId = organizationIdSchema.parse(organization);
  const key = parseAuditKey(readFileSync(join(home, "keys/audit-key.json"), "utf8"));
  if (!key.ok) throw new Error(key.failure);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("BEGIN");
    const { rows: found } = await client.query("SELECT seq, hash FROM lock_audit_chain($1::uuid)", [
      organizationId,
    ]);
    let tip: ChainTip = tipSchema.parse(found)[0] ?? genesisOf(organizationId);
    const rows: AuditRow[] = [];
    for (const { occurredAt, origin, draft } of events) {
      const row = buildLink({ organizationId, tip, occurredAt }, origin, draft, key.value);
      rows.push(row);
      tip = row;
    }
    await client.query(
      `INSERT INTO "AuditEvent" SELECT * FROM json_populate_recordset(NULL::"AuditEvent", $1::json)`,
      [JSON.stringify(rows.map(toJson))],
    );
    await client.query("COMMIT");
  } finally {
    await client.end();
  }
}

function toJson({ seq, hash, signature, ...columns }: AuditRow) {
  return { ...columns, seq: String(seq), hash: writeBytes(hash), signature: writeBytes(signature) };
}

function writeBytes(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes).toString("hex")}`;
}
