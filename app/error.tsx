"use client";

import { PageFailed } from "@/components/frame/page-failed";
import { PlainFrame } from "@/components/frame/plain-frame";

interface ErrorPageProps {
  readonly error: unknown;
  readonly retry: () => void;
}

export default function ErrorPage({ error, retry }: ErrorPageProps) {
  return (
    <PlainFrame title="Something went wrong" isWide>
      <PageFailed error={error} retry={retry} />
    </PlainFrame>
  );
}
