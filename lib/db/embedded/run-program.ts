import { spawn } from "node:child_process";

/** The operating-system user that PostgreSQL runs as. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

interface ProgramOutcome {
  /** Exit code; null when a signal ended it or it could not be started. */
  readonly code: number | null;
  /** Standard output and error together, cut to the last 20,000 characters. */
  readonly output: string;
}

/** PostgreSQL gets none of our environment: it holds keys and passwords. */
export const bareEnvironment = {
  NODE_ENV: "production",
  LC_ALL: "C",
  PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
} as const;

/**
 * Runs a program to its end, as another user when an account is given. It has a session of its own,
 * so Ctrl-C in the terminal does not cut it off half-way.
 */
export function runProgram(
  file: string,
  args: readonly string[],
  account?: Account,
): Promise<ProgramOutcome> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: "/",
      env: bareEnvironment,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
    });
    let output = "";
    const keep = (part: Buffer) => {
      output = (output + part.toString("utf8")).slice(-20_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", () => resolve({ code: null, output: `${file} could not be run` }));
    child.on("close", (code) => resolve({ code, output }));
  });
}
