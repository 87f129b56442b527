"use client";

import { ActionForm } from "@/components/form/action-form";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Action } from "@/lib/action-state";
import { DeleteCredential } from "./delete-credential";

interface CredentialAfterlifeProps {
  readonly credential: { readonly id: string; readonly name: string; readonly isArchived: boolean };
  readonly organizationId: string;
  readonly archiveAction?: Action<unknown>;
  readonly restoreAction?: Action<unknown>;
  readonly deleteAction?: Action<unknown>;
}

/** Taking a credential out of work, bringing it back, and the end. Absent for those who may do none. */
export function CredentialAfterlife(props: CredentialAfterlifeProps) {
  const { credential, organizationId, archiveAction, restoreAction, deleteAction } = props;
  const { id, name, isArchived } = credential;
  const moveAction = isArchived ? restoreAction : archiveAction;
  if (moveAction === undefined && deleteAction === undefined) return null;
  return (
    <Panel title={isArchived ? "Restore or delete" : "Archive or delete"}>
      <p className="mb-3 text-soft">
        {isArchived
          ? "An archived credential is not tested and not listed. Restoring brings it back as it was."
          : "Archiving takes it out of the list and keeps everything. Nothing changes at Adobe."}
      </p>
      <div className="flex flex-wrap items-start gap-2">
        {moveAction !== undefined && (
          <ActionForm
            key={String(isArchived)}
            action={moveAction}
            organizationId={organizationId}
            hidden={{ credentialId: id }}
          >
            {() => <SubmitButton variant="outlined">{isArchived ? "Restore" : "Archive"}</SubmitButton>}
          </ActionForm>
        )}
        {deleteAction !== undefined && (
          <DeleteCredential
            action={deleteAction}
            organizationId={organizationId}
            credentialId={id}
            name={name}
          />
        )}
      </div>
    </Panel>
  );
}
