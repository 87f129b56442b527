import { get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type Child, fromRoot, plainEnvironment, startChild } from "./child";
import { Refusal } from "./explain-problem.mjs";
import { createServerOutput } from "./server-output";
import type { Settings } from "./settings";

const readyWithinMs = 120_000;
const webServerHook = new URL("web-server-hook.mjs", import.meta.url).href;

interface NextServerOptions {
  readonly settings: Settings;
  /** The variables of Latchkey that the server may see. */
  readonly environment: Readonly<Record<string, string>>;
  readonly isDev: boolean;
  readonly print: (line: string) => void;
  readonly stop: AbortSignal;
}

/**
 * Starts the web server and waits until it answers. Its JSON log lines are passed on. Whatever else
 * it prints may hold text of foreign errors, so that is shown only while nobody has used it yet, and
 * in development.
 * @throws a Refusal when it ends before it answers.
 */
export async function startNextServer(options: NextServerOptions): Promise<Child> {
  const { settings, isDev, print } = options;
  const output = createServerOutput({ isDev, print });
  const child = startChild({
    arguments: [
      // Both addresses of localhost lead here: the name is resolved to the one that everything tries.
      ...["--dns-result-order=ipv4first", "--import", webServerHook],
      ...[fromRoot("node_modules/next/dist/bin/next"), isDev ? "dev" : "start"],
      ...["-H", settings.listenHost, "-p", String(settings.port)],
    ],
    environment: {
      ...plainEnvironment(),
      ...options.environment,
      NEXT_TELEMETRY_DISABLED: "1",
      // The start has read .env already. Next would hand over all of it, the database's owner too.
      __NEXT_PROCESSED_ENV: "true",
    },
    mode: isDev ? "development" : "production",
    folder: fromRoot("."),
    onOutput: output.onOutput,
    onError: output.onError,
    graceMs: 10_000,
  });
  try {
    await waitUntilAnswering(child, options);
  } catch (thrown) {
    await child.stop();
    if (thrown instanceof Refusal) {
      throw new Refusal([...output.readEarly(), thrown.message].join("\n"));
    }
    throw thrown;
  }
  output.noteReady();
  return child;
}

async function waitUntilAnswering(child: Child, { settings, stop }: NextServerOptions): Promise<void> {
  const giveUpAt = Date.now() + readyWithinMs;
  while (!(await doesAnswer(settings))) {
    stop.throwIfAborted();
    if (child.hasEnded()) {
      throw new Refusal(`The web server ended before it was ready (${await child.ended}).`);
    }
    if (Date.now() > giveUpAt) {
      throw new Refusal(
        "The web server did not answer in two minutes: start again when the machine is less busy.",
      );
    }
    await sleep(100);
  }
}

async function doesAnswer(settings: Settings): Promise<boolean> {
  const host = { localhost: "127.0.0.1", "0.0.0.0": "127.0.0.1" }[settings.listenHost] ?? settings.listenHost;
  return new Promise((resolve) => {
    const request = get(
      {
        host,
        port: settings.port,
        path: "/api/health",
        headers: { host: new URL(settings.appOrigin).host },
        timeout: 30_000,
        agent: false,
      },
      (response) => {
        response.resume();
        resolve((response.statusCode ?? 500) < 500);
      },
    );
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(false));
  });
}
