import type { EventDraft } from "@/lib/audit/event";
import { isUnrecorded } from "@/lib/audit/is-unrecorded";
import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { readCoolDown, refuseWhileCooling } from "@/lib/credentials/cool-down";
import { getDb, type Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { type LeaseId, newLeaseId, type OrganizationId } from "@/lib/ids";
import { writeLog } from "@/lib/log";
import { fail, type Result, succeed } from "@/lib/result";
import type { Finding } from "@/lib/rotation/policy/finding";
import { type RotationStep, takeStep } from "@/lib/rotation/policy/rotation-state";
import { type LockedRotation, lockRotation } from "./lock-rotation";
import { keepLease, takeLease } from "./rotation-lease";
import { standingOf } from "./rotation-row";

type RotationChange = Omit<Prisma.RotationUncheckedUpdateManyInput, "finding"> & {
  readonly finding?: Finding | null;
};

/** What one act writes: its event, the step it takes, and columns beside the state. */
export interface Entry {
  readonly draft: EventDraft;
  /**
   * Stands in the log instead where somebody else has taken over; left out where the draft tells of Adobe,
   * and so is true all the same.
   */
  readonly draftIfLost?: EventDraft;
  /** Events that come after it in the log, and only where the step was taken. */
  readonly further?: readonly EventDraft[];
  /** Left out where the state stays. */
  readonly step?: RotationStep;
  readonly data?: RotationChange;
  /** Other rows that change with it. */
  readonly change?: (tx: Tx) => Promise<void>;
}

/** An entry without its events. */
export type Change = Pick<Entry, "step" | "data" | "change">;

interface Beginning {
  /** Makes the rotation that is then held, for the act that starts one. */
  readonly open?: (tx: Tx) => Promise<Result<null, Failure>>;
  /**
   * Decides whether the act may be done now, and says what its intent writes. Null: it is done already,
   * and once is enough.
   */
  readonly begin: (locked: LockedRotation, tx: Tx) => Promise<Result<Entry | null, Failure>>;
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
  readonly mark: (change: Change) => Promise<Result<null, Failure>>;
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
): Promise<Result<T | null, Failure>> {
  const { organizationId, userId } = context.viewer;
  const leaseId = newLeaseId();
  const taken = await inTransaction(async (tx): Promise<Result<LockedRotation | null, Failure>> => {
    const cooling = await refuseCooling(tx, organizationId, credentialId);
    if (cooling !== null) return cooling;
    const opened = await open?.(tx);
    if (opened?.ok === false) return opened;
    const locked = await lockRotation(tx, organizationId, credentialId);
    if (!locked.ok) return locked;
    const begun = await begin(locked.value, tx);
    if (!begun.ok || begun.value === null) return begun.ok ? succeed(null) : begun;
    const written = await writeEntry(tx, context, locked.value, begun.value);
    if (!written) return fail(outOfStep);
    await takeLease(tx, locked.value.rotation.id, { leaseId, act, holderId: userId });
    const held = await lockRotation(tx, organizationId, credentialId, leaseId);
    await recordAll(tx, context, begun.value);
    return held;
  });
  if (!taken.ok) return taken;
  if (taken.value === null) return succeed(null);
  const lease = keepLease(organizationId, leaseId);
  try {
    const result = await work({
      locked: taken.value,
      settle: (entry) => settle(context, credentialId, leaseId, entry),
      mark: (change) => mark(context, credentialId, leaseId, change),
    });
    if (!result.ok) await keepCoolDown(organizationId, credentialId, result.failure);
    return result;
  } catch (thrown) {
    // Adobe may have been asked by now, so this is not the failure of an act that was never begun.
    if (isUnrecorded(thrown)) return fail({ kind: "answer_unrecorded" });
    throw thrown;
  } finally {
    await lease.end();
  }
}

async function refuseCooling(tx: Tx, organizationId: OrganizationId, id: string) {
  const credential = await tx.credential.findFirst({
    where: { organizationId, id, deletedAt: null },
    select: { coolDownUntil: true, environment: true },
  });
  return credential === null ? null : refuseWhileCooling(credential);
}

async function keepCoolDown(organizationId: OrganizationId, id: string, failure: Failure): Promise<void> {
  const coolDownUntil = failure.kind === "adobe" ? readCoolDown(failure.adobe, new Date()) : null;
  if (coolDownUntil === null) return;
  await getDb().credential.updateMany({ where: { organizationId, id }, data: { coolDownUntil } });
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
    if (!(await writeEntry(tx, context, locked.value, decided.value))) return fail(outOfStep);
    await recordAll(tx, context, decided.value);
    return succeed(null);
  });
}

const outOfStep: Failure = {
  kind: "conflict",
  message: "The rotation has moved on meanwhile. The page now shows where it stands; nothing was done.",
};

const takenOver: Failure = {
  kind: "conflict",
  message:
    "This took so long that somebody else has gone on with the rotation meanwhile. What Adobe answered is in the audit log, and the page now shows where the rotation stands.",
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
    const written = locked.ok && (await writeEntry(tx, context, locked.value, entry));
    if (written) {
      await recordAll(tx, context, entry);
      return succeed(null);
    }
    // What came of it at Adobe is true all the same; what would have followed here did not.
    await recordEvent(tx, organizationId, context.origin, entry.draftIfLost ?? entry.draft);
    writeLog("rotation.lease_lost", { action: entry.draft.action });
    return fail(takenOver);
  });
}

async function mark(
  context: ActContext,
  credentialId: string,
  leaseId: LeaseId,
  change: Change,
): Promise<Result<null, Failure>> {
  return inTransaction(async (tx) => {
    const locked = await lockRotation(tx, context.viewer.organizationId, credentialId, leaseId);
    if (!locked.ok) return locked;
    const data = { ...change.data, lastActAt: new Date() };
    const written = await writeEntry(tx, context, locked.value, { ...change, data });
    return written ? succeed(null) : fail(outOfStep);
  });
}

async function recordAll(tx: Tx, { viewer, origin }: ActContext, { draft, further }: Entry): Promise<void> {
  for (const one of [draft, ...(further ?? [])]) await recordEvent(tx, viewer.organizationId, origin, one);
}

/** @returns false when the step may not be taken from where the rotation stands. */
async function writeEntry(
  tx: Tx,
  { viewer }: ActContext,
  { rotation }: LockedRotation,
  { step, data, change }: Change,
): Promise<boolean> {
  const state = step === undefined ? rotation.state : takeStep(standingOf(rotation), step);
  if (state === null) return false;
  const { finding, ...columns } = data ?? {};
  const isEnd = state === "done" || state === "cancelled";
  await tx.rotation.updateMany({
    where: { organizationId: viewer.organizationId, id: rotation.id },
    data: {
      ...columns,
      ...(finding !== undefined && { finding: finding ?? Prisma.DbNull }),
      state,
      ...(isEnd && { endedAt: new Date(), endedById: viewer.userId }),
    },
  });
  await change?.(tx);
  return true;
}
