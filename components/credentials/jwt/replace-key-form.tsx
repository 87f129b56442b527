"use client";

import { ActionForm } from "@/components/form/action-form";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Action } from "@/lib/action-state";
import { KeyFields } from "./key-fields";

interface ReplaceKeyFormProps {
  readonly action: Action<unknown>;
  readonly organizationId: string;
  readonly credentialId: string;
}

/** For a key that was registered by mistake, or another one that Adobe knows. */
export function ReplaceKeyForm({ action, organizationId, credentialId }: ReplaceKeyFormProps) {
  return (
    <Panel title="Replace the stored key">
      <p className="mb-4 text-soft">
        Use this when the wrong key was registered, or another certificate of the credential is to be used.
        The stored key and its client secret are destroyed here; nothing changes at Adobe.
      </p>
      <ActionForm
        action={action}
        organizationId={organizationId}
        hidden={{ credentialId }}
        refusal="Nothing was replaced."
      >
        {(form) => (
          <div className="flex flex-col gap-4">
            <KeyFields form={form} />
            <div>
              <SubmitButton>Replace key</SubmitButton>
            </div>
          </div>
        )}
      </ActionForm>
    </Panel>
  );
}
