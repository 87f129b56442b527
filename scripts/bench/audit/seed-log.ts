import { readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { z } from "zod";
import { getAuditKey } from "@/lib/audit/audit-key";
import type { AuditRow } from "@/lib/audit/chain";
import type { OrganizationId } from "@/lib/ids";
import type { BenchOptions } from "@/scripts/bench/bench-options";
import type { Stage } from "@/scripts/bench/stage";
import { root } from "@/scripts/child";
import { copyIn } from "./copy";
import { type Cast, makeEvents } from "./make-events";

const columns = [
  ...(["organizationId", "seq", "id", "occurredAt", "action", "outcome"] as const),
  ...(["actorType", "actorId", "actorName", "targetType", "targetId", "targetName"] as const),
  ...(["requestId", "kid", "payload", "hash", "signature"] as const),
] as const;

const rowsPerChunk = 500;
const rowsPerCopy = 250_000;

/** Fills the log of one organization by COPY, and what is counted of it by one statement each. */
export async function seedLog(
  { superuserUrl }: Stage,
  log: { readonly organizationId: OrganizationId; readonly count: number; readonly cast: Cast },
  { say, stop }: Pick<BenchOptions, "say" | "stop">,
): Promise<void> {
  const client = new pg.Client(superuserUrl.reveal());
  await client.connect();
  try {
    await client.query("SET maintenance_work_mem = '1GB'; SET work_mem = '256MB'");
    await client.query(`ALTER TABLE "AuditEvent" DISABLE TRIGGER "AuditEvent_counts"`);
    const indexes = await dropIndexes(client);
    await fill(client, log, { say, stop });
    for (const { name, definition } of indexes) {
      stop.throwIfAborted();
      await client.query(definition);
      if (log.count >= rowsPerCopy) say(`  index ${name}`);
    }
    await client.query(`TRUNCATE "AuditDay", "AuditDaily", "AuditName"`);
    for (const statement of await readCountStatements()) await client.query(statement);
    await client.query(`ALTER TABLE "AuditEvent" ENABLE ALWAYS TRIGGER "AuditEvent_counts"`);
    await client.query(`VACUUM (ANALYZE) "AuditEvent", "AuditDay", "AuditDaily", "AuditName"`);
    await client.query("CHECKPOINT");
  } finally {
    await client.end();
  }
}

async function fill(
  client: pg.Client,
  { organizationId, count, cast }: Parameters<typeof seedLog>[1],
  { say, stop }: Pick<BenchOptions, "say" | "stop">,
): Promise<void> {
  const events = makeEvents(organizationId, count, cast, getAuditKey());
  const sql = `COPY "AuditEvent" (${columns.map((column) => `"${column}"`).join(", ")}) FROM STDIN`;
  for (let done = 0; done < count; done += rowsPerCopy) {
    stop.throwIfAborted();
    await copyIn(client, sql, cutChunks(events, Math.min(rowsPerCopy, count - done)));
    if (count > rowsPerCopy) {
      say(`  ${Math.min(done + rowsPerCopy, count).toLocaleString("en-US")} events`);
    }
  }
}

function* cutChunks(events: Generator<AuditRow>, count: number): Generator<string> {
  let text = "";
  for (let done = 1; done <= count; done += 1) {
    const { value } = events.next();
    if (value === undefined) throw new Error("There are fewer events than were asked for.");
    text += writeLine(value);
    if (done % rowsPerChunk === 0 || done === count) {
      yield text;
      text = "";
    }
  }
}

/** The text format of COPY. */
function writeLine(row: AuditRow): string {
  return `${columns.map((column) => writeValue(row[column])).join("\t")}\n`;
}

function writeValue(value: AuditRow[keyof AuditRow]): string {
  if (value === null) return "\\N";
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `\\\\x${Buffer.from(value).toString("hex")}`;
  return String(value).replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\t", "\\t");
}

const indexSchema = z.array(z.object({ name: z.string(), definition: z.string() }));

/** All but the primary key, which the rows come in the order of: sorting once is quicker than growing. */
async function dropIndexes(client: pg.Client) {
  const { rows } = await client.query(
    `SELECT "indexname" AS "name", "indexdef" AS "definition" FROM "pg_indexes"
     WHERE "tablename" = 'AuditEvent' AND "indexname" <> 'AuditEvent_pkey' ORDER BY 1`,
  );
  const indexes = indexSchema.parse(rows);
  for (const { name } of indexes) await client.query(`DROP INDEX ${pg.escapeIdentifier(name)}`);
  return indexes;
}

/** The statements by which the migration counts what it finds: there is no second way to count. */
async function readCountStatements(): Promise<readonly string[]> {
  const file = join(root, "prisma/migrations/20261122200000_audit_counts/migration.sql");
  const statements = (await readFile(file, "utf8")).matchAll(/^INSERT INTO "Audit[^;]*;/gm);
  return [...statements].map(([statement]) => statement);
}
