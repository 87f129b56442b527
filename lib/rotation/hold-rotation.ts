import { AuditUnavailable } from "@/lib/audit/audit-unavailable";
import type { EventDraft } from "@/lib/audit/event";
import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { getDb, type Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import { inTransaction } from "@/lib/db/transaction";
import { getEnv } from "@/lib/env";
import type { Failure } from "@/lib/failure";
import { type LeaseId, newLeaseId, type OrganizationId } from "@/lib/ids";
import { describeThrown, writeLog } from "@/lib/log";
import { fail, type Result, succeed } from "@/lib/result";
import { type LockedRotation, lockRotation } from "./lock-rotation";
import { standingOf } from "./rotation-row";
import { type RotationStep, takeStep } from "./rotation-state";

/** What one act writes: its event, the step it takes, and columns beside the state. */
export interface Entry {
  readonly draft: EventDraft;
  /** Events that come after it in the log, and only where the step was taken. */
  readonly further?: readonly EventDraft[];
  /** Left out where the state stays. */
  readonly step?: RotationStep;
  readonly data?: Prisma.RotationUncheckedUpdateManyInput;
  /** Other rows that change with it. */
  readonly change?: (tx: Tx) => Promise<void>;
}

interface Beginning {
  /** Makes the rotation that is then held, for the act that starts one. */
  readonly open?: (tx: Tx) => Promise<Result<null, Failure>>;
  /** Decides whether the act may be done now, and says what its intent writes. */
  readonly begin: (locked: LockedRotation, tx: Tx) => Promise<Result<Entry, Failure>>;
}

/** A rotation that nobody else acts on while this lasts. */
export interface HeldRotation {
  readonly locked: LockedRotation;
  /**
   * Commits what came of the act, with its event. Fails, and changes nothing but the log, when
   * somebody else has taken over meanwhile.
   */
  readonly settle: (entry: Entry) => Promise<Result<null, Failure>>;
  /** Commits a step between the intent and the outcome, right before what it announces is sent. */
  readonly mark: (entry: Omit<Entry, "draft" | "further">) => Promise<Result<null, Failure>>;
}

/**
 * Runs one act at Adobe under the rotation's lease: the intent is committed with the lease, the work
 * runs outside any transaction and commits what came of it through `settle`. A heartbeat keeps the
 * lease; it ends with the work, however that ends. An unfinished state that is left without a lease
 * then reads as needing attention.
 */
export async function holdRotation<T>(
  context: ActContext,
  credentialId: string,
  act: string,
  { open, begin }: Beginning,
  work: (held: HeldRotation) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const { organizationId, userId } = context.viewer;
  const leaseId = newLeaseId();
  const taken = await inTransaction(async (tx): Promise<Result<LockedRotation, Failure>> => {
    const opened = await open?.(tx);
    if (opened?.ok === false) return opened;
    const locked = await lockRotation(tx, organizationId, credentialId);
    if (!locked.ok) return locked;
    const begun = await begin(locked.value, tx);
    if (!begun.ok) return begun;
    const written = await writeEntry(tx, context, locked.value, begun.value, leaseId);
    if (!written) return fail(outOfStep);
    await tx.$executeRaw`
      UPDATE "Rotation" SET "leaseId" = ${leaseId}::uuid, "leaseAct" = ${act}, "leaseHolderId" = ${userId}::uuid,
        "leaseUntil" = clock_timestamp() + make_interval(secs => ${getEnv().leaseMs / 1000})
      WHERE "id" = ${locked.value.rotation.id}::uuid`;
    const held = await lockRotation(tx, organizationId, credentialId, leaseId);
    await recordEvent(tx, organizationId, context.origin, begun.value.draft);
    return held;
  });
  if (!taken.ok) return taken;
  const heartbeat = setInterval(() => {
    keepLease(organizationId, leaseId).catch((thrown: unknown) => {
      writeLog("rotation.heartbeat_missed", describeThrown(thrown));
    });
  }, getEnv().leaseMs / 4);
  try {
    return await work({
      locked: taken.value,
      settle: (entry) => settle(context, credentialId, leaseId, entry),
      mark: (entry) => mark(context, credentialId, leaseId, entry),
    });
  } catch (thrown) {
    // Adobe may have been asked by now, so this is not the failure of an act that was never begun.
    if (thrown instanceof AuditUnavailable) return fail({ kind: "answer_unrecorded" });
    throw thrown;
  } finally {
    clearInterval(heartbeat);
    await endLease(organizationId, leaseId).catch((thrown: unknown) => {
      writeLog("rotation.lease_not_ended", describeThrown(thrown));
    });
  }
}

/** A change that Adobe is not asked about: locked, checked and committed in one go. */
export async function changeRotation(
  context: ActContext,
  credentialId: string,
  decide: (locked: LockedRotation, tx: Tx) => Promise<Result<Entry | null, Failure>>,
): Promise<Result<null, Failure>> {
  const { organizationId } = context.viewer;
  return inTransaction(async (tx) => {
    const locked = await lockRotation(tx, organizationId, credentialId);
    if (!locked.ok) return locked;
    const decided = await decide(locked.value, tx);
    if (!decided.ok) return decided;
    // Null: it is so already, and once is enough.
    if (decided.value === null) return succeed(null);
    if (!(await writeEntry(tx, context, locked.value, decided.value, null))) return fail(outOfStep);
    await recordEvent(tx, organizationId, context.origin, decided.value.draft);
    await recordFurther(tx, context, decided.value);
    return succeed(null);
  });
}

const outOfStep: Failure = {
  kind: "conflict",
  message: "The rotation has moved on meanwhile. The page now shows where it stands; nothing was done.",
};

async function settle(
  context: ActContext,
  credentialId: string,
  leaseId: LeaseId,
  entry: Entry,
): Promise<Result<null, Failure>> {
  const { organizationId } = context.viewer;
  return inTransaction(async (tx) => {
    const locked = await lockRotation(tx, organizationId, credentialId, leaseId);
    const written = locked.ok && (await writeEntry(tx, context, locked.value, entry, leaseId));
    await recordEvent(tx, organizationId, context.origin, entry.draft);
    if (written) {
      await recordFurther(tx, context, entry);
      return succeed(null);
    }
    writeLog("rotation.lease_lost", { action: entry.draft.action });
    return fail(outOfStep);
  });
}

async function mark(
  context: ActContext,
  credentialId: string,
  leaseId: LeaseId,
  entry: Omit<Entry, "draft" | "further">,
): Promise<Result<null, Failure>> {
  return inTransaction(async (tx) => {
    const locked = await lockRotation(tx, context.viewer.organizationId, credentialId, leaseId);
    if (!locked.ok) return locked;
    const written = await writeEntry(tx, context, locked.value, entry, leaseId);
    return written ? succeed(null) : fail(outOfStep);
  });
}

async function recordFurther(tx: Tx, { viewer, origin }: ActContext, { further }: Entry): Promise<void> {
  for (const draft of further ?? []) await recordEvent(tx, viewer.organizationId, origin, draft);
}

/** @returns false when the step may not be taken from where the rotation stands. */
async function writeEntry(
  tx: Tx,
  { viewer }: ActContext,
  { rotation }: LockedRotation,
  entry: Omit<Entry, "draft" | "further">,
  leaseId: LeaseId | null,
): Promise<boolean> {
  const state = entry.step === undefined ? rotation.state : takeStep(standingOf(rotation), entry.step);
  if (state === null) return false;
  const isEnd = state === "done" || state === "cancelled";
  await tx.rotation.updateMany({
    where: { organizationId: viewer.organizationId, id: rotation.id },
    data: {
      ...entry.data,
      state,
      ...(isEnd && { endedAt: new Date(), endedById: viewer.userId }),
      ...(leaseId !== null && { lastActAt: new Date() }),
    },
  });
  await entry.change?.(tx);
  return true;
}

async function keepLease(organizationId: OrganizationId, leaseId: LeaseId): Promise<void> {
  await getDb().$executeRaw`
    UPDATE "Rotation" SET "leaseUntil" = clock_timestamp() + make_interval(secs => ${getEnv().leaseMs / 1000})
    WHERE "organizationId" = ${organizationId}::uuid AND "leaseId" = ${leaseId}::uuid`;
}

async function endLease(organizationId: OrganizationId, leaseId: LeaseId): Promise<void> {
  await getDb().rotation.updateMany({
    where: { organizationId, leaseId },
    data: { leaseId: null, leaseUntil: null, leaseHolderId: null, leaseAct: null },
  });
}
