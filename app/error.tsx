"use client";

import { PageFailed, type PageFailedProps } from "@/components/frame/page-failed";
import { PlainFrame } from "@/components/frame/plain-frame";

export default function ErrorPage(props: PageFailedProps) {
  return (
    <PlainFrame title="Something went wrong" isWide>
      <PageFailed {...props} />
    </PlainFrame>
  );
}
