"use client";

import { type RefObject, startTransition, useEffect, useEffectEvent, useRef } from "react";
import { Button } from "@/components/ui/button";
import { Modal } from "@/components/ui/modal";
import { SecretField } from "@/components/ui/secret-field";
import type { Action } from "@/lib/action-state";
import { FailureNote } from "./failure-note";
import { useStepUpAction } from "./step-up-provider";
import { useFormBinding } from "./use-form-binding";

interface StepUpDialogProps {
  readonly isOpen: boolean;
  readonly organizationId: string;
  readonly onConfirmed: () => void;
  readonly onCancelled: () => void;
}

/** Asks for the password once more. What was being done waits behind it. */
export function StepUpDialog(props: StepUpDialogProps) {
  const action = useStepUpAction();
  const input = useRef<HTMLInputElement>(null);
  if (action === null) return null;
  return (
    <Modal
      isOpen={props.isOpen}
      onClose={props.onCancelled}
      title="Confirm that it is you"
      description="This act needs your password from within the last 5 minutes. What you entered waits until you confirm."
      initialFocus={input}
    >
      <StepUpForm {...props} action={action} input={input} />
    </Modal>
  );
}

interface StepUpFormProps extends StepUpDialogProps {
  readonly action: Action<unknown>;
  readonly input: RefObject<HTMLInputElement | null>;
}

function StepUpForm({ action, input, organizationId, onConfirmed, onCancelled }: StepUpFormProps) {
  const [state, dispatch, isPending] = useFormBinding(action);
  const confirmed = useEffectEvent(onConfirmed);
  useEffect(() => {
    if (state.status === "done") confirmed();
    if (state.status === "failed") input.current?.focus();
  }, [state, input]);
  const refusal = state.status === "failed" ? state : null;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        // React events pass through portals: without this the form behind would be submitted too.
        event.preventDefault();
        event.stopPropagation();
        const form = new FormData(event.currentTarget);
        startTransition(() => dispatch(form));
      }}
    >
      <input type="hidden" name="organizationId" value={organizationId} />
      {refusal !== null && Object.keys(refusal.fields).length === 0 && (
        <div className="mb-4">
          <FailureNote words={refusal.words} />
        </div>
      )}
      <SecretField
        label="Password"
        name="password"
        id="step-up-password"
        ref={input}
        autoComplete="current-password"
        isRequired
        error={refusal?.fields.password}
      />
      <div className="mt-5 flex justify-end gap-2">
        <Button onClick={onCancelled}>Cancel</Button>
        <Button type="submit" variant="filled" isBusy={isPending}>
          Confirm
        </Button>
      </div>
    </form>
  );
}
