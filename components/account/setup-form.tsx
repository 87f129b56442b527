"use client";

import { ActionForm } from "@/components/form/action-form";
import { SecretField } from "@/components/ui/secret-field";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import type { Action } from "@/lib/action-state";

interface SetupFormProps {
  readonly action: Action<unknown>;
  /** Of the setup address. */
  readonly token: string;
}

export function SetupForm({ action, token }: SetupFormProps) {
  return (
    <ActionForm action={action} organizationId="" hidden={{ token }} refusal="Nothing was created.">
      {(form) => (
        <div className="flex flex-col gap-4">
          <TextField
            {...form.field("organizationName")}
            label="Organization name"
            autoComplete="organization"
            isRequired
          />
          <TextField {...form.field("name")} label="Your name" autoComplete="name" isRequired />
          <TextField {...form.field("email")} label="Email" type="email" autoComplete="username" isRequired />
          <SecretField
            {...form.secretField("password")}
            label="Password"
            autoComplete="new-password"
            hint="At least 15 characters. A few words that do not belong together are easy to remember."
            isRequired
          />
          <SubmitButton>Create owner account</SubmitButton>
        </div>
      )}
    </ActionForm>
  );
}
