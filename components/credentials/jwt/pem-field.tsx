"use client";

import { useRef } from "react";
import type { FieldProps } from "@/components/ui/field";
import { fileInputClass } from "@/components/ui/file-input-class";
import { TextAreaField } from "@/components/ui/text-area-field";
import { useHydrated } from "@/components/ui/use-hydrated";

interface PemFieldProps extends FieldProps {
  /** Accessible name of the file chooser. */
  readonly fileLabel: string;
}

/**
 * A key or a certificate as text, or from a file, which is read here in the browser. It takes no default: what
 * was pasted is never sent back to a page.
 */
export function PemField({ fileLabel, ...field }: PemFieldProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const isHydrated = useHydrated();

  async function take(file: File | undefined) {
    if (file !== undefined && area.current !== null) area.current.value = await file.text();
  }

  return (
    <div className="flex flex-col gap-2">
      <TextAreaField {...field} ref={area} isMono rows={4} />
      {isHydrated && (
        <input
          type="file"
          aria-label={fileLabel}
          accept=".key,.pem,.crt,.cer,.txt"
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = "";
          }}
          className={fileInputClass}
        />
      )}
    </div>
  );
}
