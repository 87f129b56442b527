"use client";

import type { FormView } from "@/components/form/action-form";
import { TextAreaField } from "@/components/ui/text-area-field";
import type { CredentialDefaults } from "@/lib/credentials/credential-defaults";

interface MetascopeFieldProps {
  readonly form: FormView<unknown>;
  readonly defaults: CredentialDefaults;
}

/** What an assertion asks for. */
export function MetascopeField({ form, defaults }: MetascopeFieldProps) {
  return (
    <TextAreaField
      {...form.field("metascopes", defaults.metascopes)}
      label="Metascopes"
      isMono
      isRequired
      rows={3}
      hint="Such as ent_user_sdk, with or without Adobe's address before it. Commas, spaces and line breaks separate."
    />
  );
}
