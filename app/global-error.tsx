"use client";

import { PageFailed, type PageFailedProps } from "@/components/frame/page-failed";
import { PlainFrame } from "@/components/frame/plain-frame";
import "./globals.css";

/** Replaces the root layout when that one fails, so it brings its own document. */
export default function GlobalError(props: PageFailedProps) {
  return (
    <html lang="en">
      <head>
        <title>Something went wrong · Latchkey</title>
      </head>
      <body>
        <PlainFrame title="Something went wrong" isWide>
          <PageFailed {...props} />
        </PlainFrame>
      </body>
    </html>
  );
}
