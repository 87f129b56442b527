"use client";

import { FormAnswer } from "@/components/form/action-form";
import { useFormBinding } from "@/components/form/use-form-binding";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { Action } from "@/lib/action-state";
import type { ProfileNote } from "@/lib/profiles/profile-note";

interface RemoveProfileProps {
  readonly action: Action<null>;
  readonly organizationId: string;
  readonly credentialId: string;
  readonly idempotencyKey: string;
  readonly note: ProfileNote;
}

/** Removes a note, after asking. */
export function RemoveProfile(props: RemoveProfileProps) {
  const { action, organizationId, credentialId, idempotencyKey, note } = props;
  const [state, dispatch] = useFormBinding(action);
  return (
    <div>
      <FormAnswer state={state} refusal="Nothing was removed." />
      <ConfirmButton opens={`remove-${note.id}`} size="small" variant="danger">
        Remove
      </ConfirmButton>
      <ConfirmDialog
        id={`remove-${note.id}`}
        title={`Remove the note of ${note.product}: ${note.profile}?`}
        confirmLabel="Remove"
        values={{ organizationId, credentialId, idempotencyKey, noteId: note.id }}
        action={dispatch}
      >
        The audit log keeps that it was noted. The profile stays attached at Adobe until somebody takes it off
        there.
      </ConfirmDialog>
    </div>
  );
}
