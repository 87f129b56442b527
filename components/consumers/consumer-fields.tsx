"use client";

import type { FormView } from "@/components/form/action-form";
import { TextAreaField } from "@/components/ui/text-area-field";
import { TextField } from "@/components/ui/text-field";
import type { Consumer } from "@/lib/consumers/consumer";

interface ConsumerFieldsProps {
  readonly form: FormView<null>;
  /** Sets the ids of two forms on a page apart. */
  readonly idPrefix: string;
  readonly defaults?: Consumer;
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
      <TextField
        {...form.field("contact", defaults?.contact)}
        id={`${idPrefix}contact`}
        label="Contact"
        hint="How the owner is reached."
      />
      <TextField
        {...form.field("environment", defaults?.environment)}
        id={`${idPrefix}environment`}
        label="Its environment"
        hint="Production, stage, a region."
      />
      <div className="narrow:col-span-2">
        <TextAreaField
          {...form.field("redeploy", defaults?.redeploy)}
          id={`${idPrefix}redeploy`}
          label="How it gets a new secret"
          rows={2}
          hint="App Builder bakes the secret in when an app is deployed: it needs a new deployment."
        />
      </div>
      <TextField
        {...form.field("cadence", defaults?.cadence)}
        id={`${idPrefix}cadence`}
        label="How often it runs"
        hint="Each night, every minute."
      />
      <TextField {...form.field("link", defaults?.link)} id={`${idPrefix}link`} label="Link" isMono />
      <div className="narrow:col-span-2">
        <TextAreaField
          {...form.field("scopes", defaults?.scopes.join(", "))}
          id={`${idPrefix}scopes`}
          label="Scopes it needs"
          rows={2}
          isMono
          hint="Then the page Scopes shows which scopes of the credential nobody needs."
        />
      </div>
    </div>
  );
}
