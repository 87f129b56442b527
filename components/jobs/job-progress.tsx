"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useState, useTransition } from "react";
import { ProgressBar } from "@/components/ui/progress-bar";

const everyMs = 1_000;

interface JobProgressProps {
  readonly jobId: string;
  /** The accessible name of the bar. */
  readonly label: string;
  /** 0 to 100, as the page was drawn. */
  readonly progress: number;
}

/** Follows a running job, and draws the page anew when it has ended. Asking changes nothing. */
export function JobProgress({ jobId, label, progress }: JobProgressProps) {
  const router = useRouter();
  const [percent, setPercent] = useState(progress);
  const [isDrawing, startDrawing] = useTransition();
  const follow = useEffectEvent(async (signal: AbortSignal) => {
    // Asking for the page again and again would put it off for as long as it takes more than a second.
    if (isDrawing) return;
    const job = await readJob(jobId, signal);
    if (signal.aborted || job === null) return;
    if (job.isRunning) setPercent((before) => Math.max(before, job.progress));
    else startDrawing(() => router.refresh());
  });
  useEffect(() => {
    const abort = new AbortController();
    const timer = setInterval(() => follow(abort.signal), everyMs);
    return () => {
      abort.abort();
      clearInterval(timer);
    };
  }, []);
  return (
    <>
      <ProgressBar label={label} percent={percent} />
      <noscript>
        <p className="mt-1.5">Reload this page to see how it goes on.</p>
      </noscript>
    </>
  );
}

/** Null where there was no answer that can be read: the next second asks again. */
async function readJob(
  jobId: string,
  signal: AbortSignal,
): Promise<{ readonly isRunning: boolean; readonly progress: number } | null> {
  try {
    const answer = await fetch(`/api/jobs/${jobId}`, { signal, cache: "no-store" });
    // Signed out, or gone: the page says so when it is drawn anew.
    if (answer.status === 401 || answer.status === 404) return { isRunning: false, progress: 0 };
    const job: unknown = answer.ok ? await answer.json() : null;
    if (typeof job !== "object" || job === null || !("state" in job) || !("progress" in job)) return null;
    const { state, progress } = job;
    return typeof progress === "number" ? { isRunning: state === "running", progress } : null;
  } catch {
    return null;
  }
}
