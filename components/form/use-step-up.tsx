"use client";

import { type ReactNode, startTransition, useRef, useState } from "react";
import type { ActionState } from "@/lib/action-state";
import { StepUpDialog } from "./step-up-dialog";
import type { FormBinding } from "./use-form-binding";

/**
 * Lets a form answer `step_up_required`: what was submitted is held, in memory only, while the
 * dialog asks for the password, and is submitted again once it is confirmed.
 */
export function useStepUp<T>(
  [state, dispatch, isPending]: FormBinding<T>,
  organizationId: string,
): { readonly hold: (form: FormData) => void; readonly dialog: ReactNode } {
  const held = useRef<FormData | null>(null);
  const [dismissed, setDismissed] = useState<ActionState<T> | null>(null);
  const isAsked = state.status === "failed" && state.kind === "step_up_required" && dismissed !== state;

  function resubmit() {
    const form = held.current;
    if (form !== null) startTransition(() => dispatch(form));
  }

  function letGo() {
    held.current = null;
    setDismissed(state);
  }

  return {
    hold: (form) => {
      held.current = form;
    },
    dialog: (
      <StepUpDialog
        isOpen={isAsked && !isPending}
        organizationId={organizationId}
        onConfirmed={resubmit}
        onCancelled={letGo}
      />
    ),
  };
}
