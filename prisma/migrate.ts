import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import pg from "pg";
import { z } from "zod";
import { type Migration, runEngine } from "./schema-engine";

const migrationsFolder = join(import.meta.dirname, "migrations");
const oldestServerVersion = 150_000;
/** Names the lock that instances of this app wait for. Any fixed number does. */
const lockKey = 5_281_146_237;
const lockTimeoutMs = 120_000;
const connectTimeoutMs = 10_000;

/** A migration that could not be done, in one sentence that holds no connection string. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
}

interface MigrationOutcome {
  /** How many migrations this call applied. */
  readonly applied: number;
  /** Whether the app's role is another than the owner's; if not, the app could alter the audit log. */
  readonly rolesApart: boolean;
}

/**
 * Brings the database to the shape of `prisma/migrations` and gives the app's role what it needs.
 *
 * Safe to call from several instances at once: the others wait, then find nothing to do. A migration
 * is applied and recorded in one transaction, so a crash leaves all of it or none.
 *
 * @throws MigrationError
 */
export async function applyMigrations(urls: {
  readonly ownerUrl: string;
  readonly appUrl: string;
}): Promise<MigrationOutcome> {
  const appRole = await readRole(urls.appUrl);
  // One connection, since the locks belong to the session that took them.
  const pool = new pg.Pool({
    connectionString: urls.ownerUrl,
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: connectTimeoutMs,
  });
  pool.on("error", () => undefined);
  try {
    await takeLock(pool);
    const migrations = readMigrations();
    await inspectHistory(pool, migrations);
    const applied = await runEngine(pool, migrations);
    const rolesApart = await grantToApp(pool, appRole);
    return { applied, rolesApart };
  } catch (thrown) {
    throw asMigrationError(thrown, "DATABASE_OWNER_URL");
  } finally {
    await pool.end();
  }
}

