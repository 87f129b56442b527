import type { Secret } from "@/lib/secret";
import { Refusal } from "./explain-problem.mjs";
import { findRunningDatabase } from "./find-running-database";
import { type HomeFolder, openHomeFolder } from "./home-folder";
import { keepServerSecrets } from "./keys";
import type { CleanUps } from "./run-command";
import { isRunning, takeRunLock } from "./run-lock";
import { joinRuntime, openRuntime } from "./runtime";
import type { Settings } from "./settings";

const quiet = () => undefined;

/**
 * Lets a command-line tool call `lib/` as the server does: with the database that is given, or the embedded
 * one of a product that runs, or else the embedded one, started for the moment.
 *
 * @param options.note names the tool to a second one that finds the folder taken
 */
export async function joinOrOpenRuntime(
  settings: Settings,
  options: { readonly note: string; readonly stop: AbortSignal; readonly cleanUps: CleanUps },
): Promise<HomeFolder> {
  const { note, stop, cleanUps } = options;
  const home = await openHomeFolder(settings.home);
  const secrets = await keepServerSecrets(settings, home);
  if (settings.database.kind === "embedded" && isRunning(home)) {
    await joinRuntime({ settings, home, secrets }, await requireRunningDatabase(home));
    return home;
  }
  if (settings.database.kind === "embedded") {
    const lock = await takeRunLock(home, note, { stop });
    cleanUps.add(async () => lock.release());
  }
  const runtime = await openRuntime({ settings, home, secrets, say: quiet, stop });
  cleanUps.add(() => runtime.database.stop());
  return home;
}

async function requireRunningDatabase(home: HomeFolder): Promise<Secret> {
  const database = await findRunningDatabase(home.path);
  if (database !== undefined) return database.appUrl;
  throw new Refusal("Latchkey is starting or stopping in this folder: try again in a moment.");
}
