/**
 * Lets a few pieces of heavy work run at once and a few more wait. Whoever finds it full is
 * turned away at once, so that a flood of sign-ins costs a bounded amount of memory and time.
 */
interface WaitingRoom {
  /** Runs the work, or answers `full` without starting it. */
  enter<T>(work: () => Promise<T>): Promise<T | "full">;
}

export function createWaitingRoom(size: { readonly running: number; readonly waiting: number }): WaitingRoom {
  let running = 0;
  const waiting: (() => void)[] = [];
  return {
    async enter(work) {
      if (running >= size.running) {
        if (waiting.length >= size.waiting) return "full";
        await new Promise<void>((resolve) => waiting.push(resolve));
      } else {
        running += 1;
      }
      try {
        return await work();
      } finally {
        // A place is handed on, never freed and taken again: nobody can overtake the queue.
        const next = waiting.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}
