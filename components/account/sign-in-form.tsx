"use client";

import { ActionForm } from "@/components/form/action-form";
import { SecretField } from "@/components/ui/secret-field";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import type { Action } from "@/lib/action-state";

interface SignInFormProps {
  readonly action: Action<unknown>;
  /** Path to go on to. */
  readonly next: string;
}

export function SignInForm({ action, next }: SignInFormProps) {
  return (
    <ActionForm action={action} organizationId="" hidden={{ next }} refusal="You were not signed in.">
      {(form) => (
        <div className="flex flex-col gap-4">
          <TextField {...form.field("email")} label="Email" type="email" autoComplete="username" isRequired />
          <SecretField
            {...form.secretField("password")}
            label="Password"
            autoComplete="current-password"
            isRequired
          />
          <SubmitButton>Sign in</SubmitButton>
        </div>
      )}
    </ActionForm>
  );
}
