import { setTimeout as pause } from "node:timers/promises";
import { getDb, type Tx } from "./client";
import { isTransactionConflict } from "./database-error";
import { catchTransaction, type DirectTransaction } from "./direct-transaction";
import { createTurnstile } from "./turnstile";

const maxTries = 5;
const maxWaitMs = 5_000;
const timeoutMs = 10_000;

/**
 * Of the pool's ten connections most stay free for reads, however many writers wait for one chain of the
 * audit log. Waiting here is also cheaper than in the database: a chain grows faster with few at once.
 */
const writers = createTurnstile(4, maxWaitMs);

declare global {
  // The parts that a server is built of may each load this module.
  var latchkeyTransactions: WeakMap<Tx, DirectTransaction> | undefined;
}

globalThis.latchkeyTransactions ??= new WeakMap<Tx, DirectTransaction>();
const directTransactions = globalThis.latchkeyTransactions;

/**
 * Runs the work in one READ COMMITTED transaction. When PostgreSQL breaks it off in favour of another
 * one (40001, 40P01), it is run again from the start, five times in all: the work must do nothing
 * but write through `tx`. Never hold it open across a network call.
 */
export async function inTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await writers.pass(() => runOnce(work));
    } catch (thrown) {
      if (tried >= maxTries || !isTransactionConflict(thrown)) throw thrown;
      await pause(Math.random() * 20 * 2 ** tried);
    }
  }
}

/**
 * The connection under a transaction that `inTransaction` runs, for the few statements that are worth it.
 * @throws for any other transaction.
 */
export function directOf(tx: Tx): DirectTransaction {
  const direct = directTransactions.get(tx);
  if (direct === undefined) throw new Error("The transaction was not opened by inTransaction.");
  return direct;
}

/** The commit does not wait for Prisma either: the locks of the transaction are held until then. */
function runOnce<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return catchTransaction(async (take) => {
    let done: { readonly value: T } | undefined;
    try {
      return await getDb().$transaction(
        async (tx) => {
          const direct = take();
          directTransactions.set(tx, direct);
          const value = await work(tx);
          await direct.commit();
          done = { value };
          return value;
        },
        { maxWait: maxWaitMs, timeout: timeoutMs },
      );
    } catch (thrown) {
      // Prisma may have given up on the transaction just when it was committed.
      if (done !== undefined) return done.value;
      throw thrown;
    }
  });
}
