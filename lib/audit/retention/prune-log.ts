import { type AuditKey, getAuditKey } from "@/lib/audit/audit-key";
import { isRestoreUnacknowledged } from "@/lib/audit/restore/find-log-alarm";
import type { Clock } from "@/lib/clock";
import { getDb } from "@/lib/db/client";
import type { OrganizationId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import { type ArchivedRange, archivePath, listArchives } from "./archive-folder";
import { cutoffOf, type ExpiredPart, findExpiredPart } from "./expired-part";
import { findSealedParts } from "./find-sealed-parts";
import { type ArchivedPart, findUnsealedArchive } from "./find-unsealed-archive";
import type { PruneRefusal } from "./prune-refusal";
import type { PruneWatch } from "./prune-watch";
import { type OwnerConnection, removeCounts } from "./remove-events";
import { removeSealed } from "./remove-sealed";
import { sealPart } from "./seal-part";
import { writeArchive } from "./write-archive";

/** Whose log is pruned. */
export interface PrunedOrganization {
  readonly id: OrganizationId;
  /** At least 1. */
  readonly retentionDays: number;
}

export type PruneStep =
  /** Of events that were removed earlier. Whoever keeps archives somewhere else means it so. */
  | { readonly kind: "elsewhere"; readonly count: number }
  /** An earlier run had written it. */
  | { readonly kind: "found" | "archived"; readonly path: string; readonly range: ArchivedRange }
  | { readonly kind: "sealed"; readonly range: ArchivedRange; readonly seq: bigint }
  | { readonly kind: "removed"; readonly range: ArchivedRange };

interface PruneTools extends PruneWatch {
  readonly owner: OwnerConnection;
  /** Of archives, as `openArchiveFolder` gives it. */
  readonly folder: string;
  /** Called when a step is done and cannot be lost any more. */
  readonly onStep?: (step: PruneStep) => void;
}

/**
 * Moves the oldest part of an organization's log, each event of it older than the retention, from the
 * database into an archive. Four steps, each of which is whole or not there: the archive is written and
 * verified, an event seals it, the events are removed, the counts of their days are removed. Whenever it is
 * put an end to, the next call finishes what was begun. Callers hold the lock of `takePruneLock`.
 */
export async function pruneLog(
  organization: PrunedOrganization,
  tools: PruneTools,
): Promise<Result<null, PruneRefusal>> {
  const { id } = organization;
  const key = getAuditKey();
  if (await isRestoreUnacknowledged(id)) return fail({ kind: "restore_unacknowledged" });
  await noteElsewhere(id, key, tools);
  const finished = await finishSealed(id, key, tools);
  if (!finished.ok) return finished;
  // Read once: what expires, or is added, while this goes on is left for the next time.
  const limits = await findLimits(organization, tools.clock);
  for (;;) {
    const part = await findExpiredPart(id, limits, keysOf(key));
    if (part === undefined) return succeed(null);
    const archived = await archive(part, key, tools);
    if (!archived.ok) return archived;
    const { first, last } = archived.value.part;
    const sealed = await sealPart(archived.value, keysOf(key), tools.clock);
    if (!sealed.ok) return sealed;
    tools.onStep?.({ kind: "sealed", range: { first, last }, seq: sealed.value.seq });
    const removed = await finishSealed(id, key, tools);
    if (!removed.ok) return removed;
  }
}

export interface PrunePlan {
  /** What earlier runs sealed and did not remove. */
  readonly sealed: readonly ArchivedRange[];
  readonly expired: ArchivedRange | undefined;
}

/** What `pruneLog` would do, in the order in which it would: nothing of it is done. */
export async function planPruning(
  organization: PrunedOrganization,
  clock: Clock,
): Promise<Result<PrunePlan, PruneRefusal>> {
  const { id } = organization;
  const key = getAuditKey();
  if (await isRestoreUnacknowledged(id)) return fail({ kind: "restore_unacknowledged" });
  const { rests } = await findSealedParts(id, keysOf(key));
  const expired = await findExpiredPart(id, await findLimits(organization, clock), keysOf(key));
  return succeed({ sealed: rests.map(({ left }) => left), expired });
}

async function finishSealed(
  organizationId: OrganizationId,
  key: AuditKey,
  tools: PruneTools,
): Promise<Result<null, PruneRefusal>> {
  const { rests, last } = await findSealedParts(organizationId, keysOf(key));
  for (const rest of rests) {
    const removed = await removeSealed(organizationId, rest, tools, tools);
    if (!removed.ok) return removed;
    tools.onStep?.({ kind: "removed", range: rest.left });
  }
  if (last > 0n) await removeCounts(tools.owner, organizationId, last);
  return succeed(null);
}

/** The newest event stays in any case, and so does what this pruning itself adds. */
async function findLimits({ id, retentionDays }: PrunedOrganization, clock: Clock) {
  const newest = await getDb().auditEvent.findFirst({
    where: { organizationId: id },
    orderBy: { seq: "desc" },
    select: { seq: true },
  });
  return { cutoff: cutoffOf(retentionDays, clock), keep: newest?.seq ?? 0n };
}

async function noteElsewhere(
  id: OrganizationId,
  key: AuditKey,
  { folder, onStep }: PruneTools,
): Promise<void> {
  const { removed } = await findSealedParts(id, keysOf(key));
  const here = new Set((await listArchives(folder, id)).map(({ last }) => last));
  const count = removed.filter(({ last }) => !here.has(last)).length;
  if (count > 0) onStep?.({ kind: "elsewhere", count });
}

async function archive(
  part: ExpiredPart,
  key: AuditKey,
  tools: PruneTools,
): Promise<Result<ArchivedPart, PruneRefusal>> {
  const found = await findUnsealedArchive(part, tools.folder, keysOf(key), tools.signal);
  if (!found.ok) return found;
  if (found.value !== undefined) {
    tools.onStep?.({ kind: "found", path: found.value.path, range: found.value.part });
    return succeed(found.value);
  }
  const written = await writeArchive(part, tools.folder, key, tools);
  if (!written.ok) return written;
  const path = archivePath(tools.folder, part.organizationId, part);
  tools.onStep?.({ kind: "archived", path, range: part });
  return succeed({ part, path, sha256: written.value });
}

function keysOf({ kid, publicKey }: AuditKey) {
  return new Map([[kid, publicKey]]);
}
