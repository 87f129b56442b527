"use client";

import { ActionForm } from "@/components/form/action-form";
import { LinkButton } from "@/components/ui/link-button";
import { SecretField } from "@/components/ui/secret-field";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Action } from "@/lib/action-state";

interface StepUpFormProps {
  readonly action: Action<unknown>;
  readonly organizationId: string;
  /** Path to return to. */
  readonly next: string;
}

/** The step-up as a page, for browsers without scripts. */
export function StepUpForm({ action, organizationId, next }: StepUpFormProps) {
  return (
    <ActionForm action={action} organizationId={organizationId} hidden={{ next }}>
      {(form) => (
        <div className="flex flex-col gap-4">
          <SecretField
            {...form.secretField("password")}
            label="Password"
            autoComplete="current-password"
            isRequired
          />
          <div className="flex flex-wrap justify-end gap-2">
            <LinkButton href={next}>Cancel</LinkButton>
            <SubmitButton>Confirm</SubmitButton>
          </div>
        </div>
      )}
    </ActionForm>
  );
}
