import { expect } from "@playwright/test";
import pg from "pg";
import type { Product } from "./launch-product";

/** A lock of the database that somebody is going to wait for. */
export interface Block {
  /** Resolves when a connection of the product waits for the lock. */
  waitForWaiting(): Promise<void>;
  release(): Promise<void>;
}

/**
 * Keeps the product from committing any event of the organization, and with it whatever the event
 * belongs to: events are written last in their transactions.
 */
export async function blockCommits(
  { databaseUrl }: Pick<Product, "databaseUrl">,
  organizationId: string,
): Promise<Block> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query("BEGIN");
  await client.query("SELECT lock_audit_chain($1::uuid)", [organizationId]);
  return {
    waitForWaiting: () =>
      expect
        .poll(
          async () => {
            const { rows } = await client.query(
              "SELECT pid FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))",
            );
            return rows.length;
          },
          // The product waits for 3 seconds.
          { intervals: [50] },
        )
        .toBe(1),
    release: () => client.end(),
  };
}
