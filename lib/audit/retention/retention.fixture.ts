import { createReadStream } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { getAuditKey } from "@/lib/audit/audit-key";
import { makeDraft, makeOrigin } from "@/lib/audit/chain.fixture";
import type { EventDraft } from "@/lib/audit/event";
import { verifyExport } from "@/lib/audit/export/verify-export";
import type { PublicKeys } from "@/lib/audit/public-keys";
import { recordEvent } from "@/lib/audit/record-event";
import { verifyStoredChain } from "@/lib/audit/verification/verify-stored-chain";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import type { Clock } from "@/lib/clock";
import { getDb } from "@/lib/db/client";
import { connectAs } from "@/lib/db/test-connection.fixture";
import { inTransaction } from "@/lib/db/transaction";
import type { OrganizationId } from "@/lib/ids";
import { openArchiveFolder } from "./archive-folder";
import { type PruneStep, pruneLog } from "./prune-log";

const dayMs = 24 * 60 * 60 * 1000;

/** For tests: the time at which a pruning is made, unless it says otherwise. */
export const today = new Date("2026-11-22T10:00:00.000Z");

export const clockAt = (time: Date): Clock => ({ now: () => time });

/** For tests: so many days before `today`; with part of one where the day alone is not exact enough. */
export function daysAgo(days: number, lessMs = 0): Date {
  return new Date(today.getTime() - days * dayMs + lessMs);
}

/** For tests: an organization that keeps its events for 400 days, with one event at each of these times. */
export async function makeDatedLog(times: readonly Date[]) {
  const context = await makeActContext("owner");
  await addEvents(context.viewer.organizationId, times);
  return { context, id: context.viewer.organizationId };
}

/** For tests: one event more at each of these times. */
export async function addEvents(
  id: OrganizationId,
  times: readonly Date[],
  draft: () => EventDraft = makeDraft,
): Promise<void> {
  await inTransaction(async (tx) => {
    for (const time of times) await recordEvent(tx, id, makeOrigin(), draft(), clockAt(time));
  });
}

/** For tests: what a pruning works with, and what it has said so far. */
export async function makeTools(time = today) {
  const home = await mkdtemp(join(tmpdir(), "latchkey-prune-"));
  onTestFinished(() => rm(home, { recursive: true }));
  const steps: PruneStep[] = [];
  return {
    owner: await connectAs("owner"),
    folder: await openArchiveFolder(home),
    clock: clockAt(time),
    steps,
    onStep: (step: PruneStep) => steps.push(step),
  };
}

export type TestTools = Awaited<ReturnType<typeof makeTools>>;

/** For tests: prunes the log of an organization that keeps its events for 400 days. */
export function prune(id: OrganizationId, tools: Parameters<typeof pruneLog>[1], retentionDays = 400) {
  return pruneLog({ id, retentionDays }, tools);
}

/** For tests: the numbers of the events that are in the database. */
export async function readSeqs(id: OrganizationId): Promise<readonly number[]> {
  const rows = await getDb().auditEvent.findMany({
    where: { organizationId: id },
    orderBy: { seq: "asc" },
    select: { seq: true },
  });
  return rows.map(({ seq }) => Number(seq));
}

/** For tests: the names of the files, less what is the same in all of them. */
export async function listFiles(id: OrganizationId, { folder }: TestTools): Promise<readonly string[]> {
  return (await readdir(folder)).map((name) => name.replace(id, "log")).sort();
}

/** For tests: what a file proves by itself. */
export function verifyArchive(path: string) {
  return verifyExport(createReadStream(path), auditKeys());
}

/** For tests: what the log that is left in the database proves. */
export async function verifyLog(id: OrganizationId) {
  return (await verifyStoredChain(id, auditKeys())).verdict;
}

/** For tests: the keys that may have signed. */
export function auditKeys(): PublicKeys {
  const { kid, publicKey } = getAuditKey();
  return new Map([[kid, publicKey]]);
}
