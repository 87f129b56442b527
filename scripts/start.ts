// `npm start` and `npm run dev`: from a clone to a running product, and back to nothing on a signal.
import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { Secret } from "@/lib/secret";
import { ensureBuild, holdInUse } from "./build";
import { Refusal } from "./explain-problem.mjs";
import { openHomeFolder } from "./home-folder";
import { keepServerSecrets } from "./keys";
import { startNextServer } from "./next-server";
import { refuseTakenPort } from "./refuse-taken-port";
import { type CleanUps, runCommand } from "./run-command";
import { takeRunLock } from "./run-lock";
import { loadSettings, openRuntime } from "./runtime";
import { startSandboxServer } from "./sandbox-server";
import type { Settings } from "./settings";
import { makeSetupAddress, removeSetupToken } from "./setup-address";

const { values: flags } = parseArgs({
  options: {
    dev: { type: "boolean", default: false },
    /** Tests leave a person's .env alone. */
    "no-env-file": { type: "boolean", default: false },
  },
});

const say = (line: string) => {
  process.stdout.write(`${line}\n`);
};

await runCommand(async (stop, cleanUps) => {
  const settings = loadSettings({ envFile: !flags["no-env-file"] });
  const home = await openHomeFolder(settings.home);
  const runLock = await takeRunLock(home, settings.appOrigin, { say, stop });
  stop.addEventListener("abort", () => runLock.announceStop());
  cleanUps.add(async () => runLock.release());
  await refuseTakenPort(settings, runLock.isRecovery ? 12_000 : 0, stop);

  const secrets = await keepServerSecrets(settings, home);
  const inUse = flags.dev ? holdInUse() : await ensureBuild({ actionsKey: secrets.actionsKey, say, stop });
  cleanUps.add(async () => inUse.release());

  const runtime = await openRuntime({ settings, home, secrets, say, stop });
  cleanUps.add(() => runtime.database.stop());
  cleanUps.add(() => runtime.log.keepReceipts());
  stop.throwIfAborted();

  const sandbox = await openSandbox(settings, home.file("sandbox"), cleanUps);
  stop.throwIfAborted();
  const setupFile = home.file("setup-token");
  const setupAddress = runtime.use.hasUsers
    ? await removeSetupToken(setupFile)
    : await makeSetupAddress(setupFile, settings.appOrigin);

  say("Starting the web server.");
  const server = await startNextServer({
    settings,
    environment: { ...runtime.environment, ...sandbox.environment },
    isDev: flags.dev,
    print: say,
    stop,
  });
  cleanUps.add(() => server.stop());
  const setupLine = setupAddress === undefined ? "" : `Create the first owner: ${setupAddress}\n`;
  say(`${setupLine}Ready on ${settings.appOrigin}`);

  const ended = await Promise.race([
    server.ended.then((how) => `The web server ended unexpectedly (${how})`),
    sandbox.ended.then((how) => `The sandbox ended unexpectedly (${how})`),
    runtime.database.ended.then(() => "PostgreSQL ended unexpectedly"),
    new Promise<undefined>((resolve) => {
      stop.addEventListener("abort", () => resolve(undefined));
      if (stop.aborted) resolve(undefined);
    }),
  ]);
  if (ended !== undefined && !stop.aborted) {
    throw new Refusal(`${ended}, and everything else was stopped: start again; all data are kept.`);
  }
});

interface OpenSandbox {
  readonly environment: Readonly<Record<string, string>>;
  readonly ended: Promise<string>;
}

async function openSandbox(settings: Settings, folder: string, cleanUps: CleanUps): Promise<OpenSandbox> {
  const never = new Promise<string>(() => undefined);
  if (settings.sandbox.kind === "none") return { environment: {}, ended: never };
  if (settings.sandbox.kind === "given") {
    return { environment: { SANDBOX_URL: settings.sandbox.url }, ended: never };
  }
  const readyFile = `${folder}/ready-credential.json`;
  const { url, child } = await startSandboxServer({
    stateFile: `${folder}/state.json`,
    readyFile,
    controlKey: settings.sandboxControlKey ?? new Secret(randomBytes(24).toString("base64url")),
  });
  cleanUps.add(() => child.stop());
  await writeFile(`${folder}/url`, `${url}\n`);
  return { environment: { SANDBOX_URL: url, SANDBOX_READY_FILE: readyFile }, ended: child.ended };
}
