import pg from "pg";
import type { z } from "zod";
import type { Secret } from "@/lib/secret";

/** The one row that a question to the database gives, on a connection made for it. */
export async function askDatabase<S extends z.ZodType>(
  url: Secret,
  row: S,
  sql: string,
): Promise<z.infer<S>> {
  const client = new pg.Client({ connectionString: url.reveal(), connectionTimeoutMillis: 10_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const answer = await client.query(sql);
    return row.parse(answer.rows[0]);
  } finally {
    await client.end().catch(() => undefined);
  }
}
