"use client";

import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import type { Action } from "@/lib/action-state";
import { sayRetention } from "./say-retention";

interface RetentionFormProps {
  readonly organizationId: string;
  /** 0 for ever. */
  readonly days: number;
  readonly action: Action<null>;
}

/** How long events are kept. The number removes nothing by itself. */
export function RetentionForm({ organizationId, days, action }: RetentionFormProps) {
  return (
    <ActionForm action={action} organizationId={organizationId} refusal="Nothing was saved.">
      {(form) => (
        <div className="flex flex-col gap-2">
          <div className="flex items-start gap-2">
            <div className="min-w-0 flex-1">
              <TextField
                {...form.field("days", String(days))}
                label="Keep events for, in days"
                inputMode="numeric"
                maxLength={5}
              />
            </div>
            {/* Beside the field also where an error stands under it. */}
            <div className="pt-6.5">
              <SubmitButton variant="outlined">Save retention</SubmitButton>
            </div>
          </div>
          <p className="text-sm text-soft">
            0 keeps them for ever. Older ones are removed only when whoever runs Latchkey archives them.
          </p>
          <p role="status" className="text-sm text-good empty:hidden">
            {form.state.status === "done" && `Saved: events are kept ${sayRetention(days)}.`}
          </p>
        </div>
      )}
    </ActionForm>
  );
}

/** The same for those who may not change it. */
export function RetentionText({ days }: { readonly days: number }) {
  return <p className="text-soft">Events are kept {sayRetention(days)}.</p>;
}
