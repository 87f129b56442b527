"use client";

import { useSyncExternalStore } from "react";
import { describeDistance, formatMoment } from "./format-time";
import { useHydrated } from "./use-hydrated";

interface TimeTextProps {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** `distance` "3 min ago"; `moment` "20 Nov 2026, 10:12"; `clock` "17:40"; `date` "20 Nov 2026". */
  readonly form?: "distance" | "moment" | "clock" | "date";
}

/** A time in words, exact on hover. The server speaks UTC; after hydration it is the reader's zone. */
export function TimeText({ at, form = "distance" }: TimeTextProps) {
  const zone = useHydrated() ? "local" : "UTC";
  const nowMs = useSyncExternalStore(onEachHalfMinute, readNow, readNow);
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return null;
  const distance = form === "distance" ? describeDistance(moment.getTime(), nowMs) : undefined;
  const shape = form === "distance" ? "date" : form === "moment" ? "minute" : form;
  return (
    <time
      dateTime={at}
      title={formatMoment(moment, "second", zone)}
      // The server's "now" may be a minute behind the browser's.
      suppressHydrationWarning
    >
      {distance ?? formatMoment(moment, shape, zone)}
    </time>
  );
}

const stepMs = 30_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One timer for all times on a page. */
function onEachHalfMinute(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const notify of listeners) notify();
  }, stepMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** Rounded to the step, because a store must answer the same until it notifies. */
function readNow(): number {
  return Math.ceil(Date.now() / stepMs) * stepMs;
}
