"use client";

import { ActionForm } from "@/components/form/action-form";
import { Panel } from "@/components/ui/panel";
import { SecretField } from "@/components/ui/secret-field";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Action } from "@/lib/action-state";

interface ReplaceSecretFormProps {
  readonly action: Action<unknown>;
  readonly organizationId: string;
  readonly credentialId: string;
}

/** For a secret that was made or changed in the Developer Console. */
export function ReplaceSecretForm({ action, organizationId, credentialId }: ReplaceSecretFormProps) {
  return (
    <Panel title="Replace the stored secret">
      <p className="mb-4 text-soft">
        Use this when the secret was changed in the Developer Console, or was registered with a mistake. The
        stored one is destroyed here; nothing changes at Adobe.
      </p>
      <ActionForm
        action={action}
        organizationId={organizationId}
        hidden={{ credentialId }}
        refusal="Nothing was replaced."
      >
        {(form) => (
          <div className="flex max-w-md flex-col gap-3">
            <SecretField
              {...form.secretField("clientSecret")}
              label="Client secret"
              isRequired
              hint="Sealed when you press the button, and never shown again."
            />
            <div>
              <SubmitButton>Replace secret</SubmitButton>
            </div>
          </div>
        )}
      </ActionForm>
    </Panel>
  );
}
