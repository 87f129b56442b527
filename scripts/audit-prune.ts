// `npm run audit:prune [-- --organization NAME] [--dry-run]`: moves what is older than an organization's
// retention from its log into an archive under LATCHKEY_HOME. Works beside a running product, and by itself.
// Exit 0 done, 1 a log or an archive is not as it should be and its events stay, 2 it could not be tried.
import { parseArgs } from "node:util";
import type { PrunedOrganization } from "@/lib/audit/retention/prune-log";
import type { OwnerConnection } from "@/lib/audit/retention/remove-events";
import { systemClock } from "@/lib/clock";
import { readCredentials } from "@/lib/db/embedded/credentials-file";
import {
  connectOwner,
  findOwnerUrl,
  isConnectionLost,
  refuseOtherDatabase,
  refuseWithoutOwner,
} from "./connect-owner";
import { Refusal } from "./explain-problem.mjs";
import { joinOrOpenRuntime } from "./join-or-open-runtime";
import { type CleanUps, runCommand } from "./run-command";
import { loadSettings } from "./runtime";
import type { Settings } from "./settings";

const done = 0;
const leftSome = 1;
const notTried = 2;

const progressEveryMs = 10_000;

let code = done;

await runCommand(main, { done: () => code, problem: notTried, stopped: notTried });

async function main(stop: AbortSignal, cleanUps: CleanUps): Promise<void> {
  const flags = readFlags();
  const settings = loadSettings({ envFile: flags.envFile });
  refuseWithoutOwner(settings);
  await refuseWithoutDatabase(settings);
  const home = await joinOrOpenRuntime(settings, { note: "npm run audit:prune", stop, cleanUps });
  const { closeDb } = await import("@/lib/db/client");
  cleanUps.add(closeDb);
  const { isDatabaseDown } = await import("@/lib/db/database-error");
  try {
    const owner = await connectOwner(await findOwnerUrl(settings), cleanUps);
    const organizations = await findOrganizations(flags.organization);
    await refuseOtherDatabase(
      owner,
      organizations.map(({ id }) => id),
    );
    await pruneAll(organizations, { owner, home: home.path, isDryRun: flags.isDryRun }, stop);
  } catch (thrown) {
    if (!isDatabaseDown(thrown) && !isConnectionLost(thrown)) throw thrown;
    throw new Refusal(
      "The database does not answer, or no longer does: start it and try again. What was begun will be finished.",
    );
  }
}

interface Flags {
  readonly envFile: boolean;
  readonly organization: string | undefined;
  readonly isDryRun: boolean;
}

function readFlags(): Flags {
  try {
    const { values } = parseArgs({
      options: {
        "no-env-file": { type: "boolean", default: false },
        "dry-run": { type: "boolean", default: false },
        organization: { type: "string" },
      },
    });
    const { organization } = values;
    if (organization !== "") {
      return { envFile: !values["no-env-file"], organization, isDryRun: values["dry-run"] };
    }
  } catch {
    // An argument that is not known: said below.
  }
  throw new Refusal(
    "Usage: npm run audit:prune, or npm run audit:prune -- [--organization NAME] [--dry-run].",
  );
}

/** Whoever names the wrong folder must not get an empty database there. */
async function refuseWithoutDatabase({ database, home }: Settings): Promise<void> {
  if (database.kind === "given" || (await readCredentials(home)) !== undefined) return;
  throw new Refusal(`There is no database in ${home}: set LATCHKEY_HOME or DATABASE_URL.`);
}

interface NamedOrganization extends PrunedOrganization {
  readonly name: string;
}

async function findOrganizations(name: string | undefined): Promise<readonly NamedOrganization[]> {
  const { getDb } = await import("@/lib/db/client");
  const { organizationIdSchema } = await import("@/lib/ids");
  const rows = await getDb().organization.findMany({
    where: name === undefined ? {} : { name },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    select: { id: true, name: true, retentionDays: true },
  });
  if (rows.length === 0 && name !== undefined) throw new Refusal(`There is no organization named ${name}.`);
  return rows.map(({ id, ...row }) => ({ ...row, id: organizationIdSchema.parse(id) }));
}

async function pruneAll(
  organizations: readonly NamedOrganization[],
  work: { readonly owner: OwnerConnection; readonly home: string; readonly isDryRun: boolean },
  stop: AbortSignal,
): Promise<void> {
  const { openArchiveFolder } = await import("@/lib/audit/retention/archive-folder");
  const { planPruning, pruneLog } = await import("@/lib/audit/retention/prune-log");
  const words = await import("@/lib/audit/retention/describe-pruning");
  if (organizations.length === 0) console.log("There is no organization yet, and no log to prune.");
  const folder = work.isDryRun ? "" : await openArchiveFolder(work.home);
  for (const organization of organizations) {
    stop.throwIfAborted();
    const { name, retentionDays } = organization;
    let lines = 0;
    const say = (line: string) => {
      lines += 1;
      console.log(`${name}: ${line}`);
    };
    if (retentionDays === 0) {
      say("keeps its events for ever.");
      continue;
    }
    let saidMs = performance.now();
    const result = work.isDryRun
      ? await planPruning(organization, systemClock)
      : await pruneLog(organization, {
          owner: work.owner,
          folder,
          clock: systemClock,
          signal: stop,
          onStep: (step) => say(words.describeStep(step)),
          onProgress: (progress) => {
            if (performance.now() - saidMs < progressEveryMs) return;
            saidMs = performance.now();
            say(words.describeProgress(progress));
          },
        });
    if (!result.ok) {
      code = leftSome;
      console.error(`${name}: ${words.describeRefusal(result.failure)}`);
      continue;
    }
    if (result.value !== null) words.describePlan(result.value).forEach(say);
    if (lines === 0)
      say(`nothing to remove, events are kept for ${retentionDays} ${retentionDays === 1 ? "day" : "days"}.`);
  }
}
