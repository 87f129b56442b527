"use client";

import Link from "next/link";
import { useEffect, useRef } from "react";
import { Note } from "@/components/ui/note";
import type { FailureWords } from "@/lib/failure-words";

interface FailureNoteProps {
  readonly words: FailureWords;
  /** It was there from the start: it takes no focus and is not announced. */
  readonly isStanding?: boolean;
}

/** A failure in three sentences and, where there is one, the next click. */
export function FailureNote({ words, isStanding = false }: FailureNoteProps) {
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new answer takes the focus again.
  useEffect(() => {
    if (!isStanding) box.current?.focus();
  }, [words, isStanding]);
  const { title, whatHappened, usualCause, nextStep, link } = words;
  return (
    <div ref={box} tabIndex={-1} className="rounded-control">
      <Note
        tone="bad"
        announce={isStanding ? "none" : "alert"}
        title={title}
        next={
          link !== undefined && (
            <Link href={link.href} className="rounded-sm text-bad underline underline-offset-3">
              {link.label}
            </Link>
          )
        }
      >
        <p>{whatHappened}</p>
        {usualCause !== undefined && <p className="mt-1">{usualCause}</p>}
        {nextStep !== undefined && <p className="mt-1 font-medium">{nextStep}</p>}
      </Note>
    </div>
  );
}
