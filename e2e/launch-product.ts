import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { findBuiltActionsKey } from "@/scripts/build";
import { exitWithParent, fromRoot, plainEnvironment } from "@/scripts/child";
import { findRunningDatabase } from "@/scripts/find-running-database";

/** How the start script of a test ended. */
interface ProductEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One start of the product, as `npm start` makes it, on a home folder and a port of its own. */
export interface Launch {
  readonly pid: number;
  /** Everything it printed so far. Holds the setup address while no user exists. */
  output(): string;
  /** Settles with the first line that fits. @throws an Error with the output when it ends before. */
  waitFor(pattern: RegExp): Promise<string>;
  readonly ended: Promise<ProductEnd>;
  signal(signal: NodeJS.Signals): void;
}

export interface LaunchOptions {
  readonly home: string;
  readonly port: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Starts it as a person does, through npm, which is then the process that gets the signals. */
  readonly isThroughNpm?: boolean;
  /** Gets what the product prints; left to the caller to remove. */
  readonly logFile?: string;
}

export async function launchProduct(options: LaunchOptions): Promise<Launch> {
  const actionsKey = await findBuiltActionsKey();
  const child = spawn(
    options.isThroughNpm ? "npm" : process.execPath,
    options.isThroughNpm
      ? // Without the installation that precedes a start.
        ["start", "--ignore-scripts", "--silent", "--", "--no-env-file"]
      : ["--import", exitWithParent, "--import", "tsx", fromRoot("scripts/start.ts"), "--no-env-file"],
    {
      cwd: fromRoot("."),
      env: {
        ...plainEnvironment(),
        NODE_ENV: "production",
        // A killed test run leaves no product behind.
        LATCHKEY_EXIT_WITH_PARENT: "30000",
        LATCHKEY_HOME: options.home,
        PORT: String(options.port),
        // Reuses the build that stands.
        ...(actionsKey && { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: actionsKey.reveal() }),
        ...options.environment,
      },
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
    },
  );
  const { pid } = child;
  if (pid === undefined) throw new Error("The start script could not be started.");
  const log =
    options.logFile === undefined
      ? undefined
      : createWriteStream(options.logFile, { flags: "a", mode: 0o600 });
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  const onLine = (line: string) => {
    lines.push(line);
    log?.write(`${line}\n`);
    for (const listener of listeners) listener();
  };
  createInterface({ input: child.stdout }).on("line", onLine);
  createInterface({ input: child.stderr }).on("line", onLine);
  const ended = new Promise<ProductEnd>((resolve) => {
    child.on("close", (code, signal) => {
      log?.end();
      resolve({ code, signal });
    });
  });
  return {
    pid,
    output: () => lines.join("\n"),
    ended,
    signal: (signal) => {
      child.kill(signal);
    },
    waitFor: async (pattern) => {
      const found = new Promise<string>((resolve) => {
        const look = () => {
          const line = lines.find((candidate) => pattern.test(candidate));
          if (line === undefined) return;
          listeners.delete(look);
          resolve(line);
        };
        listeners.add(look);
        look();
      });
      const line = await Promise.race([found, ended.then(() => undefined)]);
      if (line !== undefined) return line;
      throw new Error(`The product ended before it printed ${pattern}:\n${lines.join("\n")}`);
    },
  };
}

/** A temporary folder that PostgreSQL's user can pass through, so that as root, too, all data stay in it. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-e2e-"));
  await chmod(folder, 0o711);
  return folder;
}

/** What tests know about the running product. Holds passwords and the setup address. */
export interface Product {
  readonly baseUrl: string;
  readonly home: string;
  readonly setupUrl: string;
  readonly sandboxUrl: string;
  readonly sandboxControlKey: string;
  /** Connection string of the superuser: tests may look into every table. */
  readonly databaseUrl: string;
  /** Everything the product has printed. */
  readonly logFile: string;
}

/** Starts a product with a new home folder in the system's temporary folder, and waits until it is ready. */
export async function launchFreshProduct(
  port: number,
  environment: Readonly<Record<string, string>> = {},
): Promise<{ readonly product: Product; readonly launch: Launch; stop(): Promise<void> }> {
  const folder = await makeFolder();
  const home = join(folder, "home");
  const logFile = join(folder, "product.log");
  const sandboxControlKey = randomBytes(24).toString("base64url");
  const launch = await launchProduct({
    home,
    port,
    logFile,
    environment: { SANDBOX_CONTROL_KEY: sandboxControlKey, ...environment },
  });
  const stop = async () => {
    launch.signal("SIGTERM");
    await launch.ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const setupLine = await launch.waitFor(/^Create the first owner: /);
    const readyLine = await launch.waitFor(/^Ready on /);
    const database = await findRunningDatabase(home);
    if (database === undefined) throw new Error("The product's database was not found.");
    const sandboxUrl = (await readFile(join(home, "sandbox/url"), "utf8")).trim();
    return {
      launch,
      stop,
      product: {
        baseUrl: readyLine.replace("Ready on ", ""),
        home,
        setupUrl: setupLine.replace("Create the first owner: ", ""),
        sandboxUrl,
        sandboxControlKey,
        databaseUrl: database.superuserUrl.reveal(),
        logFile,
      },
    };
  } catch (thrown) {
    await stop().catch(() => undefined);
    throw thrown;
  }
}
