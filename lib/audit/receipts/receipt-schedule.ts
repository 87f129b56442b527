/** Events after which a receipt is due, however soon. */
const everyEvents = 100;

/** Time after which one is due when there was an event. */
const everyMs = 5 * 60 * 1000;

/** So long a transaction takes to commit, and more. */
const soonMs = 1_000;

interface ScheduleOptions<C> {
  /** Keeps a receipt of the chain's newest event, and gives its number. It does not reject. */
  readonly keep: (chain: C) => Promise<bigint>;
  readonly nowMs: () => number;
  /** Runs the work later, once; gives what calls it off. */
  readonly later: (work: () => void, delayMs: number) => () => void;
}

interface ChainWatch {
  count: number;
  newest: bigint;
  keptAtMs: number | undefined;
  isSecondTry: boolean;
  due: { readonly atMs: number; readonly callOff: () => void } | undefined;
}

/**
 * Says when receipts are due: soon after the first event, then after 100 events or 5 minutes, whichever
 * comes first. An event is noted before its transaction commits, so what is kept may lag behind; then it is
 * tried once more.
 */
export function createReceiptSchedule<C>({ keep, nowMs, later }: ScheduleOptions<C>) {
  const watches = new Map<C, ChainWatch>();

  function plan(chain: C, watch: ChainWatch, delayMs: number): void {
    const atMs = nowMs() + delayMs;
    if (watch.due !== undefined && watch.due.atMs <= atMs) return;
    watch.due?.callOff();
    watch.due = { atMs, callOff: later(() => void run(chain, watch), delayMs) };
  }

  async function run(chain: C, watch: ChainWatch): Promise<void> {
    const wanted = watch.newest;
    watch.due = undefined;
    watch.count = 0;
    watch.keptAtMs = nowMs();
    const isBehind = (await keep(chain)) < wanted;
    watch.isSecondTry = isBehind && !watch.isSecondTry;
    if (watch.isSecondTry) plan(chain, watch, everyMs);
  }

  return {
    /** An event was added to a chain, or will be when its transaction commits. */
    note(chain: C, seq: bigint): void {
      const watch = watches.get(chain) ?? newWatch();
      watches.set(chain, watch);
      watch.count += 1;
      if (seq > watch.newest) watch.newest = seq;
      const sinceMs = watch.keptAtMs === undefined ? everyMs : nowMs() - watch.keptAtMs;
      plan(chain, watch, watch.count >= everyEvents ? soonMs : Math.max(soonMs, everyMs - sinceMs));
    },
  };
}

function newWatch(): ChainWatch {
  return { count: 0, newest: 0n, keptAtMs: undefined, isSecondTry: false, due: undefined };
}
