"use client";

import { ActionForm } from "@/components/form/action-form";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Action } from "@/lib/action-state";
import { writeConsoleAddress } from "@/lib/credentials/console-address";
import type { CredentialDetail } from "@/lib/credentials/credential-detail";
import { ClientIdField, IdentifierFields, PlaceFields, ScopeAndNoteFields } from "./credential-fields";

interface EditFormProps {
  readonly action: Action<unknown>;
  readonly organizationId: string;
  readonly credential: CredentialDetail;
}

/** The fields of registering, less the secret. Saving names the version that the edit began on. */
export function EditForm({ action, organizationId, credential }: EditFormProps) {
  const { id, version } = credential;
  const defaults = {
    name: credential.name,
    environment: credential.environment,
    clientId: credential.clientId,
    imsOrgId: credential.imsOrgId ?? "",
    technicalAccountId: credential.technicalAccountId ?? "",
    technicalAccountEmail: credential.technicalAccountEmail ?? "",
    scopes: credential.scopes.join(","),
    consoleAddress: credential.console === null ? "" : writeConsoleAddress(credential.console),
    notes: credential.notes,
  };
  return (
    <ActionForm
      action={action}
      organizationId={organizationId}
      hidden={{ credentialId: id, version: String(version) }}
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
              <IdentifierFields form={form} defaults={defaults} />
            </div>
            <div className="mt-4 flex flex-col gap-4">
              <ScopeAndNoteFields form={form} defaults={defaults} />
            </div>
          </Panel>
          <div className="flex flex-wrap gap-2">
            <SubmitButton>Save</SubmitButton>
            <LinkButton href={`/credentials/${id}`}>Cancel</LinkButton>
          </div>
        </div>
      )}
    </ActionForm>
  );
}
