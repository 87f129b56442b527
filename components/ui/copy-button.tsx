"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { copyText } from "./copy-text";
import { useHydrated } from "./use-hydrated";

interface CopyButtonProps {
  /** What lands on the clipboard. It is part of the page: a secret only where the page shows it. */
  readonly value: string;
  /** The accessible name: "Copy the id". */
  readonly label: string;
}

/** Copies a value and says so. Not drawn where scripts do not run. */
export function CopyButton({ value, label }: CopyButtonProps) {
  const isHydrated = useHydrated();
  const [outcome, setOutcome] = useState<"copied" | "failed">();
  useEffect(() => {
    if (outcome === undefined) return;
    const timer = setTimeout(() => setOutcome(undefined), 2_000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const Icon = outcome === "copied" ? Check : Copy;
  return (
    <span className="inline-flex align-middle" data-print="hide">
      <button
        type="button"
        hidden={!isHydrated}
        aria-label={label}
        title={label}
        onClick={async () => setOutcome((await copyText(value)) ? "copied" : "failed")}
        className="-my-0.5 grid size-6 place-items-center rounded-control text-faint hover:bg-raised hover:text-ink"
      >
        <Icon size={14} aria-hidden="true" />
      </button>
      <span role="status" className="sr-only">
        {outcome === "copied" && "Copied."}
        {outcome === "failed" && "Copying is not allowed here. Select the text instead."}
      </span>
    </span>
  );
}
