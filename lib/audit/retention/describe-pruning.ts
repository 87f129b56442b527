import { describeProblem } from "@/lib/audit/words/describe-problem";
import type { ArchivedRange } from "./archive-folder";
import type { PrunePlan, PruneStep } from "./prune-log";
import type { PruneRefusal } from "./prune-refusal";
import type { PruneProgress } from "./prune-watch";

/** One step of a pruning, as the end of a sentence that begins with the organization. */
export function describeStep(step: PruneStep): string {
  switch (step.kind) {
    case "elsewhere":
      return step.count === 1
        ? "1 archive of events that were removed earlier is not in this folder."
        : `${count(step.count)} archives of events that were removed earlier are not in this folder.`;
    case "found":
      return `found the archive of ${nameRange(step.range)} that an earlier run wrote: ${step.path}.`;
    case "archived":
      return `archived ${nameRange(step.range)} in ${step.path}.`;
    case "sealed":
      return `sealed ${nameRange(step.range)} with event ${count(step.seq)}.`;
    case "removed":
      return `removed ${nameRange(step.range)} from the database.`;
  }
}

export function describeProgress({ work, done, total }: PruneProgress): string {
  const verb = work === "archiving" ? "written" : "removed";
  return `${verb} ${count(done)} of ${count(total)} events.`;
}

/** What would be done, a sentence each; none where there is nothing to do. */
export function describePlan({ sealed, expired }: PrunePlan): readonly string[] {
  const rests = sealed.map((range) => `would remove ${nameRange(range)}, sealed earlier.`);
  return expired === undefined ? rests : [...rests, `would archive, seal and remove ${nameRange(expired)}.`];
}

/** Why nothing more was removed, and what a person does about it. */
export function describeRefusal(refusal: PruneRefusal): string {
  switch (refusal.kind) {
    case "tampered": {
      const { seq, problem } = refusal;
      return `event ${count(seq)} is not as it was signed (${problem.kind}: ${describeProblem(problem)}), so nothing is removed. Run npm run audit:verify.`;
    }
    case "archive_unreadable":
      return `${refusal.path} was not read back as it was written, so nothing is removed. Check the disk.`;
    case "archive_in_the_way":
      return `${refusal.path} is not the archive of these events, so nothing is removed. Move it to another folder and try again.`;
    case "archive_missing":
      return `${refusal.path} is missing: it holds ${nameRange(refusal.range)}, so those from ${count(refusal.next)} on stay in the database. Put it back and try again.`;
    case "archive_differs":
      return `${refusal.path} is not the file that was sealed, so the events from ${count(refusal.next)} to ${count(refusal.range.last)} stay in the database. Put the sealed one back and try again.`;
    case "unsealed_before_seal":
      return `no seal names ${nameRange(refusal.range)}, but one names what comes after, so nothing is removed. Run npm run audit:verify.`;
    case "changed_meanwhile":
      return "how long its events are kept was changed meanwhile, or somebody else sealed them, so nothing is removed. Try again.";
    case "restore_unacknowledged":
      return "the log is older than its receipts, so nothing is removed until an owner acknowledges the restore (Audit log).";
  }
}

function nameRange({ first, last }: ArchivedRange): string {
  return first === last ? `event ${count(first)}` : `events ${count(first)} to ${count(last)}`;
}

function count(value: number | bigint): string {
  return value.toLocaleString("en");
}
