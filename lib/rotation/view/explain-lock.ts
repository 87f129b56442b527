import type { Unlock } from "@/lib/rotation/policy/judge-unlock";
import { showTime } from "./show-time";

/** Why the old secret is not deleted yet, in one sentence. */
export function explainLock(unlock: Unlock): string {
  const missing = unlock.conditions.filter(({ isMet }) => !isMet).map(({ id }) => explain(id, unlock));
  return `The old secret was not deleted and still works: ${missing.join("; ")}.`;
}

function explain(id: Unlock["conditions"][number]["id"], unlock: Unlock): string {
  switch (id) {
    case "checked":
      return "its last use has not been checked since the promotion";
    case "used_by_others":
      return "nobody but Latchkey has used the new secret since the promotion";
    case "quiet":
      return explainQuiet(unlock);
    case "consumers":
      return "not every consumer is ticked";
    default:
      return id satisfies never;
  }
}

function explainQuiet({ lastForeignUseOfOld, quietUntil }: Unlock): string {
  const since =
    lastForeignUseOfOld === null ? "it is too new" : `it was used at ${showTime(lastForeignUseOfOld)}`;
  return quietUntil === null ? since : `${since}, so it may go at ${showTime(quietUntil)} at the earliest`;
}
