"use client";

import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Action } from "@/lib/action-state";
import { ActionForm, type FormView } from "./action-form";

interface EntryFormProps {
  readonly title: string;
  readonly action: Action<null>;
  readonly organizationId: string;
  readonly hidden: Readonly<Record<string, string>>;
  /** The first sentence of every refusal. */
  readonly refusal: string;
  readonly submitLabel: string;
  /** Where the list is without the form: given where an entry is edited, not where one is added. */
  readonly closeHref?: string;
  readonly children: (form: FormView<null>) => ReactNode;
}

/** The form under a list that adds an entry to it, or edits one. */
export function EntryForm(props: EntryFormProps) {
  const { title, action, organizationId, hidden, refusal, submitLabel, closeHref, children } = props;
  return (
    <Panel title={title} isRegion>
      <ActionForm
        action={action}
        organizationId={organizationId}
        hidden={hidden}
        refusal={refusal}
        className="flex flex-col gap-4"
      >
        {(form) => (
          <>
            {children(form)}
            <div className="flex flex-wrap gap-2">
              <SubmitButton>{submitLabel}</SubmitButton>
              {closeHref !== undefined && (
                <LinkButton href={closeHref}>{form.state.status === "done" ? "Close" : "Cancel"}</LinkButton>
              )}
            </div>
            {closeHref !== undefined && (
              <p role="status" className="text-good">
                {form.state.status === "done" && "Saved."}
              </p>
            )}
          </>
        )}
      </ActionForm>
    </Panel>
  );
}
