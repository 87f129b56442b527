"use client";

import { ActionForm } from "@/components/form/action-form";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { TimeText } from "@/components/ui/time-text";
import type { Action } from "@/lib/action-state";
import type { ScopesView } from "@/lib/scopes/scopes-view";

interface BaselinePanelProps {
  readonly scopes: ScopesView;
  readonly organizationId: string;
  readonly credentialId: string;
  /** Absent for those who may only look. */
  readonly approveAction?: Action<null>;
}

/** Who signed off which scopes, and the button to sign off what the last test was granted. */
export function BaselinePanel({ scopes, organizationId, credentialId, approveAction }: BaselinePanelProps) {
  const { granted, baseline } = scopes;
  const isApproved =
    granted !== null &&
    baseline !== null &&
    granted.scopes.length === baseline.scopes.length &&
    granted.scopes.every((scope) => baseline.scopes.includes(scope));
  return (
    <Panel title="Baseline" isRegion>
      <div className="flex flex-col items-start gap-3">
        {baseline === null ? (
          <p>
            Nobody has approved the scopes of this credential. Once somebody has, every test is compared with
            them, and a difference is shown and recorded.
          </p>
        ) : (
          <p>
            {baseline.scopes.length === 1 ? "1 scope" : `${baseline.scopes.length} scopes`} approved by{" "}
            {baseline.approvedByName} <TimeText at={baseline.approvedAt} />.
            {isApproved && " The last test was granted the same."}
          </p>
        )}
        {granted === null && (
          <p className="text-soft">Test the token first: what it is granted can be approved.</p>
        )}
        {approveAction !== undefined && granted !== null && !isApproved && (
          <ActionForm
            action={approveAction}
            organizationId={organizationId}
            hidden={{ credentialId, testId: granted.testId }}
            refusal="Nothing was approved."
          >
            {() => <SubmitButton variant="outlined">Approve as baseline</SubmitButton>}
          </ActionForm>
        )}
      </div>
    </Panel>
  );
}
