"use client";

import { EntryForm } from "@/components/form/entry-form";
import type { Action } from "@/lib/action-state";
import type { Consumer } from "@/lib/consumers/consumer";
import { ConsumerFields } from "./consumer-fields";

interface ConsumerFormProps {
  readonly action: Action<null>;
  readonly organizationId: string;
  readonly credentialId: string;
  readonly idempotencyKey: string;
}

/** Lists one more system. */
export function AddConsumer({ action, organizationId, credentialId, idempotencyKey }: ConsumerFormProps) {
  return (
    <EntryForm
      title="Add a consumer"
      action={action}
      organizationId={organizationId}
      hidden={{ credentialId, idempotencyKey }}
      refusal="Nothing was added."
      submitLabel="Add consumer"
    >
      {(form) => <ConsumerFields form={form} idPrefix="" />}
    </EntryForm>
  );
}

/** Corrects what is said of one. */
export function EditConsumer(props: ConsumerFormProps & { readonly consumer: Consumer }) {
  const { action, organizationId, credentialId, idempotencyKey, consumer } = props;
  return (
    <EntryForm
      title={`Edit ${consumer.system}`}
      action={action}
      organizationId={organizationId}
      hidden={{ credentialId, idempotencyKey, consumerId: consumer.id }}
      refusal="Nothing was saved."
      submitLabel="Save consumer"
      closeHref={`/credentials/${credentialId}/consumers`}
    >
      {(form) => <ConsumerFields form={form} idPrefix="edit-" defaults={consumer} />}
    </EntryForm>
  );
}
