import type { AdobeSecret } from "@/lib/adobe/read-console-answer";
import { standingOf } from "@/lib/rotation/lease/rotation-row";
import type { Evidence } from "@/lib/rotation/policy/evidence";
import type { FindingJudgement } from "@/lib/rotation/policy/finding";
import { isOwnUse } from "@/lib/rotation/policy/is-own-use";
import {
  isOver,
  isUnderWay,
  type RotationMode,
  type RotationState,
  type RotationStep,
  takeStep,
} from "@/lib/rotation/policy/rotation-state";
import { type AdobeModel, createAdobeModel } from "./model-adobe.fixture";

/**
 * What the model run works on: Adobe, the rows, and a process that can be stopped at every `yield`.
 * Whatever is written goes through the machine, and whatever reaches Adobe is looked at first.
 */

/** A stored secret, and which one at Adobe it really is. */
export interface HeldSecret {
  readonly trueId: string;
  /** What we believe. */
  adobeSecretId: string | null;
  state: "pending" | "current" | "previous" | "deleted";
  readonly grants: { readonly sentAt: Date; readonly answeredAt: Date }[];
  /** Until when this process holds a token of it. */
  tokenUntil: number;
}

export interface ModelRow {
  state: RotationState;
  readonly mode: RotationMode;
  readonly isEmergency: boolean;
  readonly old: HeldSecret;
  fresh: HeldSecret | null;
  snapshotIds: readonly string[];
  addRequestedAt: Date | null;
  removingId: string | null;
  finding: FindingJudgement | null;
  verifiedAt: Date | null;
  promotedAt: Date | null;
  lastActAt: Date | null;
  lease: { readonly id: number; isAlive: boolean } | null;
}

export interface Change {
  readonly step?: RotationStep;
  readonly data?: Partial<Omit<ModelRow, "state" | "mode" | "old" | "lease">>;
  readonly also?: () => void;
}

export type Outcome = "done" | "refused" | "failed";
/** An act that can be stopped for good, or for a while, at each `yield`. */
export type Course<T = Outcome> = Generator<void, T, void>;

export const faultKinds = [
  "crash",
  "stall",
  "lost_answer",
  "lost_request",
  "late_effect",
  "refusal",
  "absent_answer",
  "foreign_add",
  "foreign_removal_of_oldest",
  "foreign_removal_of_newest",
  "foreign_use_of_oldest",
  "foreign_use_of_newest",
] as const;
export type FaultKind = (typeof faultKinds)[number];

export type CallKind = "mint" | "list" | "add" | "delete";

export interface World {
  readonly adobe: AdobeModel;
  now: number;
  row: ModelRow | null;
  current: HeldSecret;
  /** Ids that a person pointed at: to delete, or as the one that is ours. */
  readonly told: Set<string>;
  readonly evidence: (Evidence & { readonly id: string })[];
  /** How often secrets had come or gone when a list was read. */
  readonly changesAt: WeakMap<readonly AdobeSecret[], number>;
  /** Adobe's ids at the last look. */
  seen: readonly string[];
  consumers: { isAcknowledged: boolean }[];
  leaseCount: number;
  /** The fault that hits this call, once. */
  readonly takeFault: (call: CallKind) => FaultKind | null;
  /** Lets an effect arrive later. */
  readonly delay: (effect: () => void) => void;
  readonly note: (what: string) => void;
  /** Called right before a DELETE goes out, with whether the list is still as it was looked at. */
  readonly judgeSending: (sent: Sending) => void;
}

export interface Sending {
  readonly row: ModelRow;
  readonly targetId: string;
  /** Whose token it carries. */
  readonly reader: HeldSecret;
  /** Whether it was to be sent only when nobody needs the secret. */
  readonly isChecked: boolean;
  /** The list of right before. */
  readonly looked: readonly AdobeSecret[];
  readonly isSameList: boolean;
}

export const dayMs = 86_400_000;

export function createWorld(
  setting: { readonly slotCount: 1 | 2; readonly consumerCount: number },
  hooks: Pick<World, "takeFault" | "delay" | "note" | "judgeSending">,
): World {
  const now = Date.UTC(2026, 10, 22);
  const adobe = createAdobeModel(now, setting.slotCount);
  return {
    ...hooks,
    adobe,
    now,
    row: null,
    current: holdSecret(adobe.ids()[0] ?? "", "current"),
    told: new Set(),
    evidence: [],
    changesAt: new WeakMap(),
    seen: [],
    consumers: Array.from({ length: setting.consumerCount }, () => ({ isAcknowledged: false })),
    leaseCount: 0,
  };
}

