"use client";

import { ActionForm } from "@/components/form/action-form";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
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
    <Panel title="Add a consumer" isRegion>
      <ActionForm
        action={action}
        organizationId={organizationId}
        hidden={{ credentialId, idempotencyKey }}
        refusal="Nothing was added."
        className="flex flex-col gap-4"
      >
        {(form) => (
          <>
            <ConsumerFields form={form} idPrefix="" />
            <div>
              <SubmitButton>Add consumer</SubmitButton>
            </div>
          </>
        )}
      </ActionForm>
    </Panel>
  );
}

/** Corrects what is said of one. */
export function EditConsumer(props: ConsumerFormProps & { readonly consumer: Consumer }) {
  const { action, organizationId, credentialId, idempotencyKey, consumer } = props;
  return (
    <Panel title={`Edit ${consumer.system}`} isRegion>
      <ActionForm
        action={action}
        organizationId={organizationId}
        hidden={{ credentialId, idempotencyKey, consumerId: consumer.id }}
        refusal="Nothing was saved."
        className="flex flex-col gap-4"
      >
        {(form) => (
          <>
            <ConsumerFields form={form} idPrefix="edit-" defaults={consumer} />
            <div className="flex flex-wrap gap-2">
              <SubmitButton>Save consumer</SubmitButton>
              <LinkButton href={`/credentials/${credentialId}/consumers`}>
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
