import { z } from "zod";
import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { type Clock, systemClock } from "@/lib/clock";
import { refuseReplacing } from "@/lib/credentials/refuse-replacing";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { cancelJobs } from "@/lib/jobs/cancel-job";
import { findLatestJob } from "@/lib/jobs/find-job";
import { type RunLater, runAfterAnswer } from "@/lib/jobs/run-after-answer";
import { runJob } from "@/lib/jobs/run-job";
import { startJob } from "@/lib/jobs/start-job";
import { fail, type Result, succeed } from "@/lib/result";
import { findHeldPaste, type HeldPaste } from "./held-pastes";
import { importKind } from "./import-result";
import { type ReviewedRow, readReviewedRows } from "./reviewed-rows";
import { type PickedEntry, runImport } from "./run-import";

const pasteIdInput = z.uuid("There is no such import.");

export const startImportInput = z.strictObject({
  pasteId: pasteIdInput,
  /** What `foldRows` made of the rows. */
  rows: z.string().default("[]").transform(readReviewedRows),
});

export const cancelImportInput = z.strictObject({ pasteId: pasteIdInput });

interface StartedImport {
  readonly pasteId: string;
  readonly jobId: string;
}

interface Surroundings {
  readonly runLater: RunLater;
  readonly clock: Clock;
}

/**
 * Starts the job that takes in what was ticked, and returns as soon as it exists. While one runs for the same paste,
 * that one counts. Replacing a stored secret asks for what Replace secret asks for.
 */
export async function startImport(
  context: ActContext,
  { pasteId, rows }: z.infer<typeof startImportInput>,
  { runLater, clock }: Surroundings = { runLater: runAfterAnswer, clock: systemClock },
): Promise<Result<StartedImport, Failure>> {
  const { viewer, origin } = context;
  const { organizationId, organizationName, userId } = viewer;
  const paste = findHeldPaste(viewer, pasteId, clock);
  if (paste === null) return fail(pasteGone);
  const picked = pickEntries(paste, rows);
  if (picked.length === 0) {
    const message = "Nothing was ticked, so nothing was imported.";
    return fail({ kind: "invalid_input", fields: {}, message });
  }
  if (picked.some(({ mayReplace }) => mayReplace)) {
    const refusal = refuseReplacing(viewer, clock);
    if (refusal !== null) return refusal;
  }
  const subject = { organizationId, kind: importKind, subjectId: pasteId };
  const { job, isNew } = await inTransaction(async (tx) => {
    // Two who press at once take turns, or each would see that none runs.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('import:' || ${pasteId}::text, 0))`;
    const latest = await findLatestJob(subject, tx);
    if (latest?.state === "running") return { job: { id: latest.id, organizationId }, isNew: false } as const;
    const started = await startJob(tx, { ...subject, requestedById: userId });
    await recordEvent(tx, organizationId, origin, {
      action: "import.started",
      outcome: "requested",
      target: { type: "organization", id: organizationId, name: organizationName },
      detail: { jobId: started.id, count: picked.length },
    });
    return { job: started, isNew: true } as const;
  });
  if (isNew) runLater(() => runJob(job, (running) => runImport(context, job, picked, running)));
  return succeed({ pasteId, jobId: job.id });
}

/** Asks a running import to stop. What it has taken in stays. */
export async function cancelImport(
  { viewer }: ActContext,
  { pasteId }: z.infer<typeof cancelImportInput>,
): Promise<Result<null, Failure>> {
  await cancelJobs({ organizationId: viewer.organizationId, kind: importKind, subjectId: pasteId });
  return succeed(null);
}

const pasteGone: Failure = {
  kind: "conflict",
  message: "What was read is no longer held, so nothing was imported. Paste it again.",
  href: "/credentials/new",
  hrefLabel: "Paste it again",
};

function pickEntries({ entries }: HeldPaste, rows: readonly ReviewedRow[]): readonly PickedEntry[] {
  return rows.flatMap(({ index, pick, name, environment }) => {
    const entry = entries[index];
    if (entry === undefined || pick === undefined || entry.obstacle !== null) return [];
    return [
      {
        entry,
        name: name.trim() === "" ? entry.name : name.trim().slice(0, 200),
        environment: environment ?? entry.environment,
        mayReplace: pick === "replace",
      },
    ];
  });
}
