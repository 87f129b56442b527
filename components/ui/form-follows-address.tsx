"use client";

import { useEffect, useRef } from "react";

/**
 * Keeps the controls of a GET form as the address says. Back, Clear and links change the address
 * without making the form anew, and what was typed before would stay. Until the address changes, what
 * somebody has chosen stands, also from before this was running. Stands inside the form and draws nothing.
 */
export function FormFollowsAddress({ values }: { readonly values: Readonly<Record<string, string>> }) {
  const marker = useRef<HTMLSpanElement>(null);
  const address = JSON.stringify(values);
  const followed = useRef(address);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text changes whenever the values do.
  useEffect(() => {
    if (followed.current === address) return;
    followed.current = address;
    const controls = marker.current?.closest("form")?.elements;
    for (const [name, value] of Object.entries(values)) {
      const control = controls?.namedItem(name);
      const hasValue = control instanceof HTMLInputElement || control instanceof HTMLSelectElement;
      // Setting the same value again would move the cursor.
      if (hasValue && control.value !== value) control.value = value;
    }
  }, [address]);
  return <span ref={marker} hidden />;
}
