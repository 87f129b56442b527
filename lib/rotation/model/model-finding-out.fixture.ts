import { judgeFinding } from "@/lib/rotation/policy/finding";
import { bindOld } from "./model-binding.fixture";
import { enterNewDeletion } from "./model-cancellation.fixture";
import { enterRemoval, finishDeletion, proveRefused } from "./model-deletion.fixture";
import {
  type Change,
  type Course,
  giveUp,
  type HeldSecret,
  type Hold,
  holdRow,
  idsOf,
  keep,
  list,
  mint,
  needsAttention,
  type World,
} from "./model-world.fixture";

export function findOut(world: World): Course {
  return holdRow(
    world,
    (row) => (needsAttention(row) ? {} : null),
    function* (held) {
      const { row, settle } = held;
      const { old, fresh, state, removingId } = row;
      if (state === "binding") return yield* bindOld(world, held, false);
      if (state === "deleting" && row.mode === "manual") return yield* proveRefused(world, held);
      const reader = state === "deleting" && fresh !== null ? fresh : old;
      const slots = yield* list(world, reader);
      if (!slots.ok) {
        const other = reader === old ? fresh : old;
        if (!slots.isSecretRefused || other === null) return giveUp(settle);
        return yield* askOther(world, held, other);
      }
      keep(world, row, slots.value);
      const listed = idsOf(slots.value);
      const isListed = (id: string | null) => id !== null && listed.includes(id);
      const end = (isThere: boolean, gone: Change): Change =>
        isThere ? { step: "found_still_there" } : gone;
      switch (state) {
        case "creating": {
          const { snapshotIds, addRequestedAt } = row;
          if (addRequestedAt === null) throw new Error("Nothing was asked for.");
          const finding = judgeFinding({ snapshotIds, listed: slots.value, addRequestedAt });
          const isNothing = finding.kind === "nothing_new";
          const data = { finding, ...(isNothing && { addRequestedAt: null, snapshotIds: [] }) };
          return settle({ data, ...(isNothing && { step: "found_nothing_new" as const }) })
            ? "done"
            : "failed";
        }
        case "deleting":
          return settle(end(isListed(old.adobeSecretId), finishDeletion(row))) ? "done" : "failed";
        case "cancelling":
          return settle(end(isListed(fresh?.adobeSecretId ?? null), enterNewDeletion(row)))
            ? "done"
            : "failed";
        case "removing":
          return settle(end(isListed(removingId), enterRemoval())) ? "done" : "failed";
        default:
          throw new Error(`Nothing to find out in ${state}.`);
      }
    },
  );
}

/** The secret that should stay was taken away by somebody; whether the other one is there, it tells itself. */
function* askOther(world: World, { row, settle }: Hold, other: HeldSecret): Course {
  if (row.state !== "deleting" && row.state !== "cancelling") return giveUp(settle);
  const minted = yield* mint(world, other);
  if (!minted.ok && !minted.isSecretRefused) return giveUp(settle);
  const gone = row.state === "deleting" ? finishDeletion(row) : enterNewDeletion(row);
  return settle(minted.ok ? { step: "found_still_there" } : gone) ? "done" : "failed";
}
