import { execFile, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Place } from "./choose-place";
import type { ServerFiles } from "./find-server";
import { isAlive } from "./is-alive";
import { bareEnvironment } from "./run-program";

const fastStopMs = 30_000;
const immediateStopMs = 10_000;
const pollMs = 25;

/** The server's `cluster_name`: names the process that started it. */
export const supervisorName = (pid: number): string => `latchkey-${pid}`;

/** A running PostgreSQL server process that we started. */
export interface Postmaster {
  readonly port: number;
  /** Settles when the process has ended. */
  readonly exited: Promise<void>;
  readonly hasExited: () => boolean;
  readonly stop: () => Promise<void>;
}

/**
 * Starts the server in a session of its own: Ctrl-C in the terminal reaches us alone, and we stop it
 * in order. It listens on loopback only, and its log never holds statements or values.
 */
export function startPostmaster(start: {
  readonly server: ServerFiles;
  readonly place: Place;
  readonly port: number;
  readonly logFd: number;
  readonly isDurable: boolean;
}): Postmaster {
  const settings = [
    `cluster_name=${supervisorName(process.pid)}`,
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
    "timezone=UTC",
    "log_timezone=UTC",
    ...(start.isDurable ? [] : ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]),
  ];
  const { account } = start.place;
  const child = spawn(
    start.server.postgres,
    [
      "-D",
      start.place.dataFolder,
      "-p",
      String(start.port),
      ...settings.flatMap((setting) => ["-c", setting]),
    ],
    {
      cwd: "/",
      env: bareEnvironment,
      detached: true,
      stdio: ["ignore", start.logFd, start.logFd],
      ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
    },
  );
  child.unref();
  let ended = false;
  const exited = new Promise<void>((resolve) => {
    const end = () => {
      ended = true;
      resolve();
    };
    child.once("exit", end);
    child.once("error", end);
  });
  const stop = async () => {
    const { pid } = child;
    if (ended || pid === undefined) return;
    child.ref();
    await stopProcess(pid, () => ended);
  };
  return { port: start.port, exited, hasExited: () => ended, stop };
}

/** Fast shutdown, then immediate, then by force, each only when the one before does not help. */
export async function stopProcess(pid: number, hasEnded: () => boolean = () => !isAlive(pid)): Promise<void> {
  const steps: readonly [NodeJS.Signals, number][] = [
    ["SIGINT", fastStopMs],
    ["SIGQUIT", immediateStopMs],
    ["SIGKILL", immediateStopMs],
  ];
  for (const [signal, patienceMs] of steps) {
    if (hasEnded()) return;
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    for (let waitedMs = 0; waitedMs < patienceMs && !hasEnded(); waitedMs += pollMs) await pause(pollMs);
  }
}

/** What `postmaster.pid` says; undefined when there is none or it cannot be read as one. */
export async function readPidFile(
  dataFolder: string,
): Promise<{ readonly pid: number; readonly port: number } | undefined> {
  const text = await readFile(join(dataFolder, "postmaster.pid"), "utf8").catch(() => "");
  const lines = text.split("\n");
  const pid = Number(lines[0]);
  const port = Number(lines[3] ?? "");
  return Number.isInteger(pid) && pid > 0 ? { pid, port } : undefined;
}

/** Whether this process is a PostgreSQL of that data folder, and not one that got a reused id. */
export async function isServerOf(pid: number, dataFolder: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const fromProc = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => undefined);
  if (fromProc !== undefined) return fromProc.split("\0").includes(dataFolder);
  const fromPs = await new Promise<string>((resolve) => {
    execFile("ps", ["-ww", "-p", String(pid), "-o", "command="], (_error, stdout) => resolve(stdout));
  });
  return fromPs.includes(dataFolder);
}
