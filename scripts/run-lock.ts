import { setTimeout as sleep } from "node:timers/promises";
import { Refusal } from "./explain-problem.mjs";
import type { HomeFolder } from "./home-folder";
import { fileExists } from "./keep-once";
import { findHolder, tryLock } from "./lock-file.mjs";

/** Takes the place of the note while the holder ends. */
const stopping = "stopping";

interface RunLock {
  /** The run before this one was killed: parts of it may take a moment to notice. */
  readonly isRecovery: boolean;
  /** Whoever comes now is to wait, and not to be refused. */
  announceStop(): void;
  release(): void;
}

/** One process at a time works on a home folder. `note` is what a second one shows to its person. */
export async function takeRunLock(
  home: HomeFolder,
  note: string,
  waiting: { readonly say?: (line: string) => void; readonly stop?: AbortSignal } = {},
): Promise<RunLock> {
  let isTold = false;
  const isRecovery = await fileExists(lockPath(home));
  for (;;) {
    const attempt = tryLock(lockPath(home));
    if (attempt.acquired) {
      attempt.lock.setNote(note);
      return {
        isRecovery,
        announceStop: () => {
          try {
            attempt.lock.setNote(stopping);
          } catch {
            // The folder is gone or full; whoever comes now is refused.
          }
        },
        release: () => attempt.lock.release(),
      };
    }
    if (attempt.note === stopping) {
      if (!isTold) waiting.say?.(`Waiting for process ${attempt.pid} to stop.`);
      isTold = true;
    } else if (attempt.pid !== 0) {
      throw new Refusal(
        `Latchkey already runs from this folder: process ${attempt.pid}, ${attempt.note || note}. Stop that one first, or use it.`,
      );
    }
    await sleep(100);
    waiting.stop?.throwIfAborted();
  }
}

export function isRunning(home: HomeFolder): boolean {
  return findHolder(lockPath(home)) !== undefined;
}

function lockPath(home: HomeFolder): string {
  return home.file("run.json");
}
