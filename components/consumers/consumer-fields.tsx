"use client";

import type { FormView } from "@/components/form/action-form";
import { TextField } from "@/components/ui/text-field";

interface ConsumerFieldsProps {
  readonly form: FormView<null>;
  /** Sets the ids of two forms on a page apart. */
  readonly idPrefix: string;
  readonly defaults?: { readonly system: string; readonly owner: string; readonly location: string };
}

/** What is said of a consumer. */
export function ConsumerFields({ form, idPrefix, defaults }: ConsumerFieldsProps) {
  return (
    <div className="grid gap-4 narrow:grid-cols-2">
      <TextField
        {...form.field("system", defaults?.system)}
        id={`${idPrefix}system`}
        label="System"
        isRequired
        hint="What uses the credential."
      />
      <TextField
        {...form.field("owner", defaults?.owner)}
        id={`${idPrefix}owner`}
        label="Owner"
        hint="Who looks after it there."
      />
      <div className="narrow:col-span-2">
        <TextField
          {...form.field("location", defaults?.location)}
          id={`${idPrefix}location`}
          label="Where the secret is deployed"
          hint="A vault path, a pipeline, a host."
        />
      </div>
    </div>
  );
}
