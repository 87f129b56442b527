"use client";

import { ActionForm } from "@/components/form/action-form";
import { EmptyState } from "@/components/ui/empty-state";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Action } from "@/lib/action-state";

interface NoCredentialsProps {
  readonly organizationId: string;
  /** Registers the sandbox's ready credential; absent where there is none or it may not be done. */
  readonly tryAction?: Action<unknown>;
}

/** The first thing a newcomer sees under Credentials. */
export function NoCredentials({ organizationId, tryAction }: NoCredentialsProps) {
  if (tryAction === undefined) {
    return (
      <EmptyState sentence="No credential is registered yet. An owner or admin can register the first one." />
    );
  }
  return (
    <EmptyState
      sentence="No credential is registered yet. Register one of yours, or try everything first with one that lives in a sandbox on this machine and opens nothing at Adobe."
      action={
        <ActionForm action={tryAction} organizationId={organizationId}>
          {() => <SubmitButton variant="outlined">Try it with a sandbox credential</SubmitButton>}
        </ActionForm>
      }
    />
  );
}
