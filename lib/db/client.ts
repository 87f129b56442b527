/**
 * The room of the database: the client, transactions, budgets, and the server that comes along. It knows
 * no domain. What PostgreSQL and Prisma say can hold the values of a row, so their words stay in this
 * room: no caller shows, stores or logs them.
 */

import { PrismaPg } from "@prisma/adapter-pg";
import { type Prisma, PrismaClient } from "@/lib/db/generated/client";
import { getEnv } from "@/lib/env";
import { writeLog } from "@/lib/log";
import type { Secret } from "@/lib/secret";
import { withDirectTransactions } from "./direct-transaction";
import { createImpatientSocket } from "./impatient-socket";

/** What a command writes through while its transaction is open. */
export type Tx = Prisma.TransactionClient;

/**
 * Whatever the server's own defaults are. The adapter writes times without their zone and reads them as
 * UTC. Setting the isolation here saves each transaction a round trip.
 */
const sessionSettings = "-c TimeZone=UTC -c default_transaction_isolation=read\\ committed";

/** Raw SQL that begins with a comment of one word is prepared under that name, once per connection. */
const statementName = /^\/\* (\w+) \*\//;

/**
 * Longer than the server lets any statement run and any transaction idle, and than the pool keeps an idle
 * connection, so only a server that is gone is silent for so long.
 */
const maxSilenceMs = 12_000;

declare global {
  // `next dev` loads modules anew on every change; connections must not pile up with them.
  var latchkeyDatabase: PrismaClient | undefined;
}

/** The database, connected on first use with the app's role. One pool of ten per process. */
export function getDb(): PrismaClient {
  globalThis.latchkeyDatabase ??= createClient(getEnv().databaseUrl);
  return globalThis.latchkeyDatabase;
}

/** Ends all connections. The next `getDb()` makes new ones. */
export async function closeDb(): Promise<void> {
  const client = globalThis.latchkeyDatabase;
  globalThis.latchkeyDatabase = undefined;
  await client?.$disconnect();
}

/** A client of its own, for command-line tools that have no environment of the app. The caller disconnects it. */
export function createClient(url: Secret, limits = { maxSilenceMs }): PrismaClient {
  const adapter = new PrismaPg(
    {
      connectionString: url.reveal(),
      application_name: "latchkey",
      max: 10,
      connectionTimeoutMillis: 5_000,
      statement_timeout: 5_000,
      lock_timeout: 3_000,
      idle_in_transaction_session_timeout: 10_000,
      keepAlive: true,
      stream: () => createImpatientSocket(limits.maxSilenceMs),
      options: sessionSettings,
    },
    {
      // A connection that the server closed while it was idle: the pool replaces it.
      onPoolError: () => writeLog("database.connection_lost"),
      statementNameGenerator: ({ sql }) => statementName.exec(sql)?.[1] ?? "",
    },
  );
  return new PrismaClient({ adapter: withDirectTransactions(adapter), errorFormat: "minimal", log: [] });
}
