"use client";

import { EntryForm } from "@/components/form/entry-form";
import type { Action } from "@/lib/action-state";
import type { ProfileNote } from "@/lib/profiles/profile-note";
import { ProfileFields } from "./profile-fields";

interface ProfileFormProps {
  readonly action: Action<null>;
  readonly organizationId: string;
  readonly credentialId: string;
  readonly idempotencyKey: string;
}

interface AddProfileProps extends ProfileFormProps {
  /** What is known of the profile that is to be noted. */
  readonly defaults?: Pick<ProfileNote, "product" | "profile">;
}

/** Notes one more product profile. */
export function AddProfile(props: AddProfileProps) {
  const { action, organizationId, credentialId, idempotencyKey, defaults } = props;
  return (
    <EntryForm
      title="Note a product profile"
      action={action}
      organizationId={organizationId}
      hidden={{ credentialId, idempotencyKey }}
      refusal="Nothing was noted."
      submitLabel="Note product profile"
    >
      {(form) => <ProfileFields form={form} idPrefix="" {...(defaults !== undefined && { defaults })} />}
    </EntryForm>
  );
}

/** Corrects a note. */
export function EditProfile(props: ProfileFormProps & { readonly note: ProfileNote }) {
  const { action, organizationId, credentialId, idempotencyKey, note } = props;
  return (
    <EntryForm
      title={`Edit ${note.product}: ${note.profile}`}
      action={action}
      organizationId={organizationId}
      hidden={{ credentialId, idempotencyKey, noteId: note.id }}
      refusal="Nothing was saved."
      submitLabel="Save note"
      closeHref={`/credentials/${credentialId}/profiles`}
    >
      {(form) => <ProfileFields form={form} idPrefix="edit-" defaults={note} />}
    </EntryForm>
  );
}
