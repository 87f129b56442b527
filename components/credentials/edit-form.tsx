"use client";

import { MetascopeField } from "@/components/credentials/jwt/metascope-field";
import { ActionForm } from "@/components/form/action-form";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Action } from "@/lib/action-state";
import type { CredentialDefaults } from "@/lib/credentials/credential-defaults";
import {
  ClientIdField,
  ConsoleAddressField,
  IdentifierFields,
  NotesField,
  PlaceFields,
  ScopeAndNoteFields,
} from "./credential-fields";

interface EditFormProps {
  readonly action: Action<unknown>;
  readonly organizationId: string;
  readonly credentialId: string;
  /** The version that the edit begins on. */
  readonly version: number;
  readonly defaults: CredentialDefaults;
  /** It signs assertions: metascopes stand in place of scopes. */
  readonly isJwt: boolean;
}

/** The fields of registering, less the secret. Saving names the version that the edit began on. */
export function EditForm(props: EditFormProps) {
  const { action, organizationId, credentialId, version, defaults, isJwt } = props;
  return (
    <ActionForm
      action={action}
      organizationId={organizationId}
      hidden={{ credentialId, version: String(version) }}
      refusal="Nothing was saved."
      className="max-w-3xl"
    >
      {(form) => (
        <div className="flex flex-col gap-4">
          <Panel title="Credential">
            <div className="grid gap-4 narrow:grid-cols-2">
              <PlaceFields form={form} defaults={defaults} />
              <ClientIdField form={form} defaults={defaults} />
            </div>
          </Panel>
          <Panel title="At Adobe">
            <div className="grid gap-4 narrow:grid-cols-2">
              <IdentifierFields form={form} defaults={defaults} isSigned={isJwt} />
            </div>
            <div className="mt-4 flex flex-col gap-4">
              {isJwt ? (
                <>
                  <MetascopeField form={form} defaults={defaults} />
                  <ConsoleAddressField form={form} defaults={defaults} />
                  <NotesField form={form} defaults={defaults} />
                </>
              ) : (
                <ScopeAndNoteFields form={form} defaults={defaults} />
              )}
            </div>
          </Panel>
          <div className="flex flex-wrap gap-2">
            <SubmitButton>Save</SubmitButton>
            <LinkButton href={`/credentials/${credentialId}`}>Cancel</LinkButton>
          </div>
        </div>
      )}
    </ActionForm>
  );
}
