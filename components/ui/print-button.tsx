"use client";

import { Button } from "./button";
import { useHydrated } from "./use-hydrated";

/** Opens the browser's print dialog. Where scripts do not run, its own menu does that. */
export function PrintButton({ children }: { readonly children: string }) {
  const isHydrated = useHydrated();
  return (
    <Button onClick={() => window.print()} disabled={!isHydrated}>
      {children}
    </Button>
  );
}
