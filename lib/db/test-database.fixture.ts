/**
 * Runs before each file of database tests, before its own imports: the file gets a database of its own,
 * and the environment that the app would have.
 */

import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, inject } from "vitest";
import { closeDb } from "./client";

const server = inject("testServer");
const database = `test_${randomBytes(8).toString("hex")}`;

const withDatabase = (url: string): string => {
  const copy = new URL(url);
  copy.pathname = `/${database}`;
  return copy.href;
};

async function asSuperuser(sql: readonly string[]): Promise<void> {
  const client = new pg.Client(server.superuserUrl);
  await client.connect();
  try {
    for (const statement of sql) await client.query(statement);
  } finally {
    await client.end();
  }
}

const owner = decodeURIComponent(new URL(server.ownerUrl).username);
const app = decodeURIComponent(new URL(server.appUrl).username);
await asSuperuser([
  `CREATE DATABASE ${database} TEMPLATE ${server.template} OWNER ${owner}`,
  `REVOKE ALL ON DATABASE ${database} FROM PUBLIC`,
  `GRANT CONNECT ON DATABASE ${database} TO ${app}`,
]);

Object.assign(process.env, {
  DATABASE_URL: withDatabase(server.appUrl),
  TEST_OWNER_URL: withDatabase(server.ownerUrl),
  TEST_SUPERUSER_URL: withDatabase(server.superuserUrl),
  APP_ORIGIN: "http://localhost:3000",
  NEXTAUTH_SECRET: server.nextAuthSecret,
  NEXTAUTH_URL: "http://localhost:3000",
  KEYRING_FILE: server.keyRingFile,
  AUDIT_KEY_FILE: server.auditKeyFile,
  TRUSTED_PROXIES: "",
});

afterAll(async () => {
  await closeDb();
  await asSuperuser([`DROP DATABASE ${database} WITH (FORCE)`]);
});
