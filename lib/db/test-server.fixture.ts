import { randomBytes } from "node:crypto";
import { chmod, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { generateAuditKey } from "@/lib/audit/audit-key";
import { isAlive } from "@/lib/db/embedded/is-alive";
import { isServerOf, readPidFile, stopProcess } from "@/lib/db/embedded/postmaster";
import { generateKeyRing } from "@/lib/sealing/key-ring";
import { applyMigrations } from "@/prisma/migrate";
import { startEmbeddedPostgres } from "./embedded";

/** What the run shares with its test files. */
interface TestServer {
  readonly superuserUrl: string;
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** Name of the migrated database that each test file copies. */
  readonly template: string;
  readonly keyRingFile: string;
  readonly auditKeyFile: string;
  readonly nextAuthSecret: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    testServer: TestServer;
  }
}

const folderName = /^latchkey-test-(\d+)$/;

/**
 * Runs once before the database tests: one PostgreSQL in a temporary folder, one migrated database to
 * copy from, and keys made for this run. All of it is gone afterwards.
 */
export default async function startTestServer(project: TestProject): Promise<() => Promise<void>> {
  await sweepKilledRuns();
  const folder = join(tmpdir(), `latchkey-test-${process.pid}`);
  await mkdir(folder);
  await chmod(folder, 0o711);
  const server = await startEmbeddedPostgres({
    home: join(folder, "home"),
    log: () => undefined,
    isDurable: false,
  });
  const clean = async () => {
    await server.stop();
    await rm(server.folder, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await applyMigrations({ ownerUrl: server.ownerUrl, appUrl: server.appUrl });
    const keyRingFile = join(folder, "keyring.json");
    const auditKeyFile = join(folder, "audit-key.json");
    await writeFile(keyRingFile, generateKeyRing(), { mode: 0o600 });
    await writeFile(auditKeyFile, generateAuditKey(), { mode: 0o600 });
    project.provide("testServer", {
      superuserUrl: besideTemplate(server.superuserUrl),
      ownerUrl: server.ownerUrl,
      appUrl: server.appUrl,
      template: new pg.Client(server.ownerUrl).database ?? "",
      keyRingFile,
      auditKeyFile,
      nextAuthSecret: randomBytes(32).toString("base64url"),
    });
    return clean;
  } catch (thrown) {
    await clean();
    throw thrown;
  }
}

/** A database is copied only while nobody is connected to it. */
function besideTemplate(url: string): string {
  const copy = new URL(url);
  copy.pathname = "/postgres";
  return copy.href;
}

/** A killed run cannot clean up after itself, so the next one does. */
async function sweepKilledRuns(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(folderName.exec(name)?.[1]);
    if (Number.isNaN(pid) || (isAlive(pid) && pid !== process.pid)) continue;
    const dataFolder = join(tmpdir(), name, "home", "postgres", "data");
    const server = await readPidFile(dataFolder);
    if (server !== undefined && (await isServerOf(server.pid, dataFolder))) await stopProcess(server.pid);
    await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}
