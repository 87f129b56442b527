import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect } from "@playwright/test";
import { z } from "zod";
import { fromRoot, plainEnvironment } from "@/scripts/child";
import type { Product } from "./launch-product";
import { query } from "./query";

export async function findOrganizationId(product: Product, credentialId: string): Promise<string> {
  const sql = `SELECT "organizationId" AS id FROM "Credential" WHERE id = $1`;
  const [row] = await query(product, z.object({ id: z.uuid() }), sql, [credentialId]);
  if (row === undefined) throw new Error("There is no such credential.");
  return row.id;
}

/** The state of the newest rotation of a credential; undefined when there is none. */
export async function readState(product: Product, credentialId: string): Promise<string | undefined> {
  const sql = `SELECT state FROM "Rotation" WHERE "credentialId" = $1 ORDER BY "startedAt" DESC LIMIT 1`;
  const [row] = await query(product, z.object({ state: z.string() }), sql, [credentialId]);
  return row?.state;
}

/** Waits until nobody holds the rotation and no work for it runs: until the lease of whoever died is over. */
export async function waitUntilNobodyActs(product: Product, credentialId: string): Promise<void> {
  const sql = `
    SELECT 1 AS live FROM "Rotation" WHERE "credentialId" = $1 AND "leaseUntil" > clock_timestamp()
    UNION ALL
    SELECT 1 FROM "Job" j JOIN "Rotation" r ON r.id = j."subjectId"
    WHERE r."credentialId" = $1 AND j.state = 'running' AND j."leaseUntil" > clock_timestamp()`;
  const live = z.object({ live: z.number() });
  await expect.poll(async () => (await query(product, live, sql, [credentialId])).length).toBe(0);
}

/** The events of a credential from the start of its first rotation, oldest first, as `action outcome`. */
export async function readStory(product: Product, credentialId: string): Promise<readonly string[]> {
  const sql = `
    SELECT action, outcome FROM "AuditEvent"
    WHERE "targetId" = $1 AND seq >= (
      SELECT min(seq) FROM "AuditEvent" WHERE "targetId" = $1 AND action = 'rotation.started'
    ) ORDER BY seq`;
  const event = z.object({ action: z.string(), outcome: z.string() });
  const events = await query(product, event, sql, [credentialId]);
  return events.map(({ action, outcome }) => `${action} ${outcome}`);
}

/** Derives the whole audit log anew, as `npm run audit:verify` does. */
export async function expectWholeAuditLog({ home }: Product): Promise<void> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", fromRoot("scripts/audit-verify.ts"), "--no-env-file"],
    { cwd: fromRoot("."), env: { ...plainEnvironment(), NODE_ENV: "production", LATCHKEY_HOME: home } },
  );
  const [printed, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  expect(child.exitCode, `${printed}${errors}`).toBe(0);
}
