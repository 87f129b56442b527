import { isOwnUse } from "@/lib/rotation/policy/is-own-use";
import { isOver, type RotationMode, type RotationState } from "@/lib/rotation/policy/rotation-state";
import { choose, start } from "./model-binding.fixture";
import { cancel } from "./model-cancellation.fixture";
import { deleteOld, deleteUnknown } from "./model-deletion.fixture";
import { findOut } from "./model-finding-out.fixture";
import { add, adopt, paste, promote, verify } from "./model-new-secret.fixture";
import { checkUse, typeUse } from "./model-watch.fixture";
import {
  type CallKind,
  type Course,
  createWorld,
  dayMs,
  type FaultKind,
  needsAttention,
  type Sending,
  type World,
} from "./model-world.fixture";

/** One life of a rotation: what Adobe holds at its start, what goes wrong, and what a person presses. */
export interface Schedule {
  readonly slotCount: 1 | 2;
  readonly consumerCount: number;
  readonly mode: RotationMode;
  readonly isEmergency: boolean;
  /** Whether a person adopts what was found rather than deleting it. */
  readonly isAdopting: boolean;
  /** Whether a person takes somebody else's secret for the stored one. */
  readonly isMistaken: boolean;
  /** Whether a person tries to go back where that is still offered. */
  readonly isTurningBack: boolean;
  /** Each strikes once, at the first place from `at` on where it can. */
  readonly faults: readonly { readonly at: number; readonly kind: FaultKind; readonly delay: number }[];
  /** Below 128: the sensible act; above: any button. After the last one the person is sensible. */
  readonly script: readonly number[];
}

/** Short enough for somebody else's use to pass for one of ours. */
const pointMs = 1_500;
const elevenMinutesMs = 660_000;
const maxPresses = 120;

const fits: Readonly<Partial<Record<FaultKind, readonly CallKind[]>>> = {
  lost_answer: ["mint", "list", "add", "delete"],
  lost_request: ["mint", "list", "add", "delete"],
  refusal: ["mint", "list", "add", "delete"],
  late_effect: ["add", "delete"],
  absent_answer: ["delete"],
};

/** @returns what was broken, in words; nothing where every promise was kept. */
export function runSchedule(schedule: Schedule, note: (what: string) => void): readonly string[] {
  const broken = new Set<string>();
  const faults = [...schedule.faults];
  let landings: { readonly effect: () => void; readonly due: number }[] = [];
  let stalled: { readonly course: Course; readonly due: number }[] = [];
  let point = 0;
  let delay = 0;
  const strike = (isFit: (kind: FaultKind) => boolean): FaultKind | null => {
    if (faults.length === 0) return null;
    const at = faults.findIndex((fault) => fault.at <= point && isFit(fault.kind));
    const [fault] = at === -1 ? [] : faults.splice(at, 1);
    if (fault === undefined) return null;
    delay = fault.delay;
    note(fault.kind);
    return fault.kind;
  };
  const world = createWorld(schedule, {
    takeFault: (call) => strike((kind) => fits[kind]?.includes(call) === true),
    delay: (effect) => {
      landings.push({ effect, due: point + delay });
    },
    note,
    judgeSending: (sent) => {
      for (const one of judgeSending(world, sent)) broken.add(one);
    },
  });

  /** Time passes between any two steps of an act, and with it what others do. */
  const pass = () => {
    point += 1;
    world.now += pointMs;
    if (landings.length > 0) {
      const landed = landings.filter(({ due }) => due <= point);
      landings = landings.filter(({ due }) => due > point);
      for (const { effect } of landed) effect();
    }
    for (const one of stalled.filter(({ due }) => due <= point)) {
      if (one.course.next().done === true) stalled = stalled.filter((other) => other !== one);
    }
    for (;;) {
      const kind = strike((one) => one.startsWith("foreign_"));
      if (kind === null) break;
      meddle(world, kind);
    }
    if (!mintsStill(world)) broken.add("The current secret no longer mints, and nobody else removed it.");
  };

  const press = (course: Course) => {
    while (course.next().done !== true) {
      pass();
      const kind = strike((one) => one === "crash" || one === "stall");
      if (kind === null) continue;
      if (world.row?.lease !== null && world.row?.lease !== undefined) world.row.lease.isAlive = false;
      if (kind === "stall") stalled.push({ course, due: point + delay });
      else for (const secret of [world.row?.old, world.row?.fresh]) if (secret) secret.tokenUntil = 0;
      return;
    }
  };

  /** Late effects arrive within minutes, so before anything that takes longer. */
  const wait = (ms: number) => {
    while (stalled.length + landings.length > 0) pass();
    world.now += ms;
  };

  const { script } = schedule;
  let stuck = 0;
  let from: RotationState | undefined;
  for (let presses = 0; presses < maxPresses; presses += 1) {
    const before = world.row?.state;
    const choice = script[presses];
    const button =
      choice === undefined || choice < 128
        ? pickSensible(world, schedule, { stuck, from })
        : pressAny(world, schedule, choice - 128);
    const isQuiet = stalled.length + landings.length === 0;
    if (button === null && choice === undefined && isQuiet) break;
    if (typeof button === "number") wait(button);
    else if (button !== null) press(button);
    pass();
    if (stalled.length === 0 && world.row?.lease?.isAlive === true)
      broken.add("Nobody works, and nobody else may.");
    stuck = before === world.row?.state ? stuck + 1 : 0;
    if (stuck === 0) from = before;
    if (world.row !== null && needsAttention(world.row)) note(`attention in ${world.row.state}`);
  }
  for (const one of judgeEnd(world)) broken.add(one);
  return [...broken];
}

