import { describeWait } from "./describe-wait";
import type { FailureFacts } from "./failure-row";

type WaitFacts = Pick<FailureFacts, "failure" | "context" | "now">;

/** How long Adobe asked to wait, "2 minutes (16:20 UTC)", or `otherwise` where it did not say. */
export function sayWait({ failure, context, now }: WaitFacts, otherwise: string): string {
  const until = context.coolDownUntil;
  if (until != null) {
    const seconds = (until.getTime() - now.getTime()) / 1_000;
    // A failure that is told of later: the wait is over, whatever was asked for then.
    return seconds > 0 ? `${describeWait(seconds)} (${sayTime(until)})` : otherwise;
  }
  return failure.retryAfterSeconds === undefined ? otherwise : describeWait(failure.retryAfterSeconds);
}

/** ", 3 hours ago" where a token was granted before, else nothing. */
export function sayLastGood({ context, now }: Pick<FailureFacts, "context" | "now">): string {
  const at = context.lastGoodTestAt;
  if (at == null) return "";
  const seconds = (now.getTime() - at.getTime()) / 1_000;
  const days = Math.floor(seconds / 86_400);
  return days < 2 ? `, ${describeWait(seconds)} ago` : `, ${days} days ago`;
}

function sayTime(at: Date): string {
  return `${at.toISOString().slice(11, 16)} UTC`;
}
