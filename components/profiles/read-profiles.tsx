"use client";

import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Action } from "@/lib/action-state";

interface ReadProfilesProps {
  readonly action: Action<null>;
  readonly organizationId: string;
  readonly credentialId: string;
}

/** Asks Adobe which product profiles are attached. */
export function ReadProfiles({ action, organizationId, credentialId }: ReadProfilesProps) {
  return (
    <ActionForm
      action={action}
      organizationId={organizationId}
      hidden={{ credentialId }}
      refusal="Nothing was read."
    >
      {() => <SubmitButton variant="outlined">Read from Adobe</SubmitButton>}
    </ActionForm>
  );
}
