import pg from "pg";
import { onTestFinished } from "vitest";
import { z } from "zod";

const urls = z.object({
  DATABASE_URL: z.string(),
  TEST_OWNER_URL: z.string(),
  TEST_SUPERUSER_URL: z.string(),
});

/**
 * A plain connection to this file's database as one of its roles, closed when the test ends: a second
 * hand beside `getDb()`, for tampering and for holding locks.
 */
export async function connectAs(role: "app" | "owner" | "superuser"): Promise<pg.Client> {
  const environment = urls.parse(process.env);
  const url = {
    app: environment.DATABASE_URL,
    owner: environment.TEST_OWNER_URL,
    superuser: environment.TEST_SUPERUSER_URL,
  }[role];
  const client = new pg.Client(url);
  client.on("error", () => undefined);
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}
