import type { EventDetail } from "@/lib/audit/event";
import type { ActContext } from "@/lib/auth/act-context";
import type { Failure } from "@/lib/failure";
import { type Result, succeed } from "@/lib/result";
import { bindOldSecret } from "@/lib/rotation/console/bind-old-secret";
import { codeOf } from "@/lib/rotation/console/code-of-failure";
import { getNewSecret, getOldSecret } from "@/lib/rotation/console/held-secrets";
import { isSecretRefused } from "@/lib/rotation/console/is-secret-refused";
import { readSlots } from "@/lib/rotation/console/read-slots";
import type { Change } from "@/lib/rotation/lease/hold-rotation";
import type { LockedRotation, StoredSecret } from "@/lib/rotation/lease/lock-rotation";
import { judgeFinding } from "@/lib/rotation/policy/finding";
import { enterNewDeletion } from "./cancel-at-adobe";
import { enterRemoval } from "./delete-unknown-secret";

/** What a look at Adobe came to, and what is to be written of it. */
export interface Discovery {
  readonly finding: NonNullable<EventDetail<"rotation.found_out">["finding"]>;
  /** Adobe's ids that it is about. */
  readonly adobeSecretIds: readonly string[];
  readonly change: Change;
}

/** Looks at Adobe for the end of the act that a rotation stands in. */
export async function discover(
  context: ActContext,
  locked: LockedRotation,
): Promise<Result<Discovery, Failure>> {
  const { state, mode, removingId } = locked.rotation;
  if (mode === "manual") return discoverByHand(context, locked);
  switch (state) {
    case "binding":
      return discoverBinding(context, locked);
    case "creating":
      return discoverAddition(context, locked);
    case "deleting": {
      const old = getOldSecret(locked);
      const target = { adobeSecretId: old.adobeSecretId, held: old };
      return discoverDeletion(context, locked, { by: getNewSecret(locked), target });
    }
    case "cancelling": {
      const fresh = getNewSecret(locked);
      const target = { adobeSecretId: fresh.adobeSecretId, held: fresh };
      return discoverDeletion(context, locked, { by: getOldSecret(locked), target });
    }
    case "removing": {
      const target = { adobeSecretId: removingId, held: null };
      return discoverDeletion(context, locked, { by: getOldSecret(locked), target });
    }
    default:
      throw new Error("There is nothing to find out in this state.");
  }
}

/** By hand there is no list. The old secret itself tells whether it is deleted. */
async function discoverByHand(
  context: ActContext,
  locked: LockedRotation,
): Promise<Result<Discovery, Failure>> {
  if (locked.rotation.state === "binding") {
    const change: Change = { step: "bound", data: { boundAt: new Date() } };
    return succeed({ finding: "bound", adobeSecretIds: [], change });
  }
  const refused = await isSecretRefused(context, locked, getOldSecret(locked));
  if (!refused.ok) return refused;
  return succeed(describeEnd(locked, { isThere: !refused.value, adobeSecretId: null }));
}

async function discoverBinding(
  context: ActContext,
  locked: LockedRotation,
): Promise<Result<Discovery, Failure>> {
  const bound = await bindOldSecret(context, locked);
  if (!bound.ok) return bound;
  const { adobeSecretId, listedIds, change } = bound.value;
  return adobeSecretId === null
    ? succeed({ finding: "not_bound", adobeSecretIds: listedIds, change })
    : succeed({ finding: "bound", adobeSecretIds: [adobeSecretId], change });
}

async function discoverAddition(
  context: ActContext,
  locked: LockedRotation,
): Promise<Result<Discovery, Failure>> {
  const { snapshotIds, addRequestedAt, startedAt } = locked.rotation;
  const slots = await readSlots(context, locked, getOldSecret(locked));
  if (!slots.ok) return slots;
  const judged = judgeFinding({
    snapshotIds,
    listed: slots.value.secrets,
    addRequestedAt: addRequestedAt ?? startedAt,
  });
  const { kind, adobeSecretIds } = judged;
  const finding = { ...judged, at: new Date().toISOString() };
  if (kind === "nothing_new") {
    return succeed({
      finding: kind,
      adobeSecretIds,
      change: {
        step: "found_nothing_new",
        data: { finding, snapshotIds: [], addRequestedAt: null, lastFailureCode: null },
      },
    });
  }
  return succeed({ finding: kind, adobeSecretIds, change: { data: { finding, lastFailureCode: null } } });
}

interface Target {
  readonly adobeSecretId: string | null;
  /** Null where we do not hold its value. */
  readonly held: StoredSecret | null;
}

async function discoverDeletion(
  context: ActContext,
  locked: LockedRotation,
  { by, target }: { readonly by: StoredSecret; readonly target: Target },
): Promise<Result<Discovery, Failure>> {
  const { adobeSecretId, held } = target;
  const slots = await readSlots(context, locked, by);
  if (slots.ok) {
    const isThere = slots.value.secrets.some((one) => one.adobeSecretId === adobeSecretId);
    return succeed(describeEnd(locked, { isThere, adobeSecretId }));
  }
  if (held === null || codeOf(slots.failure) !== "client_secret_refused") return slots;
  // Somebody took away the secret that was to stay. The other one tells of itself.
  const refused = await isSecretRefused(context, locked, held);
  return refused.ok ? succeed(describeEnd(locked, { isThere: !refused.value, adobeSecretId })) : refused;
}

/** A deletion that was sent may still land, so what is being deleted stays written down while it is there. */
function describeEnd(
  locked: LockedRotation,
  { isThere, adobeSecretId }: { readonly isThere: boolean; readonly adobeSecretId: string | null },
): Discovery {
  const adobeSecretIds = adobeSecretId === null ? [] : [adobeSecretId];
  return isThere
    ? {
        finding: "still_there",
        adobeSecretIds,
        change: { step: "found_still_there", data: { lastFailureCode: null } },
      }
    : { finding: "gone", adobeSecretIds, change: enterGone(locked, adobeSecretId) };
}

/** Of the old secret `finishOldDeletion` knows more to write. */
function enterGone(locked: LockedRotation, adobeSecretId: string | null): Change {
  switch (locked.rotation.state) {
    case "cancelling":
      return enterNewDeletion(locked);
    case "removing":
      return enterRemoval(locked.rotation, adobeSecretId ?? "");
    default:
      return {};
  }
}
