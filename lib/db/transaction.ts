import { setTimeout as pause } from "node:timers/promises";
import { getDb, type Tx } from "./client";
import { isTransactionConflict } from "./database-error";
import { createTurnstile } from "./turnstile";

const maxTries = 5;
const maxWaitMs = 5_000;
const timeoutMs = 10_000;

/**
 * Of the pool's ten connections two stay free for reads, however many writers wait for one chain of the
 * audit log. Waiting here is also cheaper than inside Prisma, which sets up each transaction first.
 */
const writers = createTurnstile(8, maxWaitMs);

/**
 * Runs the work in one READ COMMITTED transaction. When PostgreSQL breaks it off in favour of another
 * one (40001, 40P01), it is run again from the start, five times in all: the work must do nothing
 * but write through `tx`. Never hold it open across a network call.
 */
export async function inTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await writers.pass(() => getDb().$transaction(work, { maxWait: maxWaitMs, timeout: timeoutMs }));
    } catch (thrown) {
      if (tried >= maxTries || !isTransactionConflict(thrown)) throw thrown;
      await pause(Math.random() * 20 * 2 ** tried);
    }
  }
}
