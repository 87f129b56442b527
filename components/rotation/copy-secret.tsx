"use client";

import { useEffect, useId, useRef, useState } from "react";
import { BoundForm } from "@/components/form/action-form";
import { useFormBinding } from "@/components/form/use-form-binding";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Action } from "@/lib/action-state";
import { useRotationDesk } from "./rotation-acts";
import { writeEnvLines } from "./write-env-lines";

/** What a consumer needs to have. */
export interface RevealedSecret {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
  readonly imsOrgId: string | null;
}

interface CopySecretProps {
  readonly action: Action<RevealedSecret>;
  /** Where it is the likely act of its step. */
  readonly isLikely: boolean;
}

/** Shows the new secret once. Hiding it, or leaving the page, throws the value away. */
export function CopySecret(props: CopySecretProps) {
  const [round, setRound] = useState(0);
  return <OneReveal key={round} {...props} onHide={() => setRound(round + 1)} />;
}

function OneReveal({ action, isLikely, onHide }: CopySecretProps & { readonly onHide: () => void }) {
  const { organizationId, credential, isLocked } = useRotationDesk();
  const binding = useFormBinding(action);
  const [state] = binding;
  if (state.status === "done") return <ShownSecret revealed={state.value} onHide={onHide} />;
  return (
    <BoundForm
      binding={binding}
      organizationId={organizationId}
      hidden={{ credentialId: credential.id }}
      className="mt-3"
    >
      {() => (
        <SubmitButton variant={isLikely ? "filled" : "outlined"} isDisabled={isLocked}>
          Copy secret
        </SubmitButton>
      )}
    </BoundForm>
  );
}

interface ShownSecretProps {
  readonly revealed: RevealedSecret;
  readonly onHide: () => void;
}

function ShownSecret({ revealed, onHide }: ShownSecretProps) {
  const region = useRef<HTMLElement>(null);
  const titleId = useId();
  useEffect(() => region.current?.focus(), []);
  const lines = writeEnvLines(revealed);
  return (
    <section
      ref={region}
      tabIndex={-1}
      aria-labelledby={titleId}
      data-print="hide"
      className="mt-3 rounded-control border border-control-line bg-panel p-3.5 text-ink"
    >
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h4 id={titleId} className="font-semibold">
          New secret
        </h4>
        <Button size="small" onClick={onHide}>
          Hide
        </Button>
      </div>
      <p className="mt-1 text-sm text-soft">
        Shown this once; it stands in the audit log that you saw it. It is gone when you leave the page.
      </p>
      <p className="mt-2.5 flex items-center gap-1 break-all">
        <code>{revealed.clientSecret}</code>
        <CopyButton value={revealed.clientSecret} label="Copy client secret" />
      </p>
      <div className="mt-2.5 flex items-start gap-1">
        <pre className="min-w-0 flex-1 overflow-x-auto rounded-control bg-raised p-2.5 break-all whitespace-pre-wrap">
          {lines}
        </pre>
        <CopyButton value={lines} label="Copy .env lines" />
      </div>
    </section>
  );
}
