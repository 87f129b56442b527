import type { EventDetail } from "@/lib/audit/event";
import type { ActContext } from "@/lib/auth/act-context";
import type { Failure } from "@/lib/failure";
import { type Result, succeed } from "@/lib/result";
import { bindOldSecret } from "./bind-old-secret";
import { enterNewDeletion } from "./cancel-at-adobe";
import { enterRemoval } from "./delete-unknown-secret";
import { judgeFinding } from "./finding";
import { getNewSecret, getOldSecret } from "./held-secrets";
import type { Change } from "./hold-rotation";
import type { LockedRotation, StoredSecret } from "./lock-rotation";
import { readSlots } from "./read-slots";

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
  if (mode === "manual") return succeed(discoverByHand(locked));
  switch (state) {
    case "binding":
      return discoverBinding(context, locked);
    case "creating":
      return discoverAddition(context, locked);
    case "deleting": {
      const target = getOldSecret(locked).adobeSecretId;
      return discoverDeletion(context, locked, { by: getNewSecret(locked), target });
    }
    case "cancelling": {
      const target = getNewSecret(locked).adobeSecretId;
      return discoverDeletion(context, locked, { by: getOldSecret(locked), target });
    }
    case "removing":
      return discoverDeletion(context, locked, { by: getOldSecret(locked), target: removingId });
    default:
      throw new Error("There is nothing to find out in this state.");
  }
}

/** By hand Latchkey sends nothing that changes anything at Adobe, so the step before holds. */
function discoverByHand({ rotation }: LockedRotation): Discovery {
  const change: Change =
    rotation.state === "binding"
      ? { step: "bound", data: { boundAt: new Date() } }
      : { step: "found_still_there", data: { lastFailureCode: null } };
  const finding = rotation.state === "binding" ? "bound" : "still_there";
  return { finding, adobeSecretIds: [], change };
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

async function discoverDeletion(
  context: ActContext,
  locked: LockedRotation,
  { by, target }: { readonly by: StoredSecret; readonly target: string | null },
): Promise<Result<Discovery, Failure>> {
  const slots = await readSlots(context, locked, by);
  if (!slots.ok) return slots;
  const isThere = slots.value.secrets.some(({ adobeSecretId }) => adobeSecretId === target);
  const adobeSecretIds = target === null ? [] : [target];
  if (isThere) {
    const change = {
      step: "found_still_there",
      data: { removingId: null, lastFailureCode: null },
    } as const;
    return succeed({ finding: "still_there", adobeSecretIds, change });
  }
  return succeed({ finding: "gone", adobeSecretIds, change: enterGone(locked, target) });
}

/** Of the old secret `finishOldDeletion` knows more to write. */
function enterGone(locked: LockedRotation, target: string | null): Change {
  switch (locked.rotation.state) {
    case "cancelling":
      return enterNewDeletion(locked);
    case "removing":
      return enterRemoval(locked.rotation, target ?? "");
    default:
      return {};
  }
}
