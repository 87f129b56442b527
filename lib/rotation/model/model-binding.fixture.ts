import type { AdobeSecret } from "@/lib/adobe/read-console-answer";
import { isOwnUse } from "@/lib/rotation/policy/is-own-use";
import { type Binding, judgeBinding } from "@/lib/rotation/policy/judge-binding";
import { isOver, type RotationMode } from "@/lib/rotation/policy/rotation-state";
import {
  type Answer,
  type Change,
  type Course,
  changeRow,
  type HeldSecret,
  type Hold,
  holdRow,
  idsOf,
  keep,
  list,
  type ModelRow,
  mint,
  type World,
} from "./model-world.fixture";

/**
 * The commands of a rotation as far as Adobe and the rows see them, each in the order in which the real
 * one does things. Events, words and permissions are left out. First: starting and binding.
 */

export function start(
  world: World,
  { mode, isEmergency }: { readonly mode: RotationMode; readonly isEmergency: boolean },
): Course {
  const open = () => {
    if (world.row !== null && !isOver(world.row.state)) return false;
    world.row = {
      state: "binding",
      mode,
      isEmergency,
      old: world.current,
      fresh: null,
      snapshotIds: [],
      addRequestedAt: null,
      removingId: null,
      finding: null,
      verifiedAt: null,
      promotedAt: null,
      lastActAt: null,
      lease: null,
    };
    return true;
  };
  return holdRow(
    world,
    () => ({}),
    (held) => bindOld(world, held, true),
    open,
  );
}

export function* bindOld(world: World, { row, settle }: Hold, isStart: boolean): Course {
  if (row.mode === "manual") return settle({ step: "bound" }) ? "done" : "failed";
  const bound = yield* bind(world, row, row.old);
  if (!bound.ok) {
    if (isStart) settle({ step: "bind_refused" });
    return "failed";
  }
  const { id, listed } = bound.value;
  if (id !== null) return settle(enterBinding(row, id)) ? "done" : "failed";
  settle(leaveUnbound(idsOf(listed)));
  return "failed";
}

function enterBinding(row: ModelRow, id: string): Change {
  return {
    step: "bound",
    data: { finding: null },
    also: () => {
      row.old.adobeSecretId = id;
    },
  };
}

export function leaveUnbound(adobeSecretIds: readonly string[]): Change {
  return {
    step: "bind_unclear",
    data: { finding: { kind: "not_bound", adobeSecretIds: [...adobeSecretIds] } },
  };
}

type Bound = { readonly id: string | null; readonly listed: readonly AdobeSecret[] };

export function* bind(
  world: World,
  row: ModelRow,
  secret: HeldSecret,
  { reader = secret, isProven = false } = {},
): Course<Answer<Bound>> {
  let before = yield* list(world, reader);
  if (!before.ok) return before;
  let proven: string | null = null;
  let isUnclear = false;
  for (let round = 1; proven === null && !isUnclear && round <= 3; round += 1) {
    const minted = yield* mint(world, secret);
    if (!minted.ok) return minted;
    const after = yield* list(world, reader);
    if (!after.ok) return after;
    const judged = judgeBinding(before.value, after.value);
    proven = prove(secret, judged, after.value);
    isUnclear = judged.kind !== "not_moved" && !isProven;
    before = after;
  }
  const listed = before.value;
  const known = listed.find(({ adobeSecretId }) => adobeSecretId === secret.adobeSecretId);
  keep(world, row, listed);
  return { ok: true, value: { id: proven ?? (isProven ? null : (known?.adobeSecretId ?? null)), listed } };
}

function prove({ grants }: HeldSecret, judged: Binding, listed: readonly AdobeSecret[]): string | null {
  if (judged.kind !== "bound") return null;
  const moved = listed.find(({ adobeSecretId }) => adobeSecretId === judged.adobeSecretId);
  const isOurs = moved?.lastUse != null && isOwnUse(moved.lastUse.at, grants);
  return listed.length === 1 || isOurs ? judged.adobeSecretId : null;
}

export function choose(world: World, id: string): Course {
  return changeRow(world, (row) => {
    const ids = row.finding?.kind === "not_bound" ? row.finding.adobeSecretIds : [];
    if (row.state !== "binding" || !ids.includes(id)) return null;
    world.told.add(id);
    return enterBinding(row, id);
  });
}