export function holdSecret(trueId: string, state: HeldSecret["state"]): HeldSecret {
  return { trueId, adobeSecretId: null, state, grants: [], tokenUntil: 0 };
}

/** The row, where nobody holds it. */
export function lockRow({ row }: World): ModelRow | null {
  return row === null || isOver(row.state) || row.lease?.isAlive === true ? null : row;
}

/** As `writeEntry` does it. */
export function write(world: World, row: ModelRow, { step, data, also }: Change): boolean {
  const now = new Date(world.now);
  const state = step === undefined ? row.state : takeStep(standingOf(row, now), step);
  if (state === null) return false;
  if (step !== undefined) world.note(step);
  Object.assign(row, data);
  row.state = state;
  also?.();
  return true;
}

export interface Hold {
  /** As it was when the lease was taken. */
  readonly row: ModelRow;
  readonly settle: (change: Change) => boolean;
  /** Right before something is sent. */
  readonly mark: (change: Change) => boolean;
}

/** As `holdRotation` does it: intent and lease in one commit, then the work, then the lease ends. */
export function* holdRow(
  world: World,
  begin: (row: ModelRow) => Change | null,
  work: (held: Hold) => Course,
  open: () => boolean = () => true,
): Course {
  yield;
  if (!open()) return "refused";
  const row = lockRow(world);
  const begun = row === null ? null : begin(row);
  if (row === null || begun === null || !write(world, row, begun)) return "refused";
  world.leaseCount += 1;
  const lease = { id: world.leaseCount, isAlive: true };
  row.lease = lease;
  const held = { ...row };
  yield;
  const settle = (change: Change) =>
    !isOver(row.state) && row.lease?.id === lease.id && write(world, row, change);
  const outcome = yield* work({
    row: held,
    settle,
    mark: (change) => settle({ ...change, data: { ...change.data, lastActAt: new Date(world.now) } }),
  });
  if (row.lease?.id === lease.id) row.lease = null;
  return outcome;
}

/** As `changeRotation` does it. */
export function* changeRow(world: World, decide: (row: ModelRow) => Change | null): Course {
  yield;
  const row = lockRow(world);
  const change = row === null ? null : decide(row);
  return row !== null && change !== null && write(world, row, change) ? "done" : "refused";
}

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly isSecretRefused: boolean };

const failed = { ok: false, isSecretRefused: false } as const;

/** Asks for a token, anew. */
export function* mint(world: World, secret: HeldSecret): Course<Answer<null>> {
  yield;
  const fault = world.takeFault("mint");
  if (fault === "lost_request" || fault === "refusal") return failed;
  if (!world.adobe.use(secret.trueId, world.now)) return { ok: false, isSecretRefused: true };
  const now = new Date(world.now);
  secret.grants.push({ sentAt: now, answeredAt: now });
  if (fault !== null) return failed;
  secret.tokenUntil = world.now + dayMs - 600_000;
  yield;
  return { ok: true, value: null };
}

/** Lists the secrets, with a token in hand where there is one. */
export function* list(world: World, reader: HeldSecret): Course<Answer<readonly AdobeSecret[]>> {
  if (reader.tokenUntil <= world.now) {
    const minted = yield* mint(world, reader);
    if (!minted.ok) return minted;
  }
  yield;
  if (world.takeFault("list") !== null) return failed;
  const secrets = world.adobe.list();
  world.changesAt.set(secrets, world.adobe.changeCount());
  yield;
  world.seen = secrets.map(({ adobeSecretId }) => adobeSecretId);
  return { ok: true, value: secrets };
}

/** As `keepEvidence` does it. */
export function keep(world: World, { old, fresh }: ModelRow, listed: readonly AdobeSecret[]): void {
  for (const { adobeSecretId, createdAt, lastUse } of listed) {
    const held = [old, fresh].find((secret) => secret?.adobeSecretId === adobeSecretId);
    world.evidence.push({
      id: adobeSecretId,
      lastUsedAt: lastUse?.at ?? null,
      isOurs: lastUse !== null && isOwnUse(lastUse.at, held?.grants ?? [], { isWhole: held === fresh }),
      checkedAt: new Date(world.now),
      secretCreatedAt: createdAt,
    });
  }
}

/** Whether nobody works on the rotation and nobody knows how the last act ended. */
export function needsAttention(row: ModelRow): boolean {
  return isUnderWay(row.state) && row.lease?.isAlive !== true;
}

/** Commits what did not come of it. */
export function giveUp(settle: Hold["settle"], change: Change = {}): Outcome {
  settle(change);
  return "failed";
}

export function idsOf(secrets: readonly AdobeSecret[]): string[] {
  return secrets.map(({ adobeSecretId }) => adobeSecretId);
}
