/** Lets few pieces of work run at once; the others wait their turn, but not for ever. */
interface Turnstile {
  pass<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Work begins in the order in which it came. What has waited for `patienceMs` begins although no place
 * is free: work that waits for work behind it goes on, if late.
 */
export function createTurnstile(places: number, patienceMs: number): Turnstile {
  let running = 0;
  const waiting = new Set<() => void>();

  const takePlace = (): Promise<void> | undefined => {
    if (running < places) {
      running += 1;
      return undefined;
    }
    return new Promise((resolve) => {
      const begin = () => {
        clearTimeout(timer);
        waiting.delete(begin);
        resolve();
      };
      const timer = setTimeout(() => {
        running += 1;
        begin();
      }, patienceMs);
      waiting.add(begin);
    });
  };

  /** A place is handed on, never freed and taken again: nobody can overtake. */
  const leavePlace = () => {
    const [next] = waiting;
    if (running > places || next === undefined) running -= 1;
    else next();
  };

  return {
    async pass(work) {
      await takePlace();
      try {
        return await work();
      } finally {
        leavePlace();
      }
    },
  };
}
