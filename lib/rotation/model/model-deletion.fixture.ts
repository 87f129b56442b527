import { guardDeletion } from "@/lib/rotation/policy/guard-deletion";
import { bind } from "./model-binding.fixture";
import { isUnlocked } from "./model-watch.fixture";
import {
  type Change,
  type Course,
  giveUp,
  type Hold,
  holdRow,
  idsOf,
  keep,
  list,
  type ModelRow,
  mint,
  type Sending,
  type World,
} from "./model-world.fixture";

export function deleteOld(world: World, { isOverridden }: { readonly isOverridden: boolean }): Course {
  const begin = (row: ModelRow): Change | null =>
    row.state === "promoted" && (isOverridden || isUnlocked(world, row))
      ? { step: "delete_requested" }
      : null;
  return holdRow(world, begin, function* (held) {
    const { row, settle, mark } = held;
    const keepOld = () => (settle({ step: "found_still_there" }) ? "refused" : "failed");
    if (row.fresh === null) throw new Error("Promoted without a secret.");
    if (row.mode === "manual") {
      const minted = yield* mint(world, row.old);
      if (minted.ok || !minted.isSecretRefused) return keepOld();
      return settle(finishDeletion(row)) ? "done" : "failed";
    }
    const [targetId, stayingId] = [row.old.adobeSecretId, row.fresh.adobeSecretId];
    const slots = yield* list(world, row.fresh);
    if (!slots.ok && slots.isSecretRefused) return yield* proveRefused(world, held);
    if (!slots.ok || targetId === null || stayingId === null) return keepOld();
    keep(world, row, slots.value);
    const toldIds = [targetId];
    const listed = idsOf(slots.value);
    const guard = guardDeletion({ listed, targetId, tokenSecretId: stayingId, stayingId, toldIds });
    if (!guard.ok) {
      if (guard.failure !== "absent") return keepOld();
      return settle(finishDeletion(row)) ? "done" : "failed";
    }
    if (!isOverridden && !isUnlocked(world, row)) return keepOld();
    const { removingId } = row;
    if (!mark({ data: { removingId: targetId } })) return "failed";
    const effect = yield* send(world, {
      row,
      targetId,
      reader: row.fresh,
      isChecked: !isOverridden,
      looked: slots.value,
    });
    if (effect === "gone") return settle(finishDeletion(row)) ? "done" : "failed";
    return giveUp(settle, effect === "none" ? { step: "found_still_there", data: { removingId } } : {});
  });
}

export function finishDeletion({ old }: ModelRow): Change {
  return {
    step: "deleted",
    data: { removingId: null },
    also: () => {
      old.state = "deleted";
    },
  };
}

export function* proveRefused(world: World, { row, settle }: Hold): Course {
  const minted = yield* mint(world, row.old);
  if (!minted.ok && !minted.isSecretRefused) return giveUp(settle);
  return settle(minted.ok ? { step: "found_still_there" } : finishDeletion(row)) ? "done" : "failed";
}

type Deletion = Omit<Sending, "isSameList">;

export function* send(world: World, deletion: Deletion): Course<"gone" | "none" | "unknown"> {
  const { targetId, reader } = deletion;
  yield;
  const isSameList = world.adobe.changeCount() === world.changesAt.get(deletion.looked);
  world.judgeSending({ ...deletion, isSameList });
  const fault = world.takeFault("delete");
  const land = () => world.adobe.remove(targetId, "us");
  if (fault === "refusal") return "none";
  if (fault === "late_effect") world.delay(land);
  const answer =
    fault === "late_effect" || fault === "lost_request"
      ? "unknown"
      : fault === "absent_answer"
        ? "absent"
        : land();
  yield;
  if (fault === "late_effect" || fault === "lost_request" || fault === "lost_answer") return "unknown";
  if (answer !== "absent") return answer === "removed" ? "gone" : "none";
  const after = yield* list(world, reader);
  if (!after.ok) return "unknown";
  return idsOf(after.value).includes(targetId) ? "none" : "gone";
}

export function deleteUnknown(world: World, targetId: string): Course {
  const isTurn = ({ state, finding }: ModelRow) =>
    state === "planned" || (state === "creating" && finding?.adobeSecretIds.includes(targetId) === true);
  return holdRow(
    world,
    (row) => {
      if (row.mode !== "api" || !isTurn(row)) return null;
      world.told.add(targetId);
      return {};
    },
    function* (held) {
      const { row, settle, mark } = held;
      const bound = yield* bind(world, row, row.old, { isProven: true });
      const ownId = bound.ok ? bound.value.id : null;
      if (!bound.ok || ownId === null) return giveUp(settle);
      const listed = idsOf(bound.value.listed);
      const toldIds = [targetId];
      const guard = guardDeletion({ listed, targetId, tokenSecretId: ownId, stayingId: ownId, toldIds });
      if (!guard.ok && guard.failure !== "absent") return giveUp(settle);
      const { removingId } = row;
      if (!mark({ step: "remove_requested", data: { removingId: targetId } })) return "failed";
      const effect = guard.ok
        ? yield* send(world, { row, targetId, reader: row.old, isChecked: false, looked: bound.value.listed })
        : "gone";
      if (effect === "gone") return settle(enterRemoval()) ? "done" : "failed";
      return giveUp(settle, effect === "none" ? { step: "found_still_there", data: { removingId } } : {});
    },
  );
}

export function enterRemoval(): Change {
  const data = { removingId: null, finding: null, snapshotIds: [], addRequestedAt: null };
  return { step: "removed", data };
}
