import pg from "pg";
import { takePruneLock } from "@/lib/audit/retention/prune-lock";
import type { OwnerConnection } from "@/lib/audit/retention/remove-events";
import type { Secret } from "@/lib/secret";
import { Refusal } from "./explain-problem.mjs";
import { findRunningDatabase } from "./find-running-database";
import type { CleanUps } from "./run-command";
import type { Settings } from "./settings";

/** @throws a Refusal when nobody said which role owns the tables of a database that was given. */
export function refuseWithoutOwner({ database }: Settings): void {
  if (database.kind === "embedded" || database.ownerUrl !== undefined) return;
  throw new Refusal(
    "DATABASE_OWNER_URL is not set: only the role that owns the tables can remove events from the log.",
  );
}

/** The embedded database must be running. */
export async function findOwnerUrl({ database, home }: Settings): Promise<Secret> {
  const url = database.kind === "given" ? database.ownerUrl : (await findRunningDatabase(home))?.ownerUrl;
  if (url !== undefined) return url;
  throw new Refusal("Latchkey is stopping in this folder: try again in a moment.");
}

/**
 * One connection for the whole run: it holds the lock that keeps a second run away.
 * @throws a Refusal when there is one.
 */
export async function connectOwner(url: Secret, cleanUps: CleanUps): Promise<OwnerConnection> {
  const owner = new pg.Client({
    connectionString: url.reveal(),
    application_name: "latchkey audit:prune",
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  owner.on("error", () => undefined);
  cleanUps.add(() => owner.end().catch(() => undefined));
  await owner.connect();
  if (await takePruneLock(owner)) return owner;
  throw new Refusal("Another npm run audit:prune works on this database: let it finish.");
}

/** An id is made once in the world, so a database that knows them all is the same one. */
export async function refuseOtherDatabase(owner: OwnerConnection, ids: readonly string[]): Promise<void> {
  const { rows } = await owner.query(`SELECT "id" FROM "Organization" WHERE "id" = ANY ($1::uuid[])`, [ids]);
  if (rows.length === ids.length) return;
  throw new Refusal("DATABASE_URL and DATABASE_OWNER_URL name two databases: they must name one.");
}

/** What the driver throws by itself when the server goes away, or is not there. */
export function isConnectionLost(thrown: unknown): boolean {
  const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
  return /^(?:08|57P0)|^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND)$/.test(code);
}
