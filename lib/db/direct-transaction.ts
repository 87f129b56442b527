import { AsyncLocalStorage } from "node:async_hooks";
import type { SqlDriverAdapter, SqlDriverAdapterFactory, Transaction } from "@prisma/driver-adapter-utils";

/**
 * An open transaction of Prisma's, spoken to on its own connection. The way through Prisma's engine costs
 * each statement more than the statement itself, which matters where others wait for a lock meanwhile.
 */
export interface DirectTransaction {
  /** The rows as lists of values. Errors are the driver adapter's, which `database-error.ts` reads. */
  query(sql: string, args: readonly unknown[]): Promise<readonly (readonly unknown[])[]>;
  /**
   * Sends a statement and does not wait for its answer. Where it fails, the transaction fails with what
   * `explain` makes of the driver's error.
   */
  send(sql: string, args: readonly unknown[], explain: (thrown: unknown) => unknown): void;
  /** What the first statement that was sent and failed came to; undefined where none failed. */
  findFailure(): Promise<{ readonly reason: unknown } | undefined>;
  /**
   * Commits; the answers to what was sent come with that of the commit. Nothing can be sent through the
   * transaction any more, by whatever way.
   */
  commit(): Promise<void>;
}

interface Opening {
  transaction?: DirectTransaction;
}

declare global {
  // The parts that a server is built of may each load this module; the client is one for all of them.
  var latchkeyOpenings: AsyncLocalStorage<Opening> | undefined;
}

globalThis.latchkeyOpenings ??= new AsyncLocalStorage<Opening>();
const openings = globalThis.latchkeyOpenings;

/** Runs what opens one transaction, and hands that over as it opens. */
export function catchTransaction<T>(open: (take: () => DirectTransaction) => Promise<T>): Promise<T> {
  const opening: Opening = {};
  const take = () => {
    if (opening.transaction === undefined) throw new Error("No transaction was opened here.");
    return opening.transaction;
  };
  return openings.run(opening, () => open(take));
}

/** The same factory, whose transactions can be caught. */
export function withDirectTransactions(factory: SqlDriverAdapterFactory): SqlDriverAdapterFactory {
  const { provider, adapterName } = factory;
  return { provider, adapterName, connect: async () => watch(await factory.connect()) };
}

function watch(adapter: SqlDriverAdapter): SqlDriverAdapter {
  const start = adapter.startTransaction.bind(adapter);
  adapter.startTransaction = async (isolationLevel) => {
    const transaction = await start(isolationLevel);
    const direct = makeDirect(transaction);
    const opening = openings.getStore();
    if (opening !== undefined) opening.transaction ??= direct;
    return transaction;
  };
  return adapter;
}

/**
 * What comes after the end would run on its own, or in the transaction of whoever has the connection next:
 * it is refused, whether it comes from here or from Prisma.
 */
function makeDirect(transaction: Transaction): DirectTransaction {
  const execute = transaction.executeRaw.bind(transaction);
  const query = transaction.queryRaw.bind(transaction);
  let isOver = false;
  const requireOpen = () => {
    if (isOver) throw new Error("The transaction is over.");
  };
  const sent: Promise<unknown>[] = [];
  const findFailure = async () =>
    (await Promise.allSettled(sent)).find((answer) => answer.status === "rejected");
  let isAnswered = false;
  transaction.queryRaw = async (asked) => {
    requireOpen();
    return query(asked);
  };
  transaction.executeRaw = async (asked) => {
    const isEnd = asked.sql === "COMMIT" || asked.sql === "ROLLBACK";
    if (isEnd && isAnswered) return 0;
    if (!isEnd) requireOpen();
    isOver ||= isEnd;
    return execute(asked);
  };
  const ask = async (sql: string, args: readonly unknown[]) => {
    requireOpen();
    const argTypes = args.map(() => ({ scalarType: "unknown", arity: "scalar" }) as const);
    return (await query({ sql, args: [...args], argTypes })).rows;
  };
  return {
    query: ask,
    send: (sql, args, explain) => {
      const answer = ask(sql, args).catch((thrown: unknown) => {
        throw explain(thrown);
      });
      // It is looked at when the transaction ends.
      answer.catch(() => undefined);
      sent.push(answer);
    },
    findFailure,
    commit: async () => {
      requireOpen();
      isOver = true;
      // PostgreSQL answers one after the other, and makes a rollback of it where a statement before it failed.
      const answer = execute({ sql: "COMMIT", args: [], argTypes: [] });
      const [committed] = await Promise.allSettled([answer]);
      isAnswered = committed.status === "fulfilled";
      const failure = (await findFailure()) ?? (committed.status === "rejected" ? committed : undefined);
      if (failure !== undefined) throw failure.reason;
    },
  };
}
