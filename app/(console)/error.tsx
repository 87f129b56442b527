"use client";

import { PageFailed } from "@/components/frame/page-failed";
import { PageHeader } from "@/components/ui/page-header";

interface ErrorPageProps {
  readonly error: unknown;
  readonly retry: () => void;
}

export default function ErrorPage({ error, retry }: ErrorPageProps) {
  return (
    <>
      <PageHeader title="Something went wrong" />
      <PageFailed error={error} retry={retry} />
    </>
  );
}
