import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { inject, onTestFinished } from "vitest";
import { z } from "zod";
import { closeDb } from "@/lib/db/client";

const codeSchema = z.object({ code: z.literal("55006") });

/** For tests: a copy of this file's whole database as it is now. Calling what it gives puts it back. */
export async function takeBackup(): Promise<() => Promise<void>> {
  const backup = `backup_${randomBytes(8).toString("hex")}`;
  const current = nameIn(z.string().parse(process.env.DATABASE_URL));
  await copy(current, backup);
  onTestFinished(() => asSuperuser([`DROP DATABASE ${backup}`]));
  return async () => {
    await closeDb();
    await asSuperuser([`DROP DATABASE ${current} WITH (FORCE)`]);
    await copy(backup, current);
    const app = decodeURIComponent(new URL(inject("testServer").appUrl).username);
    await asSuperuser([
      `REVOKE ALL ON DATABASE ${current} FROM PUBLIC`,
      `GRANT CONNECT ON DATABASE ${current} TO ${app}`,
    ]);
  };
}

/** A receipt that falls due meanwhile opens a connection, and while there is one nothing can be copied. */
async function copy(from: string, to: string): Promise<void> {
  const owner = decodeURIComponent(new URL(inject("testServer").ownerUrl).username);
  for (let tried = 1; ; tried += 1) {
    await closeDb();
    try {
      return await asSuperuser([`CREATE DATABASE ${to} TEMPLATE ${from} OWNER ${owner}`]);
    } catch (thrown) {
      if (tried >= 20 || !codeSchema.safeParse(thrown).success) throw thrown;
      await pause(100);
    }
  }
}

async function asSuperuser(sql: readonly string[]): Promise<void> {
  const client = new pg.Client(inject("testServer").superuserUrl);
  await client.connect();
  try {
    for (const statement of sql) await client.query(statement);
  } finally {
    await client.end();
  }
}

function nameIn(url: string): string {
  return new URL(url).pathname.slice(1);
}
