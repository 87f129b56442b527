import { guardDeletion } from "@/lib/rotation/policy/guard-deletion";
import { send } from "./model-deletion.fixture";
import { makeCurrent } from "./model-new-secret.fixture";
import {
  type Change,
  type Course,
  changeRow,
  giveUp,
  type HeldSecret,
  type Hold,
  holdRow,
  idsOf,
  keep,
  list,
  type ModelRow,
  mint,
  type Outcome,
  type World,
} from "./model-world.fixture";

export function* cancel(world: World): Course {
  const state = world.row?.state;
  if (world.row?.mode === "api" && (state === "created" || state === "verified")) {
    return yield* cancelAtAdobe(world);
  }
  if (state === "promoted") return yield* putBack(world);
  return yield* changeRow(world, ({ fresh }) => ({ step: "closed", also: () => forget(fresh) }));
}

function forget(fresh: HeldSecret | null): void {
  if (fresh !== null) fresh.state = "deleted";
}

function putBackChange(world: World, { old, fresh }: ModelRow): Change {
  return {
    step: "put_back",
    also: () => {
      if (fresh !== null) makeCurrent(world, old, fresh);
    },
  };
}

/**
 * Not where Adobe shows that the old secret is gone. A list that fails stops nobody, unless a deletion
 * of the old one was sent at any time; then the secret has to show itself. By hand it always has to.
 */
function putBack(world: World): Course {
  return holdRow(
    world,
    ({ state }) => (state === "promoted" ? {} : null),
    function* ({ row, settle }) {
      const { old, fresh, removingId } = row;
      if (row.mode === "manual") {
        const minted = yield* mint(world, old);
        const isRefused = !minted.ok && minted.isSecretRefused;
        return !isRefused && settle(putBackChange(world, row)) ? "done" : giveUp(settle);
      }
      const slots = yield* list(world, fresh ?? old);
      if (slots.ok) keep(world, row, slots.value);
      const isProven = slots.ok
        ? idsOf(slots.value).includes(old.adobeSecretId ?? "")
        : removingId === null || (yield* mint(world, old)).ok;
      return isProven && settle(putBackChange(world, row)) ? "done" : giveUp(settle);
    },
  );
}

function cancelAtAdobe(world: World): Course {
  const isTurn = ({ state }: ModelRow) => state === "created" || state === "verified";
  return holdRow(
    world,
    (row) => (isTurn(row) ? {} : null),
    function* (held) {
      const { row, settle, mark } = held;
      const { old, fresh, removingId } = row;
      const [targetId, stayingId] = [fresh?.adobeSecretId ?? null, old.adobeSecretId];
      // The one that stays has to work: a list shows an id, and a person may have chosen the wrong one.
      const minted = yield* mint(world, old);
      if (!minted.ok && minted.isSecretRefused && fresh !== null)
        return yield* endIfBothAreGone(world, held, fresh);
      if (!minted.ok) return giveUp(settle);
      const slots = yield* list(world, old);
      if (!slots.ok || targetId === null || stayingId === null) return giveUp(settle);
      keep(world, row, slots.value);
      const listed = idsOf(slots.value);
      if (!listed.includes(targetId)) return endGone(held);
      const toldIds = [targetId];
      const guard = guardDeletion({ listed, targetId, tokenSecretId: stayingId, stayingId, toldIds });
      if (!guard.ok) return giveUp(settle);
      if (!mark({ step: "cancel_requested", data: { removingId: targetId } })) return "failed";
      const looked = slots.value;
      const effect = yield* send(world, { row, targetId, reader: old, isChecked: false, looked });
      if (effect === "gone") return settle(enterNewDeletion(row)) ? "done" : "failed";
      return giveUp(settle, effect === "none" ? { step: "found_still_there", data: { removingId } } : {});
    },
  );
}

/** Where Adobe refuses the old secret and the new one too, nothing is left to delete. */
function* endIfBothAreGone(world: World, held: Hold, fresh: HeldSecret): Course {
  const minted = yield* mint(world, fresh);
  return minted.ok || !minted.isSecretRefused ? giveUp(held.settle) : endGone(held);
}

function endGone({ row, settle, mark }: Hold): Outcome {
  return mark({ step: "cancel_requested" }) && settle(enterNewDeletion(row)) ? "done" : "failed";
}

export function enterNewDeletion({ fresh }: ModelRow): Change {
  return { step: "new_deleted", data: { removingId: null }, also: () => forget(fresh) };
}
