import { z } from "zod";
import { parseJson } from "@/lib/parse-json";
import type { Secret } from "@/lib/secret";
import { type Child, fromRoot, plainEnvironment, startChild } from "./child";
import { Refusal } from "./explain-problem.mjs";

const startsWithinMs = 30_000;

interface SandboxServer {
  readonly url: string;
  readonly child: Child;
}

const listening = z.object({ event: z.literal("listening"), url: z.url() });

/** Starts the server that plays Adobe, on a free port of this machine. */
export async function startSandboxServer(options: {
  readonly stateFile: string;
  readonly readyFile: string;
  readonly controlKey: Secret;
}): Promise<SandboxServer> {
  const errors: string[] = [];
  let announce: (url: string) => void = () => undefined;
  const found = new Promise<string>((resolve) => {
    announce = resolve;
  });
  const child = startChild({
    arguments: [
      ...["--import", "tsx", fromRoot("sandbox/main.ts"), "--exit-with-parent"],
      ...["--port", "0", "--host", "127.0.0.1"],
      ...["--state", options.stateFile, "--ready-file", options.readyFile],
    ],
    environment: { ...plainEnvironment(), SANDBOX_CONTROL_KEY: options.controlKey.reveal() },
    mode: "production",
    folder: fromRoot("."),
    onOutput: (line) => {
      const url = readUrl(line);
      if (url !== undefined) announce(url);
    },
    onError: (line) => {
      errors.push(line);
    },
    graceMs: 3_000,
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, startsWithinMs, undefined);
  });
  const url = await Promise.race([found, late, child.ended.then(() => undefined)]);
  clearTimeout(timer);
  if (url !== undefined) return { url, child };
  await child.stop();
  throw new Refusal(
    errors[0] ?? "The sandbox did not start in time: start again when the machine is less busy.",
  );
}

function readUrl(line: string): string | undefined {
  return listening.safeParse(parseJson(line)).data?.url;
}
