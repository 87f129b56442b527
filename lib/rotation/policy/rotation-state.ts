/**
 * Where a rotation can stand and what leads where. Pure: the commands ask it before every write, and
 * the model run asks it the same questions over many thousand schedules of faults.
 */

export const rotationStates = [
  "binding",
  "planned",
  "creating",
  "created",
  "verified",
  "promoted",
  "deleting",
  "cancelling",
  "removing",
  "done",
  "cancelled",
] as const;
export type RotationState = (typeof rotationStates)[number];

export const rotationModes = ["api", "manual"] as const;
export type RotationMode = (typeof rotationModes)[number];

/** What can happen to a rotation, named in the past tense. */
export const rotationSteps = [
  /** We know which of Adobe's ids is the secret we hold (or need not, in manual mode). */
  "bound",
  "bind_refused",
  "bind_unclear",
  "add_requested",
  "added",
  "add_refused",
  "add_unclear",
  "pasted",
  "adopted",
  "remove_requested",
  "removed",
  /** Nothing new was made at Adobe, so the step before may be taken again. */
  "found_nothing_new",
  /** The secret that should be gone is still there. */
  "found_still_there",
  "verified",
  "promoted",
  "delete_requested",
  "deleted",
  "cancel_requested",
  "new_deleted",
  "put_back",
  "closed",
] as const;
export type RotationStep = (typeof rotationSteps)[number];

/** As much of a rotation as decides about its next step. */
export interface Standing {
  readonly state: RotationState;
  readonly mode: RotationMode;
  /** An addition was asked for whose end nobody knows. */
  readonly isAddUnclear: boolean;
  /** A deletion was sent whose end nobody knows, so recently that it may still be carried out. */
  readonly isRemovalUnclear: boolean;
  readonly isVerified: boolean;
}

/** States that nobody leaves. */
export function isOver(state: RotationState): boolean {
  return state === "done" || state === "cancelled";
}

/** States in which something is being done at Adobe. Without a live lease they need a person. */
export function isUnderWay(state: RotationState): boolean {
  return (
    state === "binding" ||
    state === "creating" ||
    state === "deleting" ||
    state === "cancelling" ||
    state === "removing"
  );
}

/** In these the old secret is current, and nothing that works depends on what is left at Adobe. */
const closableStates: ReadonlySet<RotationState> = new Set([
  "binding",
  "planned",
  "creating",
  "cancelling",
  "removing",
]);

/** @returns where the step leads, or null where it may not be taken. */
export function takeStep(standing: Standing, step: RotationStep): RotationState | null {
  const { state, mode, isAddUnclear, isRemovalUnclear, isVerified } = standing;
  switch (step) {
    case "bound":
      return state === "binding" ? "planned" : null;
    case "bind_refused":
      return state === "binding" ? "cancelled" : null;
    case "bind_unclear":
      // A bound id that Adobe no longer lists has to be found anew.
      return state === "binding" || state === "planned" ? "binding" : null;
    case "add_requested":
      return mode === "api" && state === "planned" ? "creating" : null;
    case "added":
      return state === "creating" ? "created" : null;
    case "add_refused":
    case "found_nothing_new":
      return state === "creating" ? "planned" : null;
    case "add_unclear":
      return state === "creating" ? "creating" : null;
    case "pasted":
      return mode === "manual" && (state === "planned" || state === "created") ? "created" : null;
    case "adopted":
      return state === "creating" && !isRemovalUnclear ? "created" : null;
    case "remove_requested":
      return mode === "api" && (state === "planned" || state === "creating") ? "removing" : null;
    case "removed":
      return state === "removing" ? "planned" : null;
    case "found_still_there":
      if (state === "removing") return isAddUnclear ? "creating" : "planned";
      // What may still be deleted has to prove itself anew.
      if (state === "cancelling") return isVerified && !isRemovalUnclear ? "verified" : "created";
      return state === "deleting" ? "promoted" : null;
    case "verified":
      return (state === "created" || state === "verified") && !isRemovalUnclear ? "verified" : null;
    case "promoted":
      // What is about to be deleted never becomes the secret that has to work.
      return state === "verified" && !isRemovalUnclear ? "promoted" : null;
    case "delete_requested":
      return state === "promoted" ? "deleting" : null;
    case "deleted":
      return state === "deleting" ? "done" : null;
    case "cancel_requested":
      return mode === "api" && (state === "created" || state === "verified") ? "cancelling" : null;
    case "new_deleted":
      return state === "cancelling" ? "cancelled" : null;
    case "put_back":
      return state === "promoted" && !isRemovalUnclear ? "cancelled" : null;
    case "closed":
      if (closableStates.has(state)) return "cancelled";
      return mode === "manual" && (state === "created" || state === "verified") ? "cancelled" : null;
  }
}
