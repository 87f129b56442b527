/** Answers that are kept back until somebody releases them, so that tests need not wait for time. */
interface Held {
  readonly clientId: string;
  readonly release: () => void;
}

interface Watcher {
  readonly look: () => void;
}

export interface Holds {
  /** Resolves when released; rejects when `gone` says that the caller hung up. */
  readonly hold: (clientId: string, gone: AbortSignal) => Promise<void>;
  /** Releases the held answers of one client, or all; returns how many. */
  readonly release: (clientId?: string) => number;
  readonly count: (clientId?: string) => number;
  /** Resolves with the count as soon as it is at least `count`, or when `gone` fires. */
  readonly waitFor: (count: number, clientId: string | undefined, gone: AbortSignal) => Promise<number>;
}

export function createHolds(): Holds {
  const held = new Set<Held>();
  const watchers = new Set<Watcher>();

  function matching(clientId: string | undefined): Held[] {
    return [...held].filter((one) => clientId === undefined || one.clientId === clientId);
  }

  return {
    hold: (clientId, gone) =>
      new Promise((resolve, reject) => {
        const one: Held = {
          clientId,
          release: () => {
            held.delete(one);
            resolve();
          },
        };
        gone.addEventListener("abort", () => {
          held.delete(one);
          reject(gone.reason);
        });
        held.add(one);
        for (const watcher of watchers) watcher.look();
      }),
    release: (clientId) => {
      const released = matching(clientId);
      for (const one of released) one.release();
      return released.length;
    },
    count: (clientId) => matching(clientId).length,
    waitFor: (count, clientId, gone) =>
      new Promise((resolve) => {
        const watcher: Watcher = {
          look: () => {
            const now = matching(clientId).length;
            if (now < count && !gone.aborted) return;
            watchers.delete(watcher);
            resolve(now);
          },
        };
        watchers.add(watcher);
        gone.addEventListener("abort", watcher.look);
        watcher.look();
      }),
  };
}
