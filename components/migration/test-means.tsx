"use client";

import type { ReactNode } from "react";
import { ExplainedFailure } from "@/components/diagnosis/explained-failure";
import { FormAnswer } from "@/components/form/action-form";
import { type FormBinding, useFormBinding } from "@/components/form/use-form-binding";
import { Note } from "@/components/ui/note";
import { StatusTag } from "@/components/ui/status-tag";
import { SubmitButton } from "@/components/ui/submit-button";
import { TimeText } from "@/components/ui/time-text";
import type { TestNote } from "@/lib/migration/migration-view";
import type { TokenTestResult } from "@/lib/tokens/token-test-result";
import type { MigrationDesk } from "./migration-desk";

/** The two tests side by side, and the answer of the one that was pressed last. */
export function TestMeans({ organizationId, credential, actions, migration, rights }: MigrationDesk) {
  const jwt = useFormBinding(actions.testJwt);
  const oauth = useFormBinding(actions.testOauth);
  const mayTest = rights.mayTest && migration.standing !== "finished";
  const place = { organizationId, credentialId: credential.id };
  return (
    <div className="mt-3 flex flex-col gap-3">
      <MeansRow note={migration.tests.jwt} name="JWT">
        {mayTest && migration.key !== null && <TestButton {...place} binding={jwt} label="Test JWT" />}
      </MeansRow>
      <TestAnswer state={jwt[0]} means="JWT" />
      <MeansRow note={migration.tests.oauth} name="OAuth">
        {mayTest && migration.met.secret && (
          <TestButton
            {...place}
            binding={oauth}
            label="Test OAuth"
            isLikely={migration.steps.test === "now"}
          />
        )}
      </MeansRow>
      <TestAnswer state={oauth[0]} means="OAuth" />
    </div>
  );
}

interface MeansRowProps {
  readonly name: string;
  readonly note: TestNote | null;
  readonly children: ReactNode;
}

function MeansRow({ name, note, children }: MeansRowProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <span className="min-w-12 font-medium text-ink">{name}</span>
      {note === null ? (
        <span>not tested</span>
      ) : (
        <>
          <StatusTag tone={note.health.tone}>{note.health.label}</StatusTag>
          <TimeText at={note.at} />
        </>
      )}
      {children}
    </div>
  );
}

interface TestButtonProps {
  readonly binding: FormBinding<TokenTestResult>;
  readonly organizationId: string;
  readonly credentialId: string;
  readonly label: string;
  readonly isLikely?: boolean;
}

function TestButton({ binding, organizationId, credentialId, label, isLikely = false }: TestButtonProps) {
  return (
    <form action={binding[1]}>
      <input type="hidden" name="organizationId" value={organizationId} />
      <input type="hidden" name="credentialId" value={credentialId} />
      <SubmitButton size="small" variant={isLikely ? "filled" : "outlined"}>
        {label}
      </SubmitButton>
    </form>
  );
}

function TestAnswer(props: { readonly state: FormBinding<TokenTestResult>[0]; readonly means: string }) {
  const { state, means } = props;
  if (state.status === "failed") return <FormAnswer state={state} refusal="Nothing was tested." />;
  if (state.status !== "done") return null;
  return state.value.outcome === "succeeded" ? (
    <Note tone="good" title={`The ${means} credential works`}>
      A token was issued.
    </Note>
  ) : (
    <ExplainedFailure words={state.value.words} facts={state.value.facts} />
  );
}
