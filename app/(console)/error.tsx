"use client";

import { PageFailed, type PageFailedProps } from "@/components/frame/page-failed";
import { PageHeader } from "@/components/ui/page-header";

export default function ErrorPage(props: PageFailedProps) {
  return (
    <>
      <PageHeader title="Something went wrong" />
      <PageFailed {...props} />
    </>
  );
}
