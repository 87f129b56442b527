/** Numbers that look random and are the same in every run (mulberry32). */
export interface Random {
  /** From 0 up to but without 1. */
  readonly next: () => number;
  /** One of them, the first ones much more often than the last (Zipf's law, nearly). */
  readonly pickSkewed: <T>(items: readonly T[]) => T;
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    pickSkewed: (items) => {
      const item = items[Math.floor((items.length + 1) ** next()) - 1];
      if (item === undefined) throw new Error("There is nothing to pick from.");
      return item;
    },
  };
}
