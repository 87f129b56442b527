"use client";

import { useEffect, useRef } from "react";
import { useHydrated } from "@/components/ui/use-hydrated";

/** One search field for the whole console: a plain GET to the list. Ctrl K or ⌘ K focuses it. */
export function QuickSearch() {
  const input = useRef<HTMLInputElement>(null);
  const isHydrated = useHydrated();
  useEffect(() => {
    function focusOnShortcut(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== "k" || event.altKey || event.shiftKey) return;
      if (!(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    }
    document.addEventListener("keydown", focusOnShortcut);
    return () => document.removeEventListener("keydown", focusOnShortcut);
  }, []);
  const shortcut = isHydrated && (isApple() ? "⌘ K" : "Ctrl K");
  return (
    <search className="relative block">
      <form action="/credentials" method="get">
        <input
          ref={input}
          type="search"
          name="q"
          aria-label="Search or jump to"
          aria-keyshortcuts="Control+K Meta+K"
          placeholder="Search or jump to…"
          maxLength={200}
          autoComplete="off"
          className="peer h-8 w-full rounded-control border border-control-line bg-panel pr-16 pl-2.5 text-sm max-wide:h-11 max-wide:text-lg"
        />
        <span
          aria-hidden="true"
          className="pointer-events-none absolute inset-y-0 right-2.5 my-auto h-5 font-sans text-sm text-faint peer-focus:hidden max-wide:hidden"
        >
          {shortcut}
        </span>
      </form>
    </search>
  );
}

function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}
