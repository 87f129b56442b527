import { z } from "zod";
import { startEmbeddedPostgres } from "@/lib/db/embedded";
import { Secret } from "@/lib/secret";
import { applyMigrations } from "@/prisma/migrate";
import { askDatabase } from "./ask-database";
import { refuseLossyDatabase } from "./refuse-lossy-database";
import type { Settings } from "./settings";

/** A database that answers and has the shape of this version. */
export interface OpenDatabase {
  /** Connection string of the app's role. */
  readonly appUrl: Secret;
  /** Settles when the embedded server has ended, asked for or not; never for one that was given. */
  readonly ended: Promise<void>;
  /** Stops the embedded server; does nothing to one that was given. */
  stop(): Promise<void>;
}

/** What the database already relies on. */
export interface KeyUse {
  /** Some key ring was used with it, and no other fits. */
  readonly hasKeyRing: boolean;
  /** Events were signed with some audit key. */
  readonly hasEvents: boolean;
  readonly hasUsers: boolean;
}

/** @throws EmbeddedPostgresError, MigrationError or a Refusal, whose message is one sentence. */
export async function openDatabase(settings: Settings, say: (line: string) => void): Promise<OpenDatabase> {
  if (settings.database.kind === "embedded") {
    const server = await startEmbeddedPostgres({ home: settings.home, log: say });
    try {
      await applyMigrations({ ownerUrl: server.ownerUrl, appUrl: server.appUrl });
      await refuseLossyDatabase(new Secret(server.appUrl));
    } catch (thrown) {
      await server.stop();
      throw thrown;
    }
    return { appUrl: new Secret(server.appUrl), ended: server.exited, stop: () => server.stop() };
  }
  const { appUrl, ownerUrl } = settings.database;
  const { rolesApart } = await applyMigrations({
    ownerUrl: (ownerUrl ?? appUrl).reveal(),
    appUrl: appUrl.reveal(),
  });
  await refuseLossyDatabase(appUrl);
  if (!rolesApart) {
    say(
      "The role of DATABASE_URL owns the tables, so a break-in could rewrite the audit log: only signatures and receipts would show it. DATABASE_OWNER_URL keeps the roles apart.",
    );
  }
  return { appUrl, ended: new Promise(() => undefined), stop: () => Promise.resolve() };
}

/** Reads what a migrated database relies on already. */
export function readKeyUse(appUrl: Secret): Promise<KeyUse> {
  return askDatabase(
    appUrl,
    z.object({ hasKeyRing: z.boolean(), hasEvents: z.boolean(), hasUsers: z.boolean() }),
    `SELECT EXISTS (SELECT 1 FROM "KeyCheck") AS "hasKeyRing",
            EXISTS (SELECT 1 FROM "AuditEvent") AS "hasEvents",
            EXISTS (SELECT 1 FROM "User") AS "hasUsers"`,
  );
}
