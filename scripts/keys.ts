import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { generateAuditKey } from "@/lib/audit/audit-key";
import { generateKeyRing } from "@/lib/sealing/key-ring";
import { Secret } from "@/lib/secret";
import type { KeyUse } from "./database";
import { Refusal } from "./explain-problem.mjs";
import type { HomeFolder } from "./home-folder";
import { fileExists, keepOnce } from "./keep-once";
import type { Settings } from "./settings";

export interface ServerSecrets {
  readonly nextAuthSecret: Secret;
  readonly actionsKey: Secret;
}

/** What the web server needs before any database is there: given, or made once and kept. */
export async function keepServerSecrets(settings: Settings, home: HomeFolder): Promise<ServerSecrets> {
  return {
    nextAuthSecret: settings.nextAuthSecret ?? (await keepSecret(home.keyFile("nextauth-secret"))),
    actionsKey: settings.actionsKey ?? (await keepSecret(home.keyFile("server-actions-key"))),
  };
}

/**
 * Paths of the key ring and the audit key: given, or made once and kept. A new one is never made for
 * a database that already relies on another.
 */
export async function keepKeyFiles(
  settings: Settings,
  home: HomeFolder,
  use: KeyUse,
): Promise<{ readonly keyRingFile: string; readonly auditKeyFile: string }> {
  const keyRingFile = settings.keyRingFile ?? home.keyFile("key-ring.json");
  const auditKeyFile = findAuditKeyFile(settings);
  if (settings.keyRingFile === undefined) {
    await refuseLostKey(keyRingFile, use.hasKeyRing, "The database was written with a key ring");
    await keepOnce(keyRingFile, generateKeyRing);
  }
  if (settings.auditKeyFile === undefined) {
    await refuseLostKey(auditKeyFile, use.hasEvents, "The database holds events signed with an audit key");
    await keepOnce(auditKeyFile, generateAuditKey);
  }
  return { keyRingFile, auditKeyFile };
}

/** Path of the audit key: the one given, else the one that a start keeps. */
export function findAuditKeyFile({ auditKeyFile, home }: Settings): string {
  return auditKeyFile ?? join(home, "keys", "audit-key.json");
}

async function refuseLostKey(file: string, isNeeded: boolean, what: string): Promise<void> {
  if (!isNeeded || (await fileExists(file))) return;
  throw new Refusal(
    `${what} that is no longer in ${file}: put that file back, from a backup or from the other instance.`,
  );
}

async function keepSecret(file: string): Promise<Secret> {
  return new Secret(await keepOnce(file, () => `${randomBytes(32).toString("base64")}\n`));
}
