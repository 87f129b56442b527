"use client";

import { ActionForm } from "@/components/form/action-form";
import { JobProgress } from "@/components/jobs/job-progress";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Action } from "@/lib/action-state";
import type { ImportView } from "@/lib/imports/import-result";

interface RunningImportProps extends Pick<ImportView, "job"> {
  readonly organizationId: string;
  readonly pasteId: string;
  readonly cancelAction: Action<unknown>;
}

/** An import under way. Leaving the page does not stop it. */
export function RunningImport({ organizationId, pasteId, job, cancelAction }: RunningImportProps) {
  return (
    <Panel title="Importing" isRegion>
      <div className="flex flex-col items-start gap-3">
        <JobProgress key={job.id} jobId={job.id} label="Importing credentials" progress={job.progress} />
        <p className="text-soft">
          Each credential is taken in whole or not at all. You may leave this page; its address leads back.
        </p>
        <ActionForm action={cancelAction} organizationId={organizationId} hidden={{ pasteId }}>
          {() => <SubmitButton variant="outlined">Cancel</SubmitButton>}
        </ActionForm>
      </div>
    </Panel>
  );
}
