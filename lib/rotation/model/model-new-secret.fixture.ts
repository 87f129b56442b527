import { bind, leaveUnbound } from "./model-binding.fixture";
import {
  type Course,
  changeRow,
  giveUp,
  type HeldSecret,
  holdRow,
  holdSecret,
  idsOf,
  keep,
  list,
  type ModelRow,
  mint,
  type World,
} from "./model-world.fixture";

export function add(world: World): Course {
  return holdRow(
    world,
    (row) => (row.state === "planned" && row.mode === "api" ? {} : null),
    function* (held) {
      const { row, settle, mark } = held;
      const slots = yield* list(world, row.old);
      if (!slots.ok) return giveUp(settle);
      keep(world, row, slots.value);
      const snapshotIds = idsOf(slots.value);
      if (row.old.adobeSecretId === null || !snapshotIds.includes(row.old.adobeSecretId)) {
        settle(leaveUnbound(snapshotIds));
        return "failed";
      }
      if (snapshotIds.length > 1) return giveUp(settle);
      const data = { snapshotIds, addRequestedAt: new Date(world.now), removingId: null, finding: null };
      if (!mark({ step: "add_requested", data })) return "failed";
      yield;
      const fault = world.takeFault("add");
      const cleared = { addRequestedAt: null, snapshotIds: [] };
      if (fault === "refusal") return giveUp(settle, { step: "add_refused", data: cleared });
      if (fault === "late_effect") world.delay(() => world.adobe.add(world.now, "us"));
      const id = fault === null || fault === "lost_answer" ? world.adobe.add(world.now, "us") : null;
      yield;
      if (fault !== null) return giveUp(settle, { step: "add_unclear" });
      if (id === null) return settle({ step: "add_refused", data: cleared }) ? "refused" : "failed";
      const fresh = holdSecret(id, "pending");
      fresh.adobeSecretId = id;
      return settle({ step: "added", data: { fresh, addRequestedAt: null } }) ? "done" : "failed";
    },
  );
}

/** Manual mode: a person adds in the Developer Console and pastes what it shows. */
export function paste(world: World, trueId: string): Course {
  return changeRow(world, (row) =>
    trueId === row.old.trueId ? null : { step: "pasted", data: { fresh: holdSecret(trueId, "pending") } },
  );
}

export function adopt(world: World, trueId: string): Course {
  const isTurn = (row: ModelRow) => row.state === "creating" && row.finding?.kind === "one_new";
  return holdRow(
    world,
    (row) => (isTurn(row) && trueId !== row.old.trueId ? {} : null),
    function* (held) {
      const { row, settle } = held;
      const fresh = holdSecret(trueId, "pending");
      const bound = yield* bind(world, row, fresh, { reader: row.old });
      if (!bound.ok || bound.value.id !== row.finding?.adobeSecretIds[0]) return giveUp(settle);
      fresh.adobeSecretId = bound.value.id;
      // Whoever pastes its value says that it is the one this rotation has added.
      world.told.add(trueId);
      const data = { fresh, addRequestedAt: null, finding: null };
      return settle({ step: "adopted", data }) ? "done" : "failed";
    },
  );
}

export function verify(world: World): Course {
  return holdRow(
    world,
    ({ state }) => (state === "created" ? {} : null),
    function* ({ row, settle }) {
      if (row.fresh === null) throw new Error("Created without a secret.");
      const minted = yield* mint(world, row.fresh);
      if (!minted.ok) return giveUp(settle);
      return settle({ step: "verified", data: { verifiedAt: new Date(world.now) } }) ? "done" : "failed";
    },
  );
}

export function promote(world: World): Course {
  return changeRow(world, (row) => ({
    step: "promoted",
    data: { promotedAt: new Date(world.now) },
    also: () => makeCurrent(world, row.fresh, row.old),
  }));
}

export function makeCurrent(world: World, next: HeldSecret | null, last: HeldSecret): void {
  if (next === null) throw new Error("Nothing to make current.");
  last.state = "previous";
  next.state = "current";
  world.current = next;
}
