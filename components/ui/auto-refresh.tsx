"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useTransition } from "react";

/** Draws the page anew every few seconds while it stands in it. Rests while nobody looks. */
export function AutoRefresh({ everyMs }: { readonly everyMs: number }) {
  const router = useRouter();
  const [isDrawing, startDrawing] = useTransition();
  const draw = useEffectEvent(() => {
    // One that is asked for anew before it has come would never come on a slow machine.
    if (!document.hidden && !isDrawing) startDrawing(() => router.refresh());
  });
  useEffect(() => {
    const timer = setInterval(() => draw(), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return null;
}