async function readRole(appUrl: string): Promise<string> {
  const client = new pg.Client({
    connectionString: appUrl,
    connectionTimeoutMillis: connectTimeoutMs,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const answer = await client.query("SELECT current_user AS role");
    return z.object({ role: z.string() }).parse(answer.rows[0]).role;
  } catch (thrown) {
    throw asMigrationError(thrown, "DATABASE_URL");
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function takeLock(pool: pg.Pool): Promise<void> {
  const answer = await pool.query("SELECT current_setting('server_version_num')::int AS version");
  const { version } = z.object({ version: z.number() }).parse(answer.rows[0]);
  if (version < oldestServerVersion) {
    throw new MigrationError(
      `PostgreSQL 15 or newer is needed; this server is ${Math.floor(version / 10_000)}.`,
    );
  }
  await pool.query(`SET lock_timeout = ${lockTimeoutMs}`);
  await pool.query("SELECT pg_advisory_lock($1)", [lockKey]);
  await pool.query("SET lock_timeout = 0");
}

function readMigrations(): Migration[] {
  return readdirSync(migrationsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => ({ name, sql: readFileSync(join(migrationsFolder, name, "migration.sql"), "utf8") }));
}

/**
 * Refuses a database that a newer version has migrated. Clears the records of attempts that did not
 * finish: an attempt rolls back as a whole, so it can be made again.
 */
async function inspectHistory(pool: pg.Pool, migrations: readonly Migration[]): Promise<void> {
  const present = await pool.query(`SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS present`);
  if (!z.object({ present: z.boolean() }).parse(present.rows[0]).present) return;
  const unfinished = `"finished_at" IS NULL AND "rolled_back_at" IS NULL`;
  await pool.query(`UPDATE "_prisma_migrations" SET "rolled_back_at" = now() WHERE ${unfinished}`);
  const unknown = await pool.query(
    `SELECT 1 FROM "_prisma_migrations" WHERE "finished_at" IS NOT NULL AND "migration_name" <> ALL ($1)`,
    [migrations.map((migration) => migration.name)],
  );
  if (unknown.rows.length > 0) {
    throw new MigrationError(
      "The database was migrated by a newer version of Latchkey; start that version, or restore a backup made by this one.",
    );
  }
}

/**
 * Gives the app's role exactly what it needs, taking back anything more. The audit log can be read
 * and added to; Prisma's own table can be read.
 */
async function grantToApp(pool: pg.Pool, appRole: string): Promise<boolean> {
  const owner = await pool.query("SELECT current_user AS role, current_schema() AS schema");
  const { role, schema } = z.object({ role: z.string(), schema: z.string() }).parse(owner.rows[0]);
  if (role === appRole) return false;
  const grantee = pg.escapeIdentifier(appRole);
  const place = pg.escapeIdentifier(schema);
  await pool.query(`
    BEGIN;
    REVOKE CREATE ON SCHEMA ${place} FROM ${grantee};
    GRANT USAGE ON SCHEMA ${place} TO ${grantee};
    REVOKE ALL ON ALL TABLES IN SCHEMA ${place} FROM ${grantee};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${place} TO ${grantee};
    REVOKE UPDATE, DELETE ON ${place}."AuditEvent" FROM ${grantee};
    REVOKE INSERT, UPDATE, DELETE ON ${place}."AuditDaily", ${place}."AuditDay", ${place}."AuditName" FROM ${grantee};
    REVOKE INSERT, UPDATE, DELETE ON ${place}."_prisma_migrations" FROM ${grantee};
    COMMIT;
  `);
  return true;
}

/** SQLSTATE class 42: names and privileges, so its text holds no row's values. */
const namesOnly = /^42/;

function asMigrationError(thrown: unknown, variable: string): MigrationError {
  if (thrown instanceof MigrationError) return thrown;
  const { code, message } = z
    .object({ code: z.string().catch(""), message: z.string().catch("") })
    .catch({ code: "", message: "" })
    .parse(thrown);
  return new MigrationError(sentenceFor(code, message, variable));
}

function sentenceFor(code: string, message: string, variable: string): string {
  if (["28P01", "28000"].includes(code)) return `PostgreSQL refuses the user or password of ${variable}.`;
  if (code === "3D000") return `The database named in ${variable} does not exist; create it first.`;
  if (code === "55P03") {
    return "Another instance has been migrating the database for two minutes; wait for it, then start again.";
  }
  if (code === "57P03") {
    return `PostgreSQL at ${variable} is starting up or shutting down; try again shortly.`;
  }
  if (code === "53100") return "The database server has no disk space left.";
  if (code === "P3005") {
    return `The database of ${variable} holds other tables already; give Latchkey a database of its own.`;
  }
  if (/^E[A-Z_]+$/.test(code)) return `PostgreSQL at ${variable} cannot be reached (${code}).`;
  if (namesOnly.test(code)) return `The database refused a migration (${code}: ${message}).`;
  if (code !== "") return `The database refused a migration (${code}).`;
  if (/timeout/i.test(message)) return `PostgreSQL at ${variable} does not answer.`;
  return `The migration did not succeed; check that ${variable} is a PostgreSQL address.`;
}

async function main(): Promise<number> {
  const environment = z
    .object({ DATABASE_URL: z.string().optional(), DATABASE_OWNER_URL: z.string().optional() })
    .parse(process.env);
  const appUrl = environment.DATABASE_URL || environment.DATABASE_OWNER_URL;
  const ownerUrl = environment.DATABASE_OWNER_URL || appUrl;
  if (appUrl === undefined || ownerUrl === undefined || appUrl === "") {
    process.stderr.write("Set DATABASE_URL (and DATABASE_OWNER_URL, if another role migrates).\n");
    return 1;
  }
  try {
    const { applied, rolesApart } = await applyMigrations({ ownerUrl, appUrl });
    process.stdout.write(applied === 0 ? "Nothing to migrate.\n" : `Migrations applied: ${applied}.\n`);
    if (!rolesApart) {
      process.stdout.write("The app's role owns the tables: it could alter the audit log.\n");
    }
    return 0;
  } catch (thrown) {
    const sentence = thrown instanceof MigrationError ? thrown.message : "The migration did not succeed.";
    process.stderr.write(`${sentence}\n`);
    return 1;
  }
}

const entry = process.argv[1];
if (entry !== undefined && import.meta.url === pathToFileURL(entry).href) {
  process.exitCode = await main();
}
