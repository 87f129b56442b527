"use client";

import type { FormView } from "@/components/form/action-form";
import { TextAreaField } from "@/components/ui/text-area-field";
import { TextField } from "@/components/ui/text-field";
import type { ProfileNote } from "@/lib/profiles/profile-note";

interface ProfileFieldsProps {
  readonly form: FormView<null>;
  /** Sets the ids of two forms on a page apart. */
  readonly idPrefix: string;
  readonly defaults?: Partial<ProfileNote>;
}

/** What is noted of a product profile. */
export function ProfileFields({ form, idPrefix, defaults }: ProfileFieldsProps) {
  return (
    <div className="grid gap-4 narrow:grid-cols-2">
      <TextField
        {...form.field("product", defaults?.product)}
        id={`${idPrefix}product`}
        label="Product"
        isRequired
        hint="As the Admin Console names it, such as Adobe Analytics."
      />
      <TextField
        {...form.field("profile", defaults?.profile)}
        id={`${idPrefix}profile`}
        label="Product profile"
        isRequired
      />
      <div className="narrow:col-span-2">
        <TextAreaField
          {...form.field("opens", defaults?.opens)}
          id={`${idPrefix}opens`}
          label="What data it opens"
          rows={2}
        />
      </div>
      <TextField
        {...form.field("askedBy", defaults?.askedBy)}
        id={`${idPrefix}askedBy`}
        label="Asked for by"
      />
      <TextField
        {...form.field("approvedBy", defaults?.approvedBy)}
        id={`${idPrefix}approvedBy`}
        label="Approved by"
      />
      <div className="narrow:col-span-2">
        <TextAreaField
          {...form.field("reason", defaults?.reason)}
          id={`${idPrefix}reason`}
          label="Why it is needed"
          rows={2}
        />
      </div>
      <TextField
        {...form.field("reviewOn", defaults?.reviewOn)}
        id={`${idPrefix}reviewOn`}
        type="date"
        label="Review on"
        hint="From that day on it stands on the overview."
      />
      <TextField
        {...form.field("link", defaults?.link)}
        id={`${idPrefix}link`}
        label="Admin Console address"
        isMono
        hint="Where the profile can be seen."
      />
    </div>
  );
}
