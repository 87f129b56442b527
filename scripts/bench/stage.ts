import { randomBytes } from "node:crypto";
import { lstat, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCredentials } from "@/lib/db/embedded/credentials-file";
import { isAlive } from "@/lib/db/embedded/is-alive";
import { isServerOf, readPidFile, stopProcess } from "@/lib/db/embedded/postmaster";
import { Secret } from "@/lib/secret";
import { type ControlClient, createControlClient } from "@/sandbox/control-client";
import { root } from "@/scripts/child";
import { Refusal } from "@/scripts/explain-problem.mjs";
import { findRunningDatabase } from "@/scripts/find-running-database";
import { openHomeFolder } from "@/scripts/home-folder";
import { keepServerSecrets } from "@/scripts/keys";
import { openRuntime } from "@/scripts/runtime";
import { startSandboxServer } from "@/scripts/sandbox-server";
import { readSettings } from "@/scripts/settings";
import type { BenchOptions } from "./bench-options";

/** All that the product stands on, made for one run. */
export interface Stage {
  /** For files of the run, on the database's disk as a rule. */
  readonly folder: string;
  readonly sandboxUrl: string;
  readonly control: ControlClient;
  readonly appUrl: Secret;
  /** Makes tables to compare with; the app's role may not. */
  readonly superuserUrl: Secret;
}

const folderName = /^latchkey-bench-(\d+)-/;

/**
 * Starts an embedded PostgreSQL as `npm start` does, writes to disk included, and the sandbox as a
 * process of its own, in a temporary folder that goes when the run ends. From then on this process may
 * call `lib/` as the server does.
 */
export async function openStage({ stop, cleanUps, say }: BenchOptions): Promise<Stage> {
  await sweepKilledRuns();
  const folder = await mkdtemp(join(tmpdir(), `latchkey-bench-${process.pid}-`));
  cleanUps.add(() => removeRun(folder));
  const settings = readSettings({ LATCHKEY_HOME: folder }, root);
  const home = await openHomeFolder(folder);
  const secrets = await keepServerSecrets(settings, home);

  const controlKey = new Secret(randomBytes(24).toString("base64url"));
  const sandbox = await startSandboxServer({
    stateFile: home.file("sandbox/state.json"),
    readyFile: home.file("sandbox/ready-credential.json"),
    controlKey,
  });
  // Before the first look at the environment: it is read once.
  process.env.SANDBOX_URL = sandbox.url;

  const runtime = await openRuntime({ settings, home, secrets, say, stop }).catch(async (thrown) => {
    await sandbox.child.stop();
    throw thrown;
  });
  cleanUps.add(() => runtime.database.stop());
  cleanUps.add(() => sandbox.child.stop());
  const { closeDb } = await import("@/lib/db/client");
  cleanUps.add(closeDb);
  const running = await findRunningDatabase(folder);
  if (running === undefined) throw new Refusal("PostgreSQL ended as soon as it had started: try again.");
  return {
    folder,
    sandboxUrl: sandbox.url,
    control: createControlClient(sandbox.url, controlKey.reveal()),
    appUrl: runtime.database.appUrl,
    superuserUrl: running.superuserUrl,
  };
}

/** A killed run cannot clean up after itself, so the next one does. */
async function sweepKilledRuns(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(folderName.exec(name)?.[1]);
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    const folder = join(tmpdir(), name);
    // Anybody may put a folder of this name here, and what stands in ours says what to remove.
    const found = await lstat(folder).catch(() => undefined);
    if (found?.isDirectory() !== true || found.uid !== process.getuid?.()) continue;
    const dataFolder = join(await findDatabaseFolder(folder), "data");
    const server = await readPidFile(dataFolder);
    if (server !== undefined && (await isServerOf(server.pid, dataFolder))) await stopProcess(server.pid);
    await removeRun(folder);
  }
}

/** As root the data can lie outside, where PostgreSQL's user can go. */
async function removeRun(folder: string): Promise<void> {
  await rm(await findDatabaseFolder(folder), { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
}

async function findDatabaseFolder(folder: string): Promise<string> {
  const credentials = await readCredentials(folder).catch(() => undefined);
  return credentials?.folder ?? join(folder, "postgres");
}