function mintsStill({ adobe, current }: World): boolean {
  return adobe.has(current.trueId) || adobe.wasRemovedByOthers(current.trueId);
}

function meddle({ adobe, now }: World, kind: FaultKind): void {
  const target = (kind.endsWith("oldest") ? adobe.ids()[0] : adobe.ids().at(-1)) ?? "";
  if (kind === "foreign_add") adobe.add(now, "others");
  else if (kind.startsWith("foreign_removal")) adobe.remove(target, "others");
  else adobe.use(target, now);
}

function judgeSending({ adobe, told, now }: World, sent: Sending): string[] {
  const { row, targetId, reader, isChecked, looked, isSameList } = sent;
  const isKnown = told.has(targetId) || adobe.wasMadeBy(targetId, "us") || targetId === row.old.trueId;
  const usedAt = looked.find(({ adobeSecretId }) => adobeSecretId === targetId)?.lastUse?.at ?? null;
  const isInUse =
    usedAt !== null &&
    now - usedAt.getTime() < dayMs &&
    !isOwnUse(usedAt, row.old.grants) &&
    !row.isEmergency;
  return [
    ...(isKnown ? [] : ["A secret was deleted that we neither added nor were told to delete."]),
    ...(targetId === reader.trueId ? ["A secret was deleted with the token it minted."] : []),
    ...(isSameList && adobe.ids().length < 2 ? ["The last secret was deleted."] : []),
    ...(isSameList && !adobe.has(reader.trueId) ? ["A secret was deleted without another that works."] : []),
    ...(isChecked && isInUse ? ["The old secret was deleted while it was in use."] : []),
  ];
}

function judgeEnd({ row, adobe, current, told }: World): string[] {
  if (row === null || !isOver(row.state)) return [`It never ended: ${row?.state ?? "not started"}.`];
  const isOldThere = adobe.has(row.old.trueId) && !told.has(row.old.adobeSecretId ?? "");
  return [
    ...(row.state === "done" && isOldThere ? ["It is done, and the old secret is still there."] : []),
    ...(row.state === "cancelled" && current !== row.old
      ? ["It is cancelled, and the new secret is current."]
      : []),
  ];
}

interface Place {
  /** How many presses changed nothing. */
  readonly stuck: number;
  /** The state before this one. */
  readonly from: RotationState | undefined;
}

type Button = Course | number | null;

