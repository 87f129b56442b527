import pg from "pg";
import { z } from "zod";
import type { OrganizationId } from "@/lib/ids";

/** Ways in which the insert of an event fails. All but the first break one organization's log alone. */
export const breakages = [
  "insert_revoked",
  "trigger_raises",
  "chain_locked",
  "disk_full",
  "connection_lost",
] as const;
export type Breakage = (typeof breakages)[number];

/** What the database says in its errors, and nobody may ever repeat. */
export const databaseWords = "canary of the database";

/** For tests: from now on events cannot be written, until what is given back is called. */
export async function breakLog(
  breakage: Breakage,
  organizationId: OrganizationId,
): Promise<() => Promise<void>> {
  switch (breakage) {
    case "insert_revoked":
      return revokeInsert();
    case "trigger_raises":
      return addTrigger(
        organizationId,
        `RAISE EXCEPTION '${databaseWords}' USING DETAIL = '${databaseWords}'`,
      );
    case "chain_locked":
      return lockChain(organizationId);
    case "disk_full":
      return addTrigger(
        organizationId,
        `RAISE EXCEPTION 'could not extend file "base/5/${databaseWords}": No space left on device'
           USING ERRCODE = '53100', HINT = 'Check free disk space.'`,
      );
    case "connection_lost":
      // A role may end its own sessions: this one ends before it answers.
      return addTrigger(
        organizationId,
        "PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(4)",
      );
  }
}

const urls = z.object({ DATABASE_URL: z.string(), TEST_OWNER_URL: z.string() });

async function connect(role: keyof z.infer<typeof urls>): Promise<pg.Client> {
  const client = new pg.Client(urls.parse(process.env)[role]);
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

const deadlock = z.object({ code: z.literal("40P01") });

async function asOwner(...statements: readonly string[]): Promise<void> {
  const owner = await connect("TEST_OWNER_URL");
  try {
    for (const statement of statements) await insist(() => owner.query(statement));
  } finally {
    await owner.end();
  }
}

/** A change of the table's shape meets whoever writes and reads it meanwhile, and may be the one to give way. */
async function insist(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (!deadlock.safeParse(thrown).success) throw thrown;
    await insist(work);
  }
}

async function revokeInsert(): Promise<() => Promise<void>> {
  const app = decodeURIComponent(new URL(urls.parse(process.env).DATABASE_URL).username);
  await asOwner(`REVOKE INSERT ON "AuditEvent" FROM ${app}`);
  return () => asOwner(`GRANT INSERT ON "AuditEvent" TO ${app}`);
}

async function addTrigger(organizationId: OrganizationId, statement: string): Promise<() => Promise<void>> {
  const name = `break_${organizationId.replaceAll("-", "")}`;
  await asOwner(
    `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN ${statement}; RETURN NEW; END $$`,
    `CREATE TRIGGER ${name} BEFORE INSERT ON "AuditEvent"
       FOR EACH ROW WHEN (NEW."organizationId" = '${organizationId}') EXECUTE FUNCTION ${name}()`,
  );
  return () => asOwner(`DROP TRIGGER ${name} ON "AuditEvent"`, `DROP FUNCTION ${name}()`);
}

/** Another session keeps the chain for longer than any writer waits. */
async function lockChain(organizationId: OrganizationId): Promise<() => Promise<void>> {
  const holder = await connect("DATABASE_URL");
  await holder.query("BEGIN");
  await holder.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`audit:${organizationId}`]);
  return async () => {
    await holder.query("ROLLBACK");
    await holder.end();
  };
}
