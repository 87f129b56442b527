"use client";

import { type ChangeEvent, useState } from "react";
import type { FormView } from "@/components/form/action-form";
import { SelectField } from "@/components/ui/select-field";
import { TextAreaField } from "@/components/ui/text-area-field";
import { TextField } from "@/components/ui/text-field";
import type { CredentialDefaults } from "@/lib/credentials/credential-defaults";
import { type IdentifierField, warnOfOddIdentifier } from "@/lib/credentials/warn-of-odd-identifier";
import { environmentLabels, environments } from "@/lib/environment";

interface PartProps {
  readonly form: FormView<unknown>;
  readonly defaults: CredentialDefaults;
}

/** What it is and where it lives. */
export function PlaceFields({ form, defaults }: PartProps) {
  return (
    <>
      <TextField
        {...form.field("name", defaults.name)}
        label="Name"
        isRequired
        maxLength={200}
        autoComplete="off"
      />
      <SelectField
        {...form.field("environment", defaults.environment ?? "production")}
        label="Environment"
        isRequired
        options={environments.map((value) => ({ value, label: environmentLabels[value] }))}
      />
    </>
  );
}

/** The identifiers of the Developer Console. Odd-looking ones are warned about and kept. */
export function IdentifierFields({
  isSigned = false,
  ...part
}: PartProps & { /** An assertion names the organization and the account. */ readonly isSigned?: boolean }) {
  return (
    <>
      <IdentifierInput {...part} name="imsOrgId" label="Organization ID" isRequired={isSigned} />
      <IdentifierInput
        {...part}
        name="technicalAccountId"
        label="Technical account ID"
        isRequired={isSigned}
      />
      <IdentifierInput {...part} name="technicalAccountEmail" label="Technical account email" />
    </>
  );
}

/** The client ID, which is an identifier that cannot be left out. */
export function ClientIdField({ form, defaults }: PartProps) {
  return <IdentifierInput form={form} defaults={defaults} name="clientId" label="Client ID" isRequired />;
}

interface IdentifierInputProps extends PartProps {
  readonly name: IdentifierField;
  readonly label: string;
  readonly isRequired?: boolean;
}

function IdentifierInput({ form, defaults, name, label, isRequired = false }: IdentifierInputProps) {
  const field = form.field(name, defaults[name]);
  const [typed, setTyped] = useState<string | null>(null);
  const warning = warnOfOddIdentifier(name, (typed ?? field.defaultValue).trim());
  return (
    <TextField
      {...field}
      label={label}
      isMono
      maxLength={400}
      autoComplete="off"
      isRequired={isRequired}
      isOptional={!isRequired}
      warning={warning ?? undefined}
      onChange={(event: ChangeEvent<HTMLInputElement>) => setTyped(event.target.value)}
    />
  );
}

/** What is asked for, where it stands at Adobe, and what people want to remember. */
export function ScopeAndNoteFields(part: PartProps) {
  return (
    <>
      <ScopesField {...part} />
      <ConsoleAddressField {...part} />
      <NotesField {...part} />
    </>
  );
}

/** What a grant asks for. */
function ScopesField({ form, defaults }: PartProps) {
  return (
    <TextAreaField
      {...form.field("scopes", defaults.scopes)}
      label="Scopes"
      isMono
      isRequired
      rows={3}
      hint="Commas, spaces and line breaks all separate. The Developer Console lists them under the credential."
    />
  );
}

/** Where the credential stands in the Developer Console. */
export function ConsoleAddressField({ form, defaults }: PartProps) {
  return (
    <TextField
      {...form.field("consoleAddress", defaults.consoleAddress)}
      label="Developer Console address"
      isMono
      isOptional
      autoComplete="off"
      hint="The address of the credential's page. It holds the numeric IDs that rotating secrets needs."
    />
  );
}

/** What people want to remember. */
export function NotesField({ form, defaults }: PartProps) {
  return <TextAreaField {...form.field("notes", defaults.notes)} label="Notes" isOptional rows={3} />;
}
