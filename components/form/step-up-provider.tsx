"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Action } from "@/lib/action-state";

const StepUpContext = createContext<Action<unknown> | null>(null);

/** Gives every form below the action that proves again who the person is. */
export function StepUpProvider(props: { readonly action: Action<unknown>; readonly children: ReactNode }) {
  return <StepUpContext value={props.action}>{props.children}</StepUpContext>;
}

export function useStepUpAction(): Action<unknown> | null {
  return useContext(StepUpContext);
}
