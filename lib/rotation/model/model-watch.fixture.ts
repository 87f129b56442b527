import { judgeUnlock } from "@/lib/rotation/policy/judge-unlock";
import { type Course, holdRow, keep, list, lockRow, type ModelRow, type World } from "./model-world.fixture";

export function checkUse(world: World): Course {
  const isTurn = (row: ModelRow) => row.state === "promoted" && row.mode === "api";
  return holdRow(
    world,
    (row) => (isTurn(row) ? {} : null),
    function* ({ row, settle }) {
      const slots = yield* list(world, row.fresh ?? row.old);
      if (slots.ok) keep(world, row, slots.value);
      return settle({}) && slots.ok ? "done" : "failed";
    },
  );
}

/** Manual mode: what the Developer Console shows, typed in. */
export function* typeUse(world: World): Course {
  yield;
  const row = lockRow(world);
  if (row?.state !== "promoted" || row.mode !== "manual" || row.fresh === null) return "refused";
  for (const secret of [row.old, row.fresh]) secret.adobeSecretId ??= secret.trueId;
  keep(world, row, world.adobe.list());
  return "done";
}

export function isUnlocked(world: World, row: ModelRow): boolean {
  const { old, fresh, mode, promotedAt } = row;
  const [ofOld, ofNew] = [old, fresh].map((secret) =>
    world.evidence.filter(({ id }) => id === secret?.adobeSecretId),
  );
  const [lastOfOld, lastOfNew] = [ofOld?.at(-1)?.checkedAt, ofNew?.at(-1)?.checkedAt];
  const isOldGone =
    mode === "api" &&
    promotedAt !== null &&
    lastOfNew !== undefined &&
    lastOfNew >= promotedAt &&
    (lastOfOld === undefined || lastOfOld < lastOfNew);
  const unlock = judgeUnlock({
    mode,
    isEmergency: row.isEmergency,
    quietHours: 24,
    promotedAt,
    consumers: world.consumers,
    old: ofOld ?? [],
    fresh: ofNew ?? [],
    oldCreatedAt: ofOld?.[0]?.secretCreatedAt ?? new Date(world.now),
    now: new Date(world.now),
  });
  return isOldGone || unlock.isUnlocked;
}
