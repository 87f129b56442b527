import type { EventDetail } from "@/lib/audit/event";
import type { LogProblem } from "@/lib/audit/words/describe-problem";

/** The first bad event of a log, as the event of a verification keeps it. */
export type LogFinding = NonNullable<EventDetail<"log.verified">["finding"]>;

/** What is kept of a problem. */
export function keepFinding(seq: bigint, problem: LogProblem): LogFinding {
  return {
    seq: Number(seq),
    kind: problem.kind,
    columns: problem.kind === "columns_differ" ? [...problem.columns] : [],
    kid: problem.kind === "unknown_key" ? problem.kid : null,
  };
}

/** The problem that was kept. */
export function findProblem({ kind, columns, kid }: LogFinding): LogProblem {
  if (kind === "columns_differ") return { kind, columns };
  return kind === "unknown_key" ? { kind, kid: kid ?? "" } : { kind };
}
