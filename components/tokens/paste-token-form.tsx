"use client";

import { ActionForm } from "@/components/form/action-form";
import { Note } from "@/components/ui/note";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextAreaField } from "@/components/ui/text-area-field";
import { TextLink } from "@/components/ui/text-link";
import type { Action } from "@/lib/action-state";
import { environmentLabels } from "@/lib/environment";
import type { PastedToken, TokenOwner } from "@/lib/tokens/pasted-token";
import { TokenContents } from "./token-contents";
import { TokenFactsList } from "./token-facts-list";
import { TokenWarnings } from "./token-warnings";

interface PasteTokenFormProps {
  readonly action: Action<PastedToken>;
  readonly organizationId: string;
}

/** Takes a token and tells what it says. The token is not sent back, so the field is empty again. */
export function PasteTokenForm({ action, organizationId }: PasteTokenFormProps) {
  return (
    <ActionForm
      action={action}
      organizationId={organizationId}
      refusal="Nothing was read."
      className="max-w-5xl"
    >
      {({ state, secretField }) => (
        <div className="flex flex-col gap-4">
          <TextAreaField
            {...secretField("token")}
            label="Paste an access token"
            isMono
            rows={5}
            hint="The token alone, a header line with it, or the whole answer of a token request. That you inspected it stands in the audit log, by its fingerprint."
          />
          <div>
            <SubmitButton>Inspect</SubmitButton>
          </div>
          {state.status === "done" && <Inspected pasted={state.value} />}
        </div>
      )}
    </ActionForm>
  );
}

function Inspected({ pasted: { inspection, warnings, owner } }: { readonly pasted: PastedToken }) {
  return (
    <>
      <Panel title="What the token says" isRegion>
        <div className="flex flex-col gap-4">
          <TokenWarnings warnings={warnings} />
          <OwnerNote owner={owner} />
          <TokenFactsList inspection={inspection} />
        </div>
      </Panel>
      <TokenContents inspection={inspection} />
    </>
  );
}

function OwnerNote({ owner }: { readonly owner: TokenOwner }) {
  switch (owner.standing) {
    case "unnamed":
      return null;
    case "unknown":
      return (
        <Note tone="neutral" title="No credential with this client ID is registered here">
          <p>It belongs to another organization, or to a credential that Latchkey does not know.</p>
        </Note>
      );
    case "known":
      return (
        <Note tone="good" title="It belongs to a credential that is registered here">
          <OwnerList owner={owner} />
        </Note>
      );
    case "elsewhere":
      return (
        <Note tone="attend" title="Its client ID is registered here, for another environment">
          <OwnerList owner={owner} />
        </Note>
      );
  }
}

function OwnerList({ owner }: { readonly owner: Extract<TokenOwner, { credentials: unknown }> }) {
  return (
    <ul>
      {owner.credentials.map(({ id, name, environment }) => (
        <li key={id}>
          <TextLink href={`/credentials/${id}`}>{name}</TextLink> · {environmentLabels[environment]}
        </li>
      ))}
    </ul>
  );
}
