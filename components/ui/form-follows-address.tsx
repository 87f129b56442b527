"use client";

import { useEffect, useRef } from "react";

/**
 * Keeps the controls of a GET form as the address says. Back, Clear and links change the address
 * without making the form anew, and what was typed before would stay. Stands inside the form and
 * draws nothing.
 */
export function FormFollowsAddress({ values }: { readonly values: Readonly<Record<string, string>> }) {
  const marker = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const controls = marker.current?.closest("form")?.elements;
    for (const [name, value] of Object.entries(values)) {
      const control = controls?.namedItem(name);
      const hasValue = control instanceof HTMLInputElement || control instanceof HTMLSelectElement;
      // Setting the same value again would move the cursor.
      if (hasValue && control.value !== value) control.value = value;
    }
  }, [values]);
  return <span ref={marker} hidden />;
}
