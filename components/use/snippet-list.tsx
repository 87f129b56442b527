"use client";

import { BoundForm } from "@/components/form/action-form";
import { useFormBinding } from "@/components/form/use-form-binding";
import { CopyButton } from "@/components/ui/copy-button";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Action } from "@/lib/action-state";
import type { Snippet } from "@/lib/credentials/use/snippet";

interface SnippetListProps {
  readonly snippets: readonly Snippet[];
  readonly organizationId: string;
  readonly credentialId: string;
  /** Absent for those who may not see a secret. */
  readonly exportAction?: Action<readonly Snippet[]>;
}

/** Ready texts, each to be copied. */
export function SnippetList({ snippets, organizationId, credentialId, exportAction }: SnippetListProps) {
  return (
    <div className="flex max-w-4xl flex-col gap-4">
      {exportAction !== undefined && (
        <WithSecret action={exportAction} organizationId={organizationId} credentialId={credentialId} />
      )}
      {snippets.map((snippet) => (
        <SnippetPanel key={snippet.id} snippet={snippet} />
      ))}
    </div>
  );
}

interface WithSecretProps {
  readonly action: Action<readonly Snippet[]>;
  readonly organizationId: string;
  readonly credentialId: string;
}

/** The texts with the secret in them, once somebody has asked for them. Leaving the page throws them away. */
function WithSecret({ action, organizationId, credentialId }: WithSecretProps) {
  const binding = useFormBinding(action);
  const [state] = binding;
  if (state.status === "done") {
    return (
      <Panel title="With the client secret" isRegion>
        <p className="text-soft">
          Shown this once; it stands in the audit log that you saw it. It is gone when you leave the page.
        </p>
        <div className="mt-3 flex flex-col gap-3" data-print="hide">
          {state.value.map(({ id, title, text }) => (
            <div key={id}>
              <h3 className="font-medium">{title}</h3>
              <SnippetText text={text} label={`Copy ${title} with the secret`} />
            </div>
          ))}
        </div>
      </Panel>
    );
  }
  return (
    <Panel title="With the client secret" isRegion>
      <p className="text-soft">
        The texts below have a place for the secret. It can be put into the .env lines; the audit log then
        says that you saw it. To change a secret that is in use, rotate it instead.
      </p>
      <BoundForm binding={binding} organizationId={organizationId} hidden={{ credentialId }} className="mt-3">
        {() => <SubmitButton variant="outlined">Show with the secret</SubmitButton>}
      </BoundForm>
    </Panel>
  );
}

function SnippetPanel({ snippet }: { readonly snippet: Snippet }) {
  return (
    <Panel title={snippet.title} isRegion>
      <p className="text-soft">{snippet.note}</p>
      <SnippetText text={snippet.text} label={`Copy ${snippet.title}`} />
    </Panel>
  );
}

function SnippetText({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <div className="mt-2 flex items-start gap-1">
      <pre className="min-w-0 flex-1 rounded-control bg-raised p-2.5 font-mono text-mono break-all whitespace-pre-wrap">
        {text}
      </pre>
      <CopyButton value={text} label={label} />
    </div>
  );
}
