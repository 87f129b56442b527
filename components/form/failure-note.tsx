"use client";

import Link from "next/link";
import { useEffect, useRef } from "react";
import { Note } from "@/components/ui/note";
import type { FailureWords } from "@/lib/failure-words";

interface FailureNoteProps {
  readonly words: FailureWords;
  /** Moves the focus to the note when it appears, for answers to a form. */
  readonly takesFocus?: boolean;
}

/** A failure in three sentences and, where there is one, the next click. */
export function FailureNote({ words, takesFocus = true }: FailureNoteProps) {
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new answer takes the focus again.
  useEffect(() => {
    if (takesFocus) box.current?.focus();
  }, [words, takesFocus]);
  const { title, whatHappened, usualCause, nextStep, link } = words;
  return (
    <div ref={box} tabIndex={-1} className="rounded-control">
      <Note
        tone="bad"
        title={title}
        next={
          link !== undefined && (
            <Link href={link.href} className="rounded-sm text-bad underline underline-offset-3">
              {link.label}
            </Link>
          )
        }
      >
        <p>{[whatHappened, usualCause].filter((sentence) => sentence !== undefined).join(" ")}</p>
        {nextStep !== undefined && <p className="mt-1 font-medium">{nextStep}</p>}
      </Note>
    </div>
  );
}
