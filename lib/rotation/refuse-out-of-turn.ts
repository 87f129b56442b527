import type { Failure } from "@/lib/failure";
import { fail, type Result } from "@/lib/result";
import type { RotationRow } from "@/lib/rotation/lease/rotation-row";
import { isUnderWay } from "@/lib/rotation/policy/rotation-state";
import { showTime } from "@/lib/rotation/view/show-time";

/**
 * The answer to an act whose turn it is not. Where the act before has no known end, that comes first:
 * nobody works on the rotation at this moment, else it would not have been locked.
 */
export function refuseOutOfTurn(
  { state }: Pick<RotationRow, "state">,
  message: string,
): Result<never, Failure> {
  return refuse(
    isUnderWay(state)
      ? "Nobody knows how the last act at Adobe ended, so nothing was done. Press Find out what happened first."
      : message,
  );
}

/** A conflict that is one or two sentences and no more. */
export function refuse(message: string): Result<never, Failure> {
  return fail({ kind: "conflict", message });
}

/** Why a secret whose deletion was sent is not made the one that has to work. */
export function explainLanding(until: Date): string {
  return `A deletion that was sent and never answered may still be carried out, so nothing was changed. Try again after ${showTime(until)}; deleting again is safe at once.`;
}
