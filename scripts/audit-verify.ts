// `npm run audit:verify`: derives every chain of the audit log anew from the database and says where it
// is not as it was signed. With `-- --file export.ndjson --key public.jwk [--receipt receipt.json]` it does
// so with an exported log, without a database. Reads only. Exit 0 good, 1 tampered, 2 cannot tell.
import { parseArgs } from "node:util";
import type { AuditKey } from "@/lib/audit/audit-key";
import type { IntactChain } from "@/lib/audit/verification/chain-verdict";
import { describeProblem } from "@/lib/audit/words/describe-problem";
import { startEmbeddedPostgres } from "@/lib/db/embedded";
import { readCredentials } from "@/lib/db/embedded/credentials-file";
import { Secret } from "@/lib/secret";
import { ensureGeneratedClient } from "./build";
import { Refusal } from "./explain-problem.mjs";
import { findRunningDatabase } from "./find-running-database";
import { openHomeFolder } from "./home-folder";
import { findAuditKeyFile } from "./keys";
import { type CleanUps, runCommand } from "./run-command";
import { isRunning, takeRunLock } from "./run-lock";
import { loadSettings } from "./runtime";
import type { Settings } from "./settings";
import { cannotTell, good, tampered } from "./verify-codes";
import { verifyFile } from "./verify-file";

let verdict = cannotTell;

await runCommand(main, { done: () => verdict, problem: cannotTell, stopped: cannotTell });

async function main(stop: AbortSignal, cleanUps: CleanUps): Promise<void> {
  const flags = readFlags();
  if (flags.given !== undefined) {
    const { code, sentence } = await verifyFile(flags.given, stop);
    console.log(sentence);
    verdict = code;
    return;
  }
  const settings = loadSettings({ envFile: flags.envFile });
  await ensureGeneratedClient(stop);
  const { loadAuditKey } = await import("@/lib/audit/audit-key");
  const key = loadAuditKey(findAuditKeyFile(settings));
  const url = await findDatabase(settings, cleanUps);
  stop.throwIfAborted();
  const { isDatabaseDown } = await import("@/lib/db/database-error");
  try {
    verdict = await verifyLog({ url, key, home: settings.home }, stop, cleanUps);
  } catch (thrown) {
    if (isDatabaseDown(thrown)) throw new Refusal("The database does not answer: start it and try again.");
    throw thrown;
  }
}

interface Flags {
  readonly envFile: boolean;
  readonly given:
    | { readonly file: string; readonly key: string; readonly receipt: string | undefined }
    | undefined;
}

function readFlags(): Flags {
  const text = { type: "string" } as const;
  try {
    const { values } = parseArgs({
      options: { "no-env-file": { type: "boolean", default: false }, file: text, key: text, receipt: text },
    });
    const { file, key, receipt } = values;
    const envFile = !values["no-env-file"];
    if (file !== undefined && key !== undefined) return { envFile, given: { file, key, receipt } };
    if (file === undefined && key === undefined && receipt === undefined)
      return { envFile, given: undefined };
  } catch {
    // An argument that is not known: said below.
  }
  throw new Refusal(
    "Usage: npm run audit:verify, or npm run audit:verify -- --file export.ndjson --key public.jwk [--receipt receipt.json].",
  );
}

/** The database that is given or running, else the embedded one, started for the moment. */
async function findDatabase(settings: Settings, cleanUps: CleanUps): Promise<Secret> {
  if (settings.database.kind === "given") return settings.database.appUrl;
  if ((await readCredentials(settings.home)) === undefined) {
    throw new Refusal(`There is no database in ${settings.home}: set LATCHKEY_HOME or DATABASE_URL.`);
  }
  const home = await openHomeFolder(settings.home);
  if (isRunning(home)) {
    const running = await findRunningDatabase(home.path);
    if (running !== undefined) return running.appUrl;
    throw new Refusal("Latchkey is starting or stopping in this folder: try again in a moment.");
  }
  const lock = await takeRunLock(home, "npm run audit:verify");
  cleanUps.add(async () => lock.release());
  const server = await startEmbeddedPostgres({ home: settings.home, log: () => undefined });
  cleanUps.add(() => server.stop());
  return new Secret(server.appUrl);
}

/** What an intact chain does not hold, and what it was not held against. */
function sayWhatIsLeftOut(organizationId: string, { firstSeq, receiptsGivenUp }: IntactChain): void {
  if (firstSeq > 1n) {
    console.log(`Organization ${organizationId}: events 1 to ${firstSeq - 1n} are in an archive.`);
  }
  if (receiptsGivenUp > 0) {
    console.log(
      `Organization ${organizationId}: receipts of ${receiptsGivenUp} ${receiptsGivenUp === 1 ? "event" : "events"} do not count: they are of a log that was given up by a restore.`,
    );
  }
}

/** @param home the folder whose receipts the log must agree with */
async function verifyLog(
  { url, key, home }: { readonly url: Secret; readonly key: AuditKey; readonly home: string },
  stop: AbortSignal,
  cleanUps: CleanUps,
): Promise<number> {
  const { createClient } = await import("@/lib/db/client");
  const { listChains } = await import("@/lib/audit/verification/read-chain");
  const { readReceipts } = await import("@/lib/audit/receipts/receipts-file");
  const { verifyStoredChain } = await import("@/lib/audit/verification/verify-stored-chain");
  const db = createClient(url);
  cleanUps.add(() => db.$disconnect());
  const keys = new Map([[key.kid, key.publicKey]]);
  const unseen = new Map(await readReceipts(home, keys));
  let code = good;
  let events = 0n;
  let chains = 0;
  for await (const organizationId of listChains(db)) {
    const receipts = unseen.get(organizationId);
    unseen.delete(organizationId);
    const options = { db, signal: stop, receipts };
    const { verdict: result } = await verifyStoredChain(organizationId, keys, options);
    chains += 1;
    if (result.kind === "intact") {
      events += result.tip.seq - result.firstSeq + 1n;
      sayWhatIsLeftOut(organizationId, result);
      continue;
    }
    const isUnknownKey = result.problem.kind === "unknown_key";
    if (code !== tampered) code = isUnknownKey ? cannotTell : tampered;
    const word = isUnknownKey ? "Cannot tell" : "Tampered";
    console.log(
      `${word}: organization ${organizationId}, event ${result.seq}, ${result.problem.kind}: ${describeProblem(result.problem)}.`,
    );
  }
  for (const organizationId of unseen.keys()) {
    code = tampered;
    const problem = { kind: "older_than_receipt" } as const;
    console.log(
      `Tampered: organization ${organizationId}, event 1, ${problem.kind}: ${describeProblem(problem)}.`,
    );
  }
  if (code !== good) return code;
  const where = chains === 1 ? "1 chain" : `${chains} chains`;
  console.log(`Good: ${events} events in ${where}, signed with key ${key.kid}.`);
  return good;
}
