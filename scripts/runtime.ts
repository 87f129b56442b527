import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import type { Secret } from "@/lib/secret";
import { ensureGeneratedClient } from "./build";
import { fromRoot, root } from "./child";
import { type KeyUse, type OpenDatabase, openDatabase, readKeyUse } from "./database";
import { Refusal } from "./explain-problem.mjs";
import { guardLog, type LogGuard } from "./guard-log";
import type { HomeFolder } from "./home-folder";
import { keepOnce } from "./keep-once";
import { keepKeyFiles, type ServerSecrets } from "./keys";
import { readSettings, type Settings } from "./settings";

/** Reads `.env` beside package.json, which never replaces a variable that is set, then the environment. */
export function loadSettings(options: { readonly envFile: boolean }): Settings {
  const file = fromRoot(".env");
  if (options.envFile && existsSync(file)) process.loadEnvFile(file);
  return readSettings(process.env, root);
}

/** Keys that fit the database: what the web server and the command-line tools stand on. */
interface Runtime {
  readonly use: KeyUse;
  /** The variables that `lib/env.ts` reads, the sandbox's apart. */
  readonly environment: Readonly<Record<string, string>>;
}

interface RuntimeOptions {
  readonly settings: Settings;
  readonly home: HomeFolder;
  readonly secrets: ServerSecrets;
  readonly say: (line: string) => void;
  readonly stop: AbortSignal;
}

/** Opens and migrates the database, does what `joinRuntime` does, and holds the log against its receipts. */
export async function openRuntime(
  options: RuntimeOptions,
): Promise<Runtime & { readonly database: OpenDatabase; readonly log: LogGuard }> {
  const { settings, home, say, stop } = options;
  await ensureGeneratedClient(stop);
  say(settings.database.kind === "embedded" ? "Starting PostgreSQL." : "Connecting to PostgreSQL.");
  const database = await openDatabase(settings, say);
  try {
    stop.throwIfAborted();
    const runtime = await joinRuntime(options, database.appUrl);
    stop.throwIfAborted();
    const log = await guardLog({ home: home.path, appOrigin: settings.appOrigin }, say);
    return { database, log, ...runtime };
  } catch (thrown) {
    await database.stop();
    throw thrown;
  }
}

/**
 * Keeps the keys and checks that they fit the migrated database. From then on this process may call
 * `lib/` as the server does.
 */
export async function joinRuntime(
  { settings, home, secrets }: Pick<RuntimeOptions, "settings" | "home" | "secrets">,
  appUrl: Secret,
): Promise<Runtime> {
  const use = await readKeyUse(appUrl);
  const keyFiles = await keepKeyFiles(settings, home, use);
  const environment = {
    DATABASE_URL: appUrl.reveal(),
    APP_ORIGIN: settings.appOrigin,
    NEXTAUTH_URL: settings.appOrigin,
    NEXTAUTH_SECRET: secrets.nextAuthSecret.reveal(),
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: secrets.actionsKey.reveal(),
    KEYRING_FILE: keyFiles.keyRingFile,
    AUDIT_KEY_FILE: keyFiles.auditKeyFile,
    TRUSTED_PROXIES: settings.trustedProxies,
    LEASE_SECONDS: String(settings.leaseSeconds),
    SETUP_TOKEN_FILE: home.file("setup-token"),
    RECEIPTS_FILE: await findReceiptsFile(home),
  };
  await checkKeys(environment);
  return { use, environment };
}

/** Each folder's instance has a name of its own: the files of several may be gathered in one place. */
async function findReceiptsFile(home: HomeFolder): Promise<string> {
  const instance = await keepOnce(home.file("instance"), () => `${randomBytes(4).toString("hex")}\n`);
  return home.file(`receipts-${instance}.ndjson`);
}

/** `lib/` reads the environment of its process, once, when it is first asked. */
async function checkKeys(environment: Readonly<Record<string, string>>): Promise<void> {
  Object.assign(process.env, environment);
  const { checkKeyRing } = await import("@/lib/db/check-key-ring");
  const { checkAuditKey } = await import("@/lib/audit/check-audit-key");
  const { closeDb } = await import("@/lib/db/client");
  try {
    for (const check of [checkKeyRing, checkAuditKey]) {
      const checked = await check();
      if (!checked.ok) throw new Refusal(checked.failure.message);
    }
  } finally {
    await closeDb();
  }
}
