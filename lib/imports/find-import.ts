import { z } from "zod";
import type { OrganizationId } from "@/lib/ids";
import { findJobResult } from "@/lib/jobs/find-job";
import { type ImportView, importKind, importResult } from "./import-result";

/** How an import stands, and what it came to. Null where there is no such job. Changes nothing. */
export async function findImport(
  organizationId: OrganizationId,
  { pasteId, jobId }: { readonly pasteId: string; readonly jobId: string },
): Promise<ImportView | null> {
  const ids = z.object({ jobId: z.uuid(), subjectId: z.uuid() }).safeParse({ jobId, subjectId: pasteId });
  if (!ids.success) return null;
  return findJobResult(organizationId, { kind: importKind, ...ids.data }, importResult);
}
