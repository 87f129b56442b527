"use client";

import {
  ClientIdField,
  ConsoleAddressField,
  IdentifierFields,
  NotesField,
  PlaceFields,
} from "@/components/credentials/credential-fields";
import { ActionForm } from "@/components/form/action-form";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Action } from "@/lib/action-state";
import { KeyFields } from "./key-fields";
import { MetascopeField } from "./metascope-field";

interface RegisterJwtFormProps {
  readonly organizationId: string;
  readonly action: Action<unknown>;
}

/** The fields of a Service Account (JWT) credential. Only the key is never sent back. */
export function RegisterJwtForm({ organizationId, action }: RegisterJwtFormProps) {
  return (
    <ActionForm
      action={action}
      organizationId={organizationId}
      refusal="Nothing was registered."
      className="max-w-3xl"
    >
      {(form) => {
        const part = { form, defaults: {} };
        return (
          <div className="flex flex-col gap-4">
            <Panel title="Credential">
              <div className="grid gap-4 narrow:grid-cols-2">
                <PlaceFields {...part} />
                <ClientIdField {...part} />
              </div>
            </Panel>
            <Panel title="Key">
              <div className="flex flex-col gap-4">
                <KeyFields form={form} />
              </div>
            </Panel>
            <Panel title="At Adobe">
              <div className="grid gap-4 narrow:grid-cols-2">
                <IdentifierFields {...part} isSigned />
              </div>
              <div className="mt-4 flex flex-col gap-4">
                <MetascopeField {...part} />
                <ConsoleAddressField {...part} />
                <NotesField {...part} />
              </div>
            </Panel>
            <div className="flex flex-wrap gap-2">
              <SubmitButton>Register credential</SubmitButton>
              <LinkButton href="/credentials">Cancel</LinkButton>
            </div>
          </div>
        );
      }}
    </ActionForm>
  );
}
