import { z } from "zod";
import { environments } from "@/lib/environment";
import type { JobView } from "@/lib/jobs/job-view";

/** The job that takes credentials in. Its subject is the paste that they were read from. */
export const importKind = "credential.import";

const importOutcomes = ["registered", "replaced", "already_here", "refused"] as const;
export type ImportOutcome = (typeof importOutcomes)[number];

/** Why a credential was not taken in. */
const importRefusals = [
  "secret_differs",
  "archived",
  "rotation_under_way",
  "other_kind",
  "not_accepted",
  "not_reached",
  "fault",
] as const;

const importedRow = z.strictObject({
  name: z.string(),
  clientId: z.string(),
  environment: z.enum(environments),
  outcome: z.enum(importOutcomes),
  /** Null where it was taken in, or is here. */
  refusal: z.enum(importRefusals).nullable(),
  sentence: z.string().nullable(),
  credentialId: z.uuid().nullable(),
});
export type ImportedRow = z.infer<typeof importedRow>;

/** What an import came to, as its job keeps it. */
export const importResult = z.strictObject({ rows: z.array(importedRow) });
export type ImportResult = z.infer<typeof importResult>;

/** How an import stands; the result is null until it has ended, and where its process was cut off. */
export interface ImportView {
  readonly job: JobView;
  readonly result: ImportResult | null;
}

/** How many came to what. */
export function countOutcomes(rows: readonly ImportedRow[]): Readonly<Record<ImportOutcome, number>> {
  const counts = { registered: 0, replaced: 0, already_here: 0, refused: 0 };
  for (const { outcome } of rows) counts[outcome] += 1;
  return counts;
}
