"use client";

import { FormAnswer } from "@/components/form/action-form";
import { useFormBinding } from "@/components/form/use-form-binding";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { Action } from "@/lib/action-state";

interface RemoveConsumerProps {
  readonly action: Action<null>;
  readonly organizationId: string;
  readonly credentialId: string;
  readonly idempotencyKey: string;
  readonly consumer: { readonly id: string; readonly system: string };
}

/** Takes a system off the list, after asking. */
export function RemoveConsumer(props: RemoveConsumerProps) {
  const { action, organizationId, credentialId, idempotencyKey, consumer } = props;
  const [state, dispatch] = useFormBinding(action);
  return (
    <div>
      <FormAnswer state={state} refusal="Nothing was removed." />
      <ConfirmButton opens={`remove-${consumer.id}`} size="small" variant="danger">
        Remove
      </ConfirmButton>
      <ConfirmDialog
        id={`remove-${consumer.id}`}
        title={`Remove ${consumer.system}?`}
        confirmLabel="Remove"
        values={{ organizationId, credentialId, idempotencyKey, consumerId: consumer.id }}
        action={dispatch}
      >
        A rotation no longer waits for it. Records of earlier rotations still name it, and nothing changes at
        Adobe.
      </ConfirmDialog>
    </div>
  );
}
