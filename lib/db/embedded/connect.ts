import pg from "pg";
import type { DatabaseCredentials } from "./credentials-file";

/** Names of the three roles and the database. The superuser is ours alone. */
export const superuser = "postgres";
export const ownerRole = "latchkey_owner";
export const appRole = "latchkey_app";
const databaseName = "latchkey";

/** The lock that the app which supervises this server holds for as long as it lives. */
const supervisionLock = 7_260_912_341;

/** Connection string of a role. Holds the password, which needs no escaping. */
export function databaseUrl(role: string, password: string, port: number, database = databaseName): string {
  return `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`;
}

/** A connection that its owner ends. Rejects with what pg threw; a lost one is not reported. */
export async function connectAsSuperuser(
  credentials: DatabaseCredentials,
  port: number,
  database = superuser,
): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: databaseUrl(superuser, credentials.superuserPassword, port, database),
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return client;
  } catch (thrown) {
    await client.end().catch(() => undefined);
    throw thrown;
  }
}

/** Takes the supervision lock for this session; false when another app holds it. */
export async function takeSupervision(client: pg.Client): Promise<boolean> {
  const answer = await client.query("SELECT pg_try_advisory_lock($1) AS taken", [supervisionLock]);
  return answer.rows[0]?.taken === true;
}

/**
 * Makes the roles and the database, or brings them to what they should be: the owner migrates, the app
 * can do only what the owner grants it. Safe to repeat after a crash in between.
 */
export async function prepareDatabase(
  client: pg.Client,
  credentials: DatabaseCredentials,
  port: number,
): Promise<void> {
  await prepareRole(client, ownerRole, credentials.ownerPassword);
  await prepareRole(client, appRole, credentials.appPassword);
  const present = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [databaseName]);
  if (present.rows.length === 0) await client.query(`CREATE DATABASE ${databaseName} OWNER ${ownerRole}`);
  await client.query(`REVOKE ALL ON DATABASE ${databaseName}, ${superuser}, template1 FROM PUBLIC`);
  await client.query(`GRANT CONNECT ON DATABASE ${databaseName} TO ${appRole}`);
  const inside = await connectAsSuperuser(credentials, port, databaseName);
  try {
    await inside.query(`ALTER SCHEMA public OWNER TO ${ownerRole}`);
  } finally {
    await inside.end();
  }
}

async function prepareRole(client: pg.Client, role: string, password: string): Promise<void> {
  const present = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [role]);
  const verb = present.rows.length === 0 ? "CREATE" : "ALTER";
  await client.query(
    `${verb} ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD ${client.escapeLiteral(password)}`,
  );
}
