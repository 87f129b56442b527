import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { settingNames } from "./settings";

/** The folder of package.json. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** How a child that did its work has ended. */
export const success = "exit code 0";

type Environment = Readonly<Record<string, string | undefined>>;

interface ChildOptions {
  /** Arguments of Node, the script among them. */
  readonly arguments: readonly string[];
  readonly environment: Environment;
  readonly mode: "production" | "development" | "test";
  readonly folder: string;
  readonly onOutput: (line: string) => void;
  readonly onError: (line: string) => void;
  /** How long the child may take to end after SIGTERM, and after the death of this process. */
  readonly graceMs: number;
}

export interface Child {
  /** Absent when it could not be started. */
  readonly pid: number | undefined;
  /** In words, such as `exit code 1`. Settles once, also after `stop()`. */
  readonly ended: Promise<string>;
  hasEnded(): boolean;
  /** Asks, then forces. Settles when the child and everything it has started are gone. */
  stop(): Promise<void>;
}

/**
 * Preloaded into a child, ends it when its standard input ends. The child finds the time it has for
 * that, in milliseconds, in `LATCHKEY_EXIT_WITH_PARENT`.
 */
export const exitWithParent = new URL("exit-with-parent.mjs", import.meta.url).href;

/**
 * Starts Node in a process group of its own: Ctrl-C at the terminal reaches the start script alone,
 * which stops its children in order. A child whose parent is killed ends by itself.
 */
export function startChild(options: ChildOptions): Child {
  const started = spawn(process.execPath, ["--import", exitWithParent, ...options.arguments], {
    cwd: options.folder,
    env: {
      ...options.environment,
      NODE_ENV: options.mode,
      LATCHKEY_EXIT_WITH_PARENT: String(options.graceMs),
    },
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  createInterface({ input: started.stdout }).on("line", options.onOutput);
  createInterface({ input: started.stderr }).on("line", options.onError);
  started.stdin.on("error", () => undefined);

  let isOver = false;
  const ended = new Promise<string>((resolve) => {
    const settle = (how: string) => {
      isOver = true;
      resolve(how);
    };
    started.on("error", () => settle("it could not be started"));
    started.on("exit", (code, signal) => settle(signal === null ? `exit code ${code}` : signal));
  });
  const stop = async () => {
    if (!isOver) {
      started.kill("SIGTERM");
      const timer = setTimeout(() => signalGroup(started, "SIGKILL"), options.graceMs);
      await ended;
      clearTimeout(timer);
    }
    signalGroup(started, "SIGKILL");
  };
  return { pid: started.pid, ended, hasEnded: () => isOver, stop };
}

/** Waits for a child's end, in words, and stops it when `stop` fires. Nothing of it is left behind. */
export async function waitForEnd(child: Child, stop: AbortSignal): Promise<string> {
  const abort = () => void child.stop();
  stop.addEventListener("abort", abort);
  try {
    const how = await child.ended;
    await child.stop();
    stop.throwIfAborted();
    return how;
  } finally {
    stop.removeEventListener("abort", abort);
  }
}

/** This process's environment without Latchkey's own variables and without npm's. */
export function plainEnvironment(): Record<string, string> {
  const own: readonly string[] = settingNames;
  const entries = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || own.includes(name) || /^npm_/i.test(name) ? [] : [[name, value] as const],
  );
  return Object.fromEntries(entries);
}

/** Path of a file in this folder or below the root. */
export function fromRoot(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

/** What a child has started is in its group; the group is empty when all of it is gone. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nobody is left in the group.
  }
}
