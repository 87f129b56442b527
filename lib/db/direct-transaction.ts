import { AsyncLocalStorage } from "node:async_hooks";
import type { SqlDriverAdapter, SqlDriverAdapterFactory, Transaction } from "@prisma/driver-adapter-utils";

/**
 * An open transaction of Prisma's, spoken to on its own connection. The way through Prisma's engine costs
 * each statement more than the statement itself, which matters where others wait for a lock meanwhile.
 */
export interface DirectTransaction {
  /** The rows as lists of values. Errors are the driver adapter's, which `database-error.ts` reads. */
  query(sql: string, args: readonly unknown[]): Promise<readonly (readonly unknown[])[]>;
  /** Commits. Nothing can be sent through the transaction any more, by whatever way. */
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
  let isCommitted = false;
  transaction.queryRaw = async (asked) => {
    requireOpen();
    return query(asked);
  };
  transaction.executeRaw = async (asked) => {
    const isEnd = asked.sql === "COMMIT" || asked.sql === "ROLLBACK";
    if (isEnd && isCommitted) return 0;
    if (!isEnd) requireOpen();
    isOver ||= isEnd;
    return execute(asked);
  };
  return {
    query: async (sql, args) => {
      requireOpen();
      const argTypes = args.map(() => ({ scalarType: "unknown", arity: "scalar" }) as const);
      return (await query({ sql, args: [...args], argTypes })).rows;
    },
    commit: async () => {
      requireOpen();
      isOver = true;
      await execute({ sql: "COMMIT", args: [], argTypes: [] });
      isCommitted = true;
    },
  };
}
