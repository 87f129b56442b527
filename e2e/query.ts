import pg from "pg";
import { z } from "zod";
import type { Product } from "./launch-product";

/** Reads or changes rows behind the product's back, as the database's superuser. */
export async function query<S extends z.ZodType>(
  product: Product,
  row: S,
  sql: string,
  values: readonly unknown[] = [],
): Promise<readonly z.infer<S>[]> {
  const client = new pg.Client({ connectionString: product.databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(sql, [...values]);
    return z.array(row).parse(rows);
  } finally {
    await client.end();
  }
}

/** Runs one statement and answers how many rows it touched. */
export async function execute(
  product: Product,
  sql: string,
  values: readonly unknown[] = [],
): Promise<number> {
  const client = new pg.Client({ connectionString: product.databaseUrl });
  await client.connect();
  try {
    return (await client.query(sql, [...values])).rowCount ?? 0;
  } finally {
    await client.end();
  }
}
