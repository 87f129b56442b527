"use client";

import { FormAnswer } from "@/components/form/action-form";
import { useFormBinding } from "@/components/form/use-form-binding";
import { useStepUp } from "@/components/form/use-step-up";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useHydrated } from "@/components/ui/use-hydrated";
import type { Action } from "@/lib/action-state";

interface DeleteCredentialProps {
  readonly action: Action<unknown>;
  readonly organizationId: string;
  readonly credentialId: string;
  readonly name: string;
}

/** The one act on a credential that cannot be undone. */
export function DeleteCredential({ action, organizationId, credentialId, name }: DeleteCredentialProps) {
  const binding = useFormBinding(action);
  const { hold, dialog } = useStepUp(binding, organizationId);
  const isHydrated = useHydrated();
  const [state, dispatch] = binding;
  return (
    <div>
      <FormAnswer state={state} refusal="Nothing was deleted." />
      <ConfirmButton opens="delete" variant="danger">
        Delete for ever
      </ConfirmButton>
      <ConfirmDialog
        id="delete"
        title={`Delete ${name} for ever?`}
        confirmLabel="Delete for ever"
        typeToConfirm={name}
        values={{ organizationId, credentialId }}
        // Before hydration the form must carry the action itself, or a plain POST would find nothing.
        action={
          isHydrated
            ? (form) => {
                hold(form);
                dispatch(form);
              }
            : dispatch
        }
      >
        Its sealed secret, notes and tests are destroyed here and cannot be restored. Its events stay in the
        audit log. Nothing changes at Adobe: the secret keeps working there until you delete it in the
        Developer Console.
      </ConfirmDialog>
      {dialog}
    </div>
  );
}
