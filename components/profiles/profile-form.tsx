"use client";

import { ActionForm } from "@/components/form/action-form";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Action } from "@/lib/action-state";
import type { ProfileNote } from "@/lib/profiles/profile-note";
import { ProfileFields } from "./profile-fields";

interface ProfileFormProps {
  readonly action: Action<null>;
  readonly organizationId: string;
  readonly credentialId: string;
  readonly idempotencyKey: string;
}

/** Notes one more product profile. */
export function AddProfile({ action, organizationId, credentialId, idempotencyKey }: ProfileFormProps) {
  return (
    <Panel title="Note a product profile" isRegion>
      <ActionForm
        action={action}
        organizationId={organizationId}
        hidden={{ credentialId, idempotencyKey }}
        refusal="Nothing was noted."
        className="flex flex-col gap-4"
      >
        {(form) => (
          <>
            <ProfileFields form={form} idPrefix="" />
            <div>
              <SubmitButton>Note product profile</SubmitButton>
            </div>
          </>
        )}
      </ActionForm>
    </Panel>
  );
}

/** Corrects a note. */
export function EditProfile(props: ProfileFormProps & { readonly note: ProfileNote }) {
  const { action, organizationId, credentialId, idempotencyKey, note } = props;
  return (
    <Panel title={`Edit ${note.product}: ${note.profile}`} isRegion>
      <ActionForm
        action={action}
        organizationId={organizationId}
        hidden={{ credentialId, idempotencyKey, noteId: note.id }}
        refusal="Nothing was saved."
        className="flex flex-col gap-4"
      >
        {(form) => (
          <>
            <ProfileFields form={form} idPrefix="edit-" defaults={note} />
            <div className="flex flex-wrap gap-2">
              <SubmitButton>Save note</SubmitButton>
              <LinkButton href={`/credentials/${credentialId}/profiles`}>
                {form.state.status === "done" ? "Close" : "Cancel"}
              </LinkButton>
            </div>
            <p role="status" className="text-good">
              {form.state.status === "done" && "Saved."}
            </p>
          </>
        )}
      </ActionForm>
    </Panel>
  );
}
