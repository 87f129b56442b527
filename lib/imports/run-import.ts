import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { registerCredential } from "@/lib/credentials/register-credential";
import { replaceSecret } from "@/lib/credentials/replace-secret";
import { inTransaction } from "@/lib/db/transaction";
import type { Environment } from "@/lib/environment";
import type { JobEnd, RunningJob } from "@/lib/jobs/run-job";
import type { StartedJob } from "@/lib/jobs/start-job";
import { describeThrown, writeLog } from "@/lib/log";
import { findHolders, type Holder, holderIn } from "./find-holders";
import { type ImportEntry, parseEntry } from "./import-entry";
import { countOutcomes, type ImportedRow } from "./import-result";
import { fingerprintEntry, judgeEntry } from "./judge-entry";

/** One credential that a person picked in the review. */
export interface PickedEntry {
  readonly entry: ImportEntry;
  readonly name: string;
  readonly environment: Environment;
  /** They saw that another secret is stored, and proved who they are. Then it is replaced, or nothing is done. */
  readonly mayReplace: boolean;
}

/** Two at a time: while one waits for its place in the log the other is sealed, and other acts still come between. */
const lanes = 2;
/** Faults of ours after which the rest is left alone. */
const maxFaults = 3;

/**
 * The work of the job: takes in one credential after the other, each in a transaction of its own, as if it had
 * been typed. What is here already is left as it is, so running the same again changes nothing.
 */
export async function runImport(
  context: ActContext,
  job: StartedJob,
  picked: readonly PickedEntry[],
  { report, signal }: RunningJob,
): Promise<JobEnd> {
  const { organizationId, organizationName } = context.viewer;
  const holders = await findHolders(
    organizationId,
    picked.map(({ entry }) => entry.clientId),
  );
  const rows: ImportedRow[] = picked.map(notReached);
  let [next, done, faults] = [0, 0, 0];
  const work = async () => {
    for (let at = next; at < picked.length; at = next) {
      next += 1;
      const one = picked[at];
      if (one === undefined || signal.aborted || faults >= maxFaults) return;
      const holder = holderIn(holders, placeOf(one));
      rows[at] = await takeIn(context, one, holder);
      if (rows[at]?.refusal === "fault") faults += 1;
      done += 1;
      report((done / picked.length) * 100);
    }
  };
  await Promise.all(Array.from({ length: lanes }, work));

  const counts = countOutcomes(rows);
  await inTransaction((tx) =>
    recordEvent(tx, organizationId, context.origin, {
      action: "import.finished",
      outcome: counts.refused === rows.length ? "failed" : "succeeded",
      target: { type: "organization", id: organizationId, name: organizationName },
      detail: {
        jobId: job.id,
        registered: counts.registered,
        replaced: counts.replaced,
        failed: counts.refused,
      },
    }),
  );
  const result = { rows };
  if (faults >= maxFaults) return { state: "failed", failureCode: null, result };
  return { state: signal.aborted ? "cancelled" : "succeeded", result };
}

/** Never rejects: whatever goes wrong with one credential is its own result. */
async function takeIn(
  context: ActContext,
  picked: PickedEntry,
  holder: Holder | undefined,
): Promise<ImportedRow> {
  try {
    return (await act(context, picked, holder)) ?? (await lookAgain(context, picked));
  } catch (thrown) {
    writeLog("import.thrown", { requestId: context.requestId, ...describeThrown(thrown) });
    return refuse(picked, "fault", "Something went wrong in Latchkey, and it was not taken in.");
  }
}

/** Null where it could not be done as things stand now. */
async function act(
  context: ActContext,
  picked: PickedEntry,
  holder: Holder | undefined,
): Promise<ImportedRow | null> {
  const parsed = parseEntry(picked.entry, picked);
  if (!parsed.ok) return refuse(picked, "not_accepted", parsed.sentence);
  const { standing, credentialId } = judge(context, picked, holder);
  if (standing === "new" && !picked.mayReplace) {
    const registered = await registerCredential(context, parsed.input);
    return registered.ok ? settle(picked, "registered", registered.value.credentialId) : null;
  }
  if (standing !== "differs" || credentialId === null || !picked.mayReplace) return null;
  const { clientSecret } = parsed.input;
  const replaced = await replaceSecret(context, { credentialId, clientSecret });
  return replaced.ok ? settle(picked, "replaced", credentialId) : null;
}

/** Says how it stands now: it may have changed since the import began. */
async function lookAgain(context: ActContext, picked: PickedEntry): Promise<ImportedRow> {
  const { clientId } = picked.entry;
  const holders = await findHolders(context.viewer.organizationId, [clientId]);
  const found = judge(context, picked, holderIn(holders, placeOf(picked)));
  const { standing, credentialId, sentence } = found;
  if (standing === "same") return settle(picked, "already_here", credentialId);
  const refusal = refusalOf(standing);
  const words = standing === "differs" ? secretDiffers : (sentence ?? changedMeanwhile);
  return { ...refuse(picked, refusal, words), credentialId };
}

const secretDiffers = "It is registered with another secret, which was left as it is.";
const changedMeanwhile = "It was changed by somebody else at the same moment. Import it again.";

function refusalOf(standing: ReturnType<typeof judge>["standing"]): ImportedRow["refusal"] {
  switch (standing) {
    case "differs":
      return "secret_differs";
    case "archived":
      return "archived";
    case "rotating":
      return "rotation_under_way";
    case "other_kind":
      return "other_kind";
    default:
      return "not_accepted";
  }
}

function judge({ viewer }: ActContext, { entry }: PickedEntry, holder: Holder | undefined) {
  return judgeEntry(entry, fingerprintEntry(viewer.organizationId, entry), holder);
}

function placeOf({ entry, environment }: PickedEntry) {
  return { clientId: entry.clientId, environment };
}

function settle(
  picked: PickedEntry,
  outcome: Exclude<ImportedRow["outcome"], "refused">,
  credentialId: string | null,
): ImportedRow {
  return { name: picked.name, ...placeOf(picked), outcome, refusal: null, sentence: null, credentialId };
}

function refuse(picked: PickedEntry, refusal: ImportedRow["refusal"], sentence: string): ImportedRow {
  return { name: picked.name, ...placeOf(picked), outcome: "refused", refusal, sentence, credentialId: null };
}

function notReached(picked: PickedEntry): ImportedRow {
  return refuse(picked, "not_reached", "The import ended before its turn. Import it again.");
}
