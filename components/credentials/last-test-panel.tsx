"use client";

import { ExplainedFailure } from "@/components/diagnosis/explained-failure";
import { Panel } from "@/components/ui/panel";
import { StatusTag } from "@/components/ui/status-tag";
import { TimeText } from "@/components/ui/time-text";
import type { LastTest } from "@/lib/credentials/last-test";
import { ScopeComparison } from "./scope-comparison";
import { useIsTestShown } from "./token-test";

interface LastTestPanelProps {
  readonly test: LastTest | null;
  readonly requestedScopes: readonly string[];
}

/** What the newest test showed, until this visit has a result of its own. */
export function LastTestPanel({ test, requestedScopes }: LastTestPanelProps) {
  const isTestShown = useIsTestShown();
  if (isTestShown) return null;
  if (test === null) {
    return (
      <Panel title="Scopes" aside="never tested">
        <ul className="flex flex-wrap gap-2">
          {requestedScopes.map((scope) => (
            <li key={scope}>
              <code>{scope}</code>
            </li>
          ))}
        </ul>
      </Panel>
    );
  }
  return (
    <Panel
      title="Last test"
      aside={
        <>
          <TimeText at={test.requestedAt} /> by {test.requestedByName}
          {test.durationMs !== null && ` · ${test.durationMs} ms`}
        </>
      }
    >
      {test.words === null ? (
        <div className="flex flex-col gap-3">
          <div>
            <StatusTag tone={test.health.tone}>{test.health.label}</StatusTag>
          </div>
          <ScopeComparison requestedScopes={test.requestedScopes} grantedScopes={test.grantedScopes} />
        </div>
      ) : (
        <ExplainedFailure words={test.words} facts={test.facts} isStanding />
      )}
    </Panel>
  );
}
