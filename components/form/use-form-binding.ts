"use client";

import { useActionState } from "react";
import { type Action, type ActionState, idleState } from "@/lib/action-state";

/** What `useActionState` gives, for a page that draws an answer outside its form. */
export type FormBinding<T> = readonly [ActionState<T>, (form: FormData) => void, boolean];

export function useFormBinding<T>(action: Action<T>): FormBinding<T> {
  return useActionState<ActionState<T>, FormData>(action, idleState);
}
