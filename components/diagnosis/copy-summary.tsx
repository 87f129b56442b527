"use client";

import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-text";
import { useHydrated } from "@/components/ui/use-hydrated";

const outcomes = {
  copied: "Copied.",
  failed: "Copying is not allowed here. Open the summary and select the text instead.",
} as const;

/** Copies the summary of a failure and says so. Not drawn where scripts do not run. */
export function CopySummary({ text }: { readonly text: string }) {
  const isHydrated = useHydrated();
  const [outcome, setOutcome] = useState<keyof typeof outcomes>();
  useEffect(() => {
    if (outcome === undefined) return;
    const timer = setTimeout(() => setOutcome(undefined), 4_000);
    return () => clearTimeout(timer);
  }, [outcome]);
  return (
    <div className="flex flex-wrap items-center gap-2" data-print="hide">
      <Button
        size="small"
        hidden={!isHydrated}
        onClick={async () => setOutcome((await copyText(text)) ? "copied" : "failed")}
      >
        Copy summary
      </Button>
      <span role="status" className="text-sm text-soft">
        {outcome !== undefined && outcomes[outcome]}
      </span>
    </div>
  );
}
