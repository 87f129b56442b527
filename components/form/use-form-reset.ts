"use client";

import { type RefObject, useEffect, useRef } from "react";
import type { ActionState } from "@/lib/action-state";

/**
 * Puts a form back to its defaults once its submit is answered, unless somebody typed on while the
 * answer was under way: React's own reset would take that from them.
 */
export function useFormReset<T>(
  form: RefObject<HTMLFormElement | null>,
  state: ActionState<T>,
): { readonly noteSubmit: (submitted: HTMLFormElement) => void } {
  const submitted = useRef<ReadonlyMap<Element, string> | null>(null);
  // An answer is known by its state's identity: the same refusal twice is two answers.
  // biome-ignore lint/correctness/useExhaustiveDependencies: state is what says that an answer came
  useEffect(() => {
    const then = submitted.current;
    submitted.current = null;
    if (then === null || form.current === null) return;
    const typed = [...readControls(form.current)].some(([control, value]) => isChanged(then, control, value));
    if (!typed) form.current.reset();
  }, [form, state]);
  return {
    noteSubmit: (element) => {
      submitted.current = readControls(element);
    },
  };
}

function isChanged(then: ReadonlyMap<Element, string>, control: Element, value: string): boolean {
  const before = then.get(control);
  return before !== undefined && before !== value;
}

/** What stands in each control that a person can change. */
function readControls(form: HTMLFormElement): ReadonlyMap<Element, string> {
  const read = new Map<Element, string>();
  for (const control of form.elements) {
    if (control instanceof HTMLInputElement && control.type !== "hidden") {
      read.set(control, `${control.checked} ${control.value}`);
    }
    if (control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement) {
      read.set(control, control.value);
    }
  }
  return read;
}
