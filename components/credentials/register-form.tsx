"use client";

import { useRef, useState } from "react";
import { BoundForm, type FormView } from "@/components/form/action-form";
import { useFormBinding } from "@/components/form/use-form-binding";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { SecretField } from "@/components/ui/secret-field";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Action, ActionState } from "@/lib/action-state";
import type { CredentialDefaults } from "@/lib/credentials/credential-defaults";
import { readDownload } from "@/lib/imports/read-download";
import type { ReadProposal } from "@/lib/imports/read-proposal";
import { ClientIdField, IdentifierFields, PlaceFields, ScopeAndNoteFields } from "./credential-fields";
import { ImportPanel } from "./import-panel";

interface RegisterFormProps {
  readonly organizationId: string;
  readonly registerAction: Action<unknown>;
  readonly readAction: Action<ReadProposal>;
}

/** Import above, form below: whatever is read joins what stands in the fields, and only Register stores. */
export function RegisterForm({ organizationId, registerAction, readAction }: RegisterFormProps) {
  const secretInput = useRef<HTMLInputElement>(null);
  const readBinding = useFormBinding(readAction);
  const registerBinding = useFormBinding(registerAction);
  const [clientSecrets, setClientSecrets] = useState<readonly string[]>([]);
  const [typed, setTyped] = useState<CredentialDefaults>({});
  const [readState] = readBinding;
  const [registerState] = registerBinding;
  const [reading, setReading] = useState<Reading>({ round: 0, readState, overtaken: null });
  // Whatever could be read makes the fields anew; a refused paste leaves them alone.
  if (readState.status === "done" && readState !== reading.readState) {
    setReading({ round: reading.round + 1, readState, overtaken: registerState });
  }
  const defaults = { ...typed, ...readProposed(reading.readState) };
  const secondSecret = clientSecrets[1];

  /** The secrets of a paste are taken here, in the browser: the server does not send them back. */
  function takePaste(pasted: string) {
    const download = readDownload(pasted);
    setTyped(readTyped(secretInput.current?.form));
    const found = download.ok ? download.value.clientSecrets : [];
    if (found[0] === undefined) return;
    setClientSecrets(found);
    putSecret(found[0]);
  }

  function putSecret(secret: string) {
    if (secretInput.current !== null) secretInput.current.value = secret;
  }

  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <ImportPanel binding={readBinding} organizationId={organizationId} onSubmit={takePaste} />
      <BoundForm binding={registerBinding} organizationId={organizationId} refusal="Nothing was registered.">
        {(answered) => {
          const form = reading.overtaken === registerState ? forgetValues(answered) : answered;
          const part = { form, defaults };
          return (
            <div className="flex flex-col gap-4">
              <Panel title="Credential">
                <div key={reading.round} className="grid gap-4 narrow:grid-cols-2">
                  <PlaceFields {...part} />
                </div>
                <div className="mt-4 grid gap-4 narrow:grid-cols-2">
                  <ClientIdField key={reading.round} {...part} />
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
                <div key={reading.round} className="grid gap-4 narrow:grid-cols-2">
                  <IdentifierFields {...part} />
                </div>
                <div key={`${reading.round}+`} className="mt-4 flex flex-col gap-4">
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
      </BoundForm>
    </div>
  );
}

interface Reading {
  readonly round: number;
  /** The last answer that filled the fields. */
  readonly readState: ActionState<ReadProposal>;
  /** What Register had answered by then: its values are older than what was read. */
  readonly overtaken: ActionState<unknown> | null;
}

/** What a paste said, less what it said nothing of. */
function readProposed(state: ActionState<ReadProposal>): CredentialDefaults {
  if (state.status !== "done") return {};
  return Object.fromEntries(Object.entries(state.value.fields).filter(([, value]) => value !== ""));
}

/** What stands in the fields, less the secret. */
function readTyped(form: HTMLFormElement | null | undefined): CredentialDefaults {
  if (form === null || form === undefined) return {};
  return Object.fromEntries(
    [...new FormData(form)].filter(
      (entry): entry is [string, string] => typeof entry[1] === "string" && entry[0] !== "clientSecret",
    ),
  );
}

function forgetValues<T>(form: FormView<T>): FormView<T> {
  return {
    ...form,
    field: (name, initial = "") => ({ ...form.field(name, initial), defaultValue: initial }),
  };
}
