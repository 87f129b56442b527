"use client";

import { BoundForm } from "@/components/form/action-form";
import type { FormBinding } from "@/components/form/use-form-binding";
import { FileDrop } from "@/components/imports/file-drop";
import { Note } from "@/components/ui/note";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextAreaField } from "@/components/ui/text-area-field";
import { TextLink } from "@/components/ui/text-link";
import { useHydrated } from "@/components/ui/use-hydrated";
import type { ReadProposal } from "@/lib/imports/read-proposal";

interface ImportPanelProps {
  readonly binding: FormBinding<ReadProposal>;
  readonly organizationId: string;
  /** Told what was pasted; nothing, where files were chosen: what is in them is looked over on another page. */
  readonly onSubmit: (pasted: string) => void;
}

/** Takes what people have and reads it into the form below. Nothing is stored by reading. */
export function ImportPanel({ binding, organizationId, onSubmit }: ImportPanelProps) {
  return (
    <Panel title="Import" isRegion>
      <BoundForm
        binding={binding}
        organizationId={organizationId}
        refusal="Nothing was read."
        onSubmit={(form) => onSubmit(hasFiles(form) ? "" : String(form.get("download") ?? ""))}
      >
        {({ state, secretField }) => (
          <div className="flex flex-col gap-3">
            <FileDrop>
              <TextAreaField
                {...secretField("download")}
                label="Paste a download, .env or console address"
                isMono
                rows={4}
                hint="Also a workspace with many credentials, an aio configuration or a cURL request. One credential is read into the form below; nothing is stored yet."
              />
            </FileDrop>
            <div>
              <SubmitButton variant="outlined">Read it</SubmitButton>
            </div>
            <p className="text-sm text-soft">
              The private key of a Service Account (JWT) credential is in no download.{" "}
              <TextLink href="/credentials/new-jwt">Register a JWT credential</TextLink>
            </p>
            {state.status === "done" && <Proposal proposal={state.value} />}
          </div>
        )}
      </BoundForm>
    </Panel>
  );
}

function hasFiles(form: FormData): boolean {
  return form.getAll("files").some((file) => file instanceof File && file.size > 0);
}

function Proposal({ proposal: { summary, notices, secretCount } }: { readonly proposal: ReadProposal }) {
  const isHydrated = useHydrated();
  return (
    <Note tone="good" title={summary}>
      {notices.map((notice) => (
        <p key={notice}>{notice}</p>
      ))}
      {secretCount > 0 && !isHydrated && (
        <p>The client secret was not sent back to this page. Copy it into its field yourself.</p>
      )}
    </Note>
  );
}
