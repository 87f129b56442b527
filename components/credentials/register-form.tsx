"use client";

import { useRef, useState } from "react";
import { ActionForm, useFormBinding } from "@/components/form/action-form";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { SecretField } from "@/components/ui/secret-field";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Action } from "@/lib/action-state";
import { readDownload } from "@/lib/imports/read-download";
import type { ReadProposal } from "@/lib/imports/read-proposal";
import { ClientIdField, IdentifierFields, PlaceFields, ScopeAndNoteFields } from "./credential-fields";
import { ImportPanel } from "./import-panel";

interface RegisterFormProps {
  readonly organizationId: string;
  readonly registerAction: Action<unknown>;
  readonly readAction: Action<ReadProposal>;
}

/** Import above, form below: whatever is read fills the fields, and only Register stores. */
export function RegisterForm({ organizationId, registerAction, readAction }: RegisterFormProps) {
  const secretInput = useRef<HTMLInputElement>(null);
  const readBinding = useFormBinding(readAction);
  const [clientSecrets, setClientSecrets] = useState<readonly string[]>([]);
  const [readState] = readBinding;
  const proposal = readState.status === "done" ? readState.value.fields : {};
  // New proposals replace what stands in the fields, so the fields are made anew.
  const proposalKey = JSON.stringify(proposal);
  const secondSecret = clientSecrets[1];

  /** The secrets of a paste are taken here, in the browser: the server does not send them back. */
  function takeSecrets(pasted: string) {
    const download = readDownload(pasted);
    const found = download.ok ? download.value.clientSecrets : [];
    setClientSecrets(found);
    if (found[0] !== undefined) putSecret(found[0]);
  }

  function putSecret(secret: string) {
    if (secretInput.current !== null) secretInput.current.value = secret;
  }

  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <ImportPanel binding={readBinding} organizationId={organizationId} onSubmit={takeSecrets} />
      <ActionForm action={registerAction} organizationId={organizationId} refusal="Nothing was registered.">
        {(form) => {
          const part = { form, defaults: proposal };
          return (
            <div className="flex flex-col gap-4">
              <Panel title="Credential">
                <div key={proposalKey} className="grid gap-4 narrow:grid-cols-2">
                  <PlaceFields {...part} />
                </div>
                <div className="mt-4 grid gap-4 narrow:grid-cols-2">
                  <ClientIdField key={proposalKey} {...part} />
                  <div className="flex flex-col gap-2">
                    <SecretField
                      {...form.secretField("clientSecret")}
                      ref={secretInput}
                      label="Client secret"
                      isRequired
                      hint="Sealed when you register, and never shown again."
                    />
                    {secondSecret !== undefined && (
                      <div>
                        <Button size="small" onClick={() => putSecret(secondSecret)}>
                          Use the second
                        </Button>
                      </div>
                    )}
                  </div>
                </div>
              </Panel>
              <Panel title="At Adobe">
                <div key={proposalKey} className="grid gap-4 narrow:grid-cols-2">
                  <IdentifierFields {...part} />
                </div>
                <div key={`${proposalKey}+`} className="mt-4 flex flex-col gap-4">
                  <ScopeAndNoteFields {...part} />
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
    </div>
  );
}
