"use client";

import { ActionForm, FormAnswer } from "@/components/form/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import type { Action, ActionState } from "@/lib/action-state";
import type { Tenant } from "@/lib/probes/check-tenant";
import type { Probe } from "@/lib/probes/probe-catalogue";

interface ProbeFormProps {
  readonly probe: Pick<Probe, "key" | "label" | "needs">;
  readonly action: Action<null>;
  readonly organizationId: string;
  readonly credentialId: string;
  /** Of the last run. */
  readonly tenant: Tenant | null;
}

/** The button of one probe, with the fields of a tenant where it needs one. */
export function ProbeForm({ probe, action, organizationId, credentialId, tenant }: ProbeFormProps) {
  const { key, label, needs } = probe;
  return (
    <ActionForm
      action={action}
      organizationId={organizationId}
      hidden={{ credentialId, probe: key }}
      isAnswerElsewhere
      className="flex flex-col gap-3"
    >
      {(form) => (
        <>
          <FormAnswer state={nameFields(form.state, key)} refusal="Nothing was asked." />
          {needs.includes("tenant") && (
            <div className="grid gap-4 narrow:grid-cols-2">
              <TextField
                {...form.field("server", tenant?.server)}
                id={`${key}-server`}
                label="Server"
                isRequired
                isMono
                hint="What stands before .api.commerce.adobe.com, such as na1 or na1-sandbox."
              />
              <TextField
                {...form.field("tenant", tenant?.tenantId)}
                id={`${key}-tenant`}
                label="Tenant ID"
                isRequired
                isMono
                hint="What follows the host in the REST endpoint of the instance."
              />
            </div>
          )}
          <div className="flex flex-wrap items-center gap-3">
            <SubmitButton variant="outlined">
              Run probe<span className="sr-only"> {label}</span>
            </SubmitButton>
            <span role="status" className="sr-only">
              {form.state.status === "done" && `${label}: the result stands below.`}
            </span>
          </div>
        </>
      )}
    </ActionForm>
  );
}

/** Two probes of one page have the same fields: their ids are set apart, and the answer links to them. */
function nameFields(state: ActionState<null>, key: string): ActionState<null> {
  if (state.status !== "failed") return state;
  const fields = Object.entries(state.fields).map(
    ([name, sentence]) => [`${key}-${name}`, sentence] as const,
  );
  return { ...state, fields: Object.fromEntries(fields) };
}
