"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import { useFormStatus } from "react-dom";

/** Calls back each time the action of the form around it has answered. Draws nothing. */
export function FormSettled({ onSettled }: { readonly onSettled: () => void }) {
  const { pending } = useFormStatus();
  const wasPending = useRef(false);
  const settle = useEffectEvent(onSettled);
  useEffect(() => {
    if (wasPending.current && !pending) settle();
    wasPending.current = pending;
  }, [pending]);
  return null;
}
