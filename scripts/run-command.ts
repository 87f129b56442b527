import { describeThrown } from "@/lib/log";
import { explainProblem } from "./explain-problem.mjs";

const parentCheckMs = 100;

export interface CleanUps {
  /** The last one added runs first. */
  add(cleanUp: () => Promise<void>): void;
}

interface ExitCodes {
  readonly done: () => number;
  readonly problem: number;
  readonly stopped: number;
}

/** For checks: one that was stopped has shown nothing, which is no success. */
export const checkCodes: ExitCodes = { done: () => 0, problem: 1, stopped: 130 };

const usual: ExitCodes = { done: () => 0, problem: 1, stopped: 0 };

/**
 * Runs a command to its end, or to the first SIGINT, SIGTERM or SIGHUP, then cleans up and exits,
 * unless `codes` says otherwise with 0 after a signal and 1 after a problem. A problem is told in one
 * sentence.
 */
export async function runCommand(
  command: (stop: AbortSignal, cleanUps: CleanUps) => Promise<void>,
  codes: ExitCodes = usual,
): Promise<never> {
  const controller = new AbortController();
  // At a terminal one Ctrl-C arrives twice, from the terminal and from npm.
  const onSignal = () => controller.abort();
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal).on("SIGHUP", onSignal);
  // Whoever stops reading what is printed stops neither the product nor its clean-up.
  process.stdout.on("error", () => undefined);
  process.stderr.on("error", () => undefined);
  if (process.env.npm_lifecycle_event !== undefined) stopWithParent(onSignal);

  const pending: (() => Promise<void>)[] = [];
  let exitCode = codes.stopped;
  try {
    await command(controller.signal, { add: (cleanUp) => pending.push(cleanUp) });
    if (!controller.signal.aborted) exitCode = codes.done();
  } catch (thrown) {
    if (!controller.signal.aborted) {
      exitCode = codes.problem;
      console.error(describeProblem(thrown));
    }
  }
  for (const cleanUp of pending.reverse()) {
    try {
      await cleanUp();
    } catch (thrown) {
      exitCode ||= codes.problem;
      console.error(describeProblem(thrown));
    }
  }
  process.exit(exitCode);
}

/** A killed npm passes no signal on, and would leave what it started to itself. */
function stopWithParent(stop: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, parentCheckMs);
  timer.unref();
}

/** Plain errors and those of the database rooms carry one sentence; of others the message may hold values. */
function describeProblem(thrown: unknown): string {
  const sentence = explainProblem(thrown);
  if (sentence !== undefined) return sentence;
  const isWrittenForPeople =
    thrown instanceof Error &&
    (thrown.constructor === Error || ["MigrationError", "EmbeddedPostgresError"].includes(thrown.name));
  if (isWrittenForPeople) return thrown.message;
  const { errorName, places } = describeThrown(thrown);
  return `Something unexpected happened (${errorName} at ${places.slice(0, 4).join(", ")}).`;
}
