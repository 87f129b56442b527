"use client";

import { type DragEvent, type ReactNode, useRef, useState } from "react";
import { controlAttributes, Field } from "@/components/ui/field";
import { fileInputClass } from "@/components/ui/file-input-class";
import { joinClasses } from "@/components/ui/join-classes";

interface FileDropProps {
  /** What stands above the file chooser; files can be dropped on it as well. */
  readonly children: ReactNode;
}

const field = {
  name: "files",
  label: "Or choose files",
  hint: "Or drop them here. Several at once are looked over together before anything is stored.",
};

/** A native file chooser that also takes what is dropped on the box around it. */
export function FileDrop({ children }: FileDropProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);

  function drag(event: DragEvent) {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    setOver(true);
  }

  function drop(event: DragEvent) {
    setOver(false);
    if (event.dataTransfer.files.length === 0 || input.current === null) return;
    event.preventDefault();
    input.current.files = event.dataTransfer.files;
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the chooser inside does the same.
    <div
      onDragEnter={drag}
      onDragOver={drag}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={joinClasses(
        "flex flex-col gap-3 rounded-control",
        isOver && "outline-2 outline-offset-4 outline-accent",
      )}
    >
      {children}
      <Field {...field}>
        <input ref={input} type="file" multiple {...controlAttributes(field)} className={fileInputClass} />
      </Field>
    </div>
  );
}