/** What a person presses who reads the page; null once it is over. A number is a wait. */
function pickSensible(world: World, schedule: Schedule, { stuck, from }: Place): Button {
  const { row, adobe } = world;
  if (row === null) return start(world, schedule);
  const { state, mode, old, finding } = row;
  const ownId = schedule.isMistaken ? (old.adobeSecretId ?? "") : old.trueId;
  const other = (ids: readonly string[]) => ids.find((id) => id !== ownId);
  switch (state) {
    case "binding": {
      const offered = finding?.adobeSecretIds ?? [];
      const chosen = offered.find((id) => (id === old.trueId) !== schedule.isMistaken);
      if (stuck > 3) return cancel(world);
      return chosen === undefined ? findOut(world) : choose(world, chosen);
    }
    case "planned": {
      if (stuck > 5) return cancel(world);
      const unknown = other(mode === "api" ? world.seen : adobe.ids());
      if (mode === "manual") {
        if (unknown === undefined) adobe.add(world.now, "others");
        return paste(world, unknown ?? other(adobe.ids()) ?? "");
      }
      return unknown !== undefined && stuck % 2 === 1 ? deleteUnknown(world, unknown) : add(world);
    }
    case "creating": {
      if (stuck > 5) return cancel(world);
      const found = other(finding?.adobeSecretIds ?? []);
      if (found === undefined || stuck % 3 === 2) return findOut(world);
      // One that was not deleted after all is worth a second thought.
      const isAdopting = schedule.isAdopting || from === "removing";
      const isOne = finding?.kind === "one_new" && isAdopting && stuck < 3;
      return isOne ? adopt(world, found) : deleteUnknown(world, found);
    }
    case "created":
      if (stuck % 4 === 2) return elevenMinutesMs;
      return stuck % 4 === 3 ? cancel(world) : verify(world);
    case "verified":
      if (schedule.isTurningBack && from === "created" && stuck === 0) return cancel(world);
      if (stuck % 4 === 1) return elevenMinutesMs;
      return stuck % 4 === 3 ? cancel(world) : promote(world);
    case "promoted":
      if (schedule.isTurningBack && from === "deleting" && stuck === 0) return cancel(world);
      return pickAfterPromotion(world, stuck);
    case "removing":
    case "cancelling":
      return stuck > 3 ? cancel(world) : findOut(world);
    case "deleting":
      return findOut(world);
    case "done":
    case "cancelled":
      return null;
  }
}

function pickAfterPromotion(world: World, stuck: number): Button {
  const { row, adobe, current, consumers } = world;
  const isManual = row?.mode === "manual";
  const look = () => (isManual ? typeUse(world) : checkUse(world));
  switch (stuck % 12) {
    case 0:
    case 6:
      for (const consumer of consumers) consumer.isAcknowledged = true;
      return dayMs + 3_600_000;
    case 1:
    case 7:
      return look();
    case 2:
    case 8:
      // Only now: the look before may have had to mint, which covers earlier uses of the new secret.
      if (consumers.length > 0) adobe.use(current.trueId, world.now);
      return look();
    case 3:
    case 4:
    case 9:
      if (isManual) adobe.remove(row.old.trueId, "others");
      return deleteOld(world, { isOverridden: false });
    case 5:
      return elevenMinutesMs;
    case 10:
      return deleteOld(world, { isOverridden: true });
    default:
      return cancel(world);
  }
}

/** Any button, in turn or not, with any id that a person could point at. */
function pressAny(world: World, schedule: Schedule, choice: number): Course {
  const { row, adobe, seen } = world;
  const ids = [...(row?.finding?.adobeSecretIds ?? []), ...seen, ...adobe.ids()];
  const id = ids[choice % ids.length] ?? "";
  const buttons = [
    () => start(world, schedule),
    () => choose(world, id),
    () => add(world),
    () => paste(world, id),
    () => adopt(world, id),
    () => adopt(world, adobe.ids().at(-1) ?? ""),
    () => deleteUnknown(world, id),
    () => deleteUnknown(world, adobe.ids()[0] ?? ""),
    () => verify(world),
    () => promote(world),
    () => checkUse(world),
    () => typeUse(world),
    () => deleteOld(world, { isOverridden: false }),
    () => deleteOld(world, { isOverridden: true }),
    () => cancel(world),
    () => cancel(world),
    () => findOut(world),
    () => findOut(world),
    () => findOut(world),
  ] as const;
  return (buttons[choice % buttons.length] ?? buttons[0])();
}
