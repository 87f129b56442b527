"use client";

import Link from "next/link";
import { useEffect, useRef } from "react";
import { CauseList } from "@/components/diagnosis/cause-list";
import { Note } from "@/components/ui/note";
import type { FailureWords } from "@/lib/failure-words";

interface FailureNoteProps {
  readonly words: FailureWords;
  /** It was there from the start: it takes no focus and is not announced. */
  readonly isStanding?: boolean;
}

/** A failure with what may be behind it and, where there is one, the next click. */
export function FailureNote({ words, isStanding = false }: FailureNoteProps) {
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new answer takes the focus again.
  useEffect(() => {
    if (!isStanding) box.current?.focus();
  }, [words, isStanding]);
  const { title, whatHappened, causes, nextStep, link } = words;
  return (
    <div ref={box} tabIndex={-1} className="rounded-control">
      <Note
        tone="bad"
        announce={isStanding ? "none" : "alert"}
        title={title}
        next={link !== undefined && <NextLink {...link} />}
      >
        <p>{whatHappened}</p>
        {causes !== undefined && <CauseList causes={causes} />}
        {nextStep !== undefined && <p className="mt-1 font-medium">{nextStep}</p>}
      </Note>
    </div>
  );
}

function NextLink({ href, label }: NonNullable<FailureWords["link"]>) {
  const look = "rounded-sm text-bad underline underline-offset-3";
  if (href.startsWith("https:")) {
    return (
      <a href={href} target="_blank" rel="noreferrer" className={look}>
        {label}
      </a>
    );
  }
  return (
    <Link href={href} className={look}>
      {label}
    </Link>
  );
}
