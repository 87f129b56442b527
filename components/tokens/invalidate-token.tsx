"use client";

import { FormAnswer } from "@/components/form/action-form";
import { useFormBinding } from "@/components/form/use-form-binding";
import { useStepUp } from "@/components/form/use-step-up";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Note } from "@/components/ui/note";
import { useHydrated } from "@/components/ui/use-hydrated";
import type { Action } from "@/lib/action-state";
import type { EndedToken } from "@/lib/tokens/token-validity";

interface InvalidateTokenProps {
  readonly action: Action<EndedToken>;
  readonly organizationId: string;
  readonly credential: { readonly id: string; readonly name: string };
  /** Of the token that is held; null where none is. */
  readonly fingerprint: string | null;
}

/** Ends the held token at Adobe. */
export function InvalidateToken({ action, organizationId, credential, fingerprint }: InvalidateTokenProps) {
  const binding = useFormBinding(action);
  const { hold, dialog } = useStepUp(binding, organizationId);
  const isHydrated = useHydrated();
  const [state, dispatch] = binding;
  return (
    <>
      {state.status !== "idle" && state.status !== "done" && (
        <div className="basis-full">
          <FormAnswer state={state} refusal="The token was left alone." />
        </div>
      )}
      {state.status === "done" && fingerprint === null && (
        <div className="order-first basis-full">
          <Note tone="good" title="The token was ended">
            <p>
              Whoever still has the token <code>{state.value.fingerprint}</code> is refused from now on. It is
              not held here any more.
            </p>
          </Note>
        </div>
      )}
      {fingerprint !== null && (
        <>
          <ConfirmButton opens="invalidate" variant="danger">
            Invalidate
          </ConfirmButton>
          <ConfirmDialog
            id="invalidate"
            title={`Invalidate this token of ${credential.name}?`}
            confirmLabel="Invalidate"
            values={{ organizationId, credentialId: credential.id }}
            // Before hydration the form must carry the action itself, or a plain POST would find nothing.
            action={
              isHydrated
                ? (form) => {
                    hold(form);
                    dispatch(form);
                  }
                : dispatch
            }
          >
            This one token ends at once and for good: a system that it was given to is refused with it. Other
            tokens of the credential and its secret go on working.
          </ConfirmDialog>
        </>
      )}
      {dialog}
    </>
  );
}
