import { z } from "zod";
import type { Secret } from "@/lib/secret";
import { askDatabase } from "./ask-database";
import { Refusal } from "./explain-problem.mjs";

/** Without one of these a crash can take back what PostgreSQL has said is kept. */
const settings = ["fsync", "full_page_writes", "synchronous_commit"] as const;

const words = new Intl.ListFormat("en-GB");

const row = z.record(z.enum(settings), z.string());

/**
 * Refuses a database that would lose events which people were told are recorded. A log that lost its newest
 * events that way looks whole.
 *
 * @param appUrl the connection as the app makes it: a role, a database and the address can each change a setting
 * @throws a Refusal that names what is off
 */
export async function refuseLossyDatabase(appUrl: Secret): Promise<void> {
  const columns = settings.map((name) => `current_setting('${name}') AS ${name}`);
  const found = await askDatabase(appUrl, row, `SELECT ${columns.join(", ")}`);
  const off = settings.filter((name) => found[name] === "off");
  if (off.length === 0) return;
  const place = off.includes("synchronous_commit")
    ? "in postgresql.conf, or where ALTER ROLE, ALTER DATABASE or DATABASE_URL says otherwise"
    : "in postgresql.conf";
  const lines = off.map((name) => `${name} = on`);
  throw new Refusal(
    `PostgreSQL runs with ${words.format(off)} off, so a crash could lose events that people were told are recorded: set ${words.format(lines)} (${place}), reload PostgreSQL and start again.`,
  );
}
