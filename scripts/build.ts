import { createHash } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { Secret } from "@/lib/secret";
import { fromRoot, plainEnvironment, root, startChild, success, waitForEnd } from "./child";
import { Refusal } from "./explain-problem.mjs";
import { hashSources } from "./hash-sources";
import { fileExists } from "./keep-once";
import { findHolder, type Lock, tryLock, waitForLock } from "./lock-file.mjs";

const locks = join(root, ".locks");
const output = join(root, ".next");
const buildStamp = join(output, "latchkey-build");
const generatedClient = join(root, "lib/db/generated/client.ts");
const generatedStamp = join(root, "node_modules/.latchkey-generated");

interface BuildOptions {
  /** Part of the build: names of server actions are derived from it. */
  readonly actionsKey: Secret;
  readonly say: (line: string) => void;
  readonly stop: AbortSignal;
}

/** Keeps others from replacing the build while it is served. */
interface BuildInUse {
  release(): void;
}

/** Generates the Prisma client when the schema has changed; the packages' stamp goes with node_modules. */
export async function ensureGeneratedClient(stop: AbortSignal): Promise<void> {
  const lock = await waitForLock(join(locks, "generate.json"), () => undefined, stop);
  try {
    const schema = await readFile(join(root, "prisma/schema.prisma"));
    const expected = createHash("sha256").update(schema).digest("hex");
    if ((await fileExists(generatedClient)) && (await readStamp(generatedStamp)) === expected) return;
    await runQuietly("Prisma's client", ["node_modules/prisma/build/index.js", "generate"], lock, stop);
    await writeFile(generatedStamp, expected);
  } finally {
    lock.release();
  }
}

/**
 * Builds the app unless the last finished build is of the same sources. The stamp is removed first
 * and written last, so a half build is never served.
 */
export async function ensureBuild({ actionsKey, say, stop }: BuildOptions): Promise<BuildInUse> {
  await ensureGeneratedClient(stop);
  const lock = await waitForLock(
    join(locks, "build.json"),
    (pid) => say(`Waiting for the build that process ${pid} has begun.`),
    stop,
  );
  try {
    stop.throwIfAborted();
    const expected = await describeBuild(actionsKey);
    if ((await readStamp(buildStamp)) !== expected) {
      await refuseWhileInUse();
      say("Building the app. This takes about a minute and is skipped while nothing changes.");
      await rm(buildStamp, { force: true });
      await runQuietly("The app", ["node_modules/next/dist/bin/next", "build"], lock, stop, {
        NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: actionsKey.reveal(),
      });
      await writeFile(buildStamp, expected);
    }
    return holdInUse();
  } finally {
    lock.release();
  }
}

/** The key that the last build was made with, so that tests need no build of their own. */
export async function findBuiltActionsKey(): Promise<Secret | undefined> {
  const manifest = join(output, "server/server-reference-manifest.json");
  if (!(await fileExists(buildStamp)) || !(await fileExists(manifest))) return undefined;
  const parsed = z
    .object({ encryptionKey: z.base64() })
    .safeParse(JSON.parse(await readFile(manifest, "utf8")));
  return parsed.success ? new Secret(parsed.data.encryptionKey) : undefined;
}

/** Keeps an installation from emptying node_modules under this process. */
export function holdInUse(): BuildInUse {
  const attempt = tryLock(join(locks, `in-use-${process.pid}.json`));
  return attempt.acquired ? attempt.lock : { release: () => undefined };
}

async function describeBuild(actionsKey: Secret): Promise<string> {
  const key = createHash("sha256").update(`latchkey build ${actionsKey.reveal()}`).digest("hex");
  return `${await hashSources(root)} ${key.slice(0, 16)}`;
}

async function refuseWhileInUse(): Promise<void> {
  const holder = await findUser();
  if (holder === undefined) return;
  throw new Refusal(
    `Latchkey runs from this folder (process ${holder}) with another build than the sources ask for: stop it, then start again.`,
  );
}

/** Another living process that serves the build. Marks of killed ones are removed. */
async function findUser(): Promise<number | undefined> {
  for (const name of await readdir(locks)) {
    if (!/^in-use-\d+\.json$/.test(name) || name === `in-use-${process.pid}.json`) continue;
    const holder = findHolder(join(locks, name));
    if (holder !== undefined) return holder.pid;
    await rm(join(locks, name), { force: true });
  }
  return undefined;
}

/** Runs a Node program to its end. What it prints is shown when it fails. */
async function runQuietly(
  what: string,
  command: readonly string[],
  lock: Lock,
  stop: AbortSignal,
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const lines: string[] = [];
  const keep = (line: string) => {
    lines.push(line);
  };
  const child = startChild({
    arguments: command.map((part, index) => (index === 0 ? fromRoot(part) : part)),
    environment: {
      ...plainEnvironment(),
      NEXT_TELEMETRY_DISABLED: "1",
      CHECKPOINT_DISABLE: "1",
      // A person's .env belongs to the start, not into the build.
      __NEXT_PROCESSED_ENV: "true",
      ...environment,
    },
    mode: "production",
    folder: root,
    onOutput: keep,
    onError: keep,
    graceMs: 3_000,
  });
  if (child.pid !== undefined) lock.addHolder(child.pid);
  const how = await waitForEnd(child, stop);
  if (how === success) return;
  const shown = lines.slice(-60).join("\n");
  throw new Refusal(`${shown}\n${what} could not be built (${how}): the lines above say why.`);
}

async function readStamp(file: string): Promise<string> {
  return (await fileExists(file)) ? readFile(file, "utf8") : "";
}
