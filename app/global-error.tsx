"use client";

import { PageFailed } from "@/components/frame/page-failed";
import { PlainFrame } from "@/components/frame/plain-frame";
import "./globals.css";

interface GlobalErrorProps {
  readonly error: unknown;
  readonly retry: () => void;
}

/** Replaces the root layout when that one fails, so it brings its own document. */
export default function GlobalError({ error, retry }: GlobalErrorProps) {
  return (
    <html lang="en">
      <head>
        <title>Something went wrong · Latchkey</title>
      </head>
      <body>
        <PlainFrame title="Something went wrong" isWide>
          <PageFailed error={error} retry={retry} />
        </PlainFrame>
      </body>
    </html>
  );
}
