"use client";

import type { ReactNode } from "react";
import { FailureNote } from "@/components/form/failure-note";
import type { FailureExplanation } from "@/lib/diagnosis/failure-explanation";
import { type SummaryFact, writeSummary } from "@/lib/diagnosis/write-summary";
import { CopySummary } from "./copy-summary";

interface ExplainedFailureProps {
  readonly words: FailureExplanation;
  /** Goes into the summary, in this order; none of it a secret. */
  readonly facts: readonly SummaryFact[];
  /** It was there from the start: it takes no focus and is not announced. */
  readonly isStanding?: boolean;
  /** Facts that are worth seeing without opening the summary. */
  readonly children?: ReactNode;
}

/** A failed call to Adobe: what it means, what to do, and a summary for a support ticket. */
export function ExplainedFailure({ words, facts, isStanding = false, children }: ExplainedFailureProps) {
  const summary = writeSummary(words, facts);
  return (
    <div className="flex flex-col gap-3">
      <FailureNote words={words} isStanding={isStanding} />
      {children}
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <CopySummary text={summary} />
        <details className="min-w-0 flex-1 basis-60">
          <summary className="w-fit cursor-pointer rounded-sm py-1 text-soft">Summary for support</summary>
          <pre className="mt-2 rounded-control bg-raised p-2.5 font-mono text-mono break-words whitespace-pre-wrap">
            {summary}
          </pre>
        </details>
      </div>
    </div>
  );
}
