import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import type { ReadyCredential } from "./ready-credential";
import { type Sandbox, startSandbox } from "./server";
import { openStateFile } from "./state";
import { writePrivateFile } from "./write-private-file";

const usage = `Usage: npm run sandbox -- [--port N] [--host H] [--state FILE] [--ready-file FILE] [--exit-with-parent]`;

const optionsSchema = z.strictObject({
  port: z.coerce.number().int().min(0).max(65_535).default(3010),
  host: z.string().min(1).default("127.0.0.1"),
  state: z.string().min(1).optional(),
  "ready-file": z.string().min(1).optional(),
  "exit-with-parent": z.boolean().default(false),
});

/** A failure that one sentence explains; anything else is a bug and keeps its stack. */
class StartRefused extends Error {}

function readOptions(): z.infer<typeof optionsSchema> {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: "string" },
        host: { type: "string" },
        state: { type: "string" },
        "ready-file": { type: "string" },
        "exit-with-parent": { type: "boolean" },
      },
    });
    return optionsSchema.parse(values);
  } catch {
    throw new StartRefused(usage);
  }
}

function readControlKey(): string | undefined {
  const key = process.env.SANDBOX_CONTROL_KEY;
  if (key === undefined || key === "") return undefined;
  if (/^[\x21-\x7e]{16,256}$/.test(key)) return key;
  throw new StartRefused("SANDBOX_CONTROL_KEY must be 16 to 256 visible ASCII characters.");
}

async function start(): Promise<void> {
  const options = readOptions();
  const controlKey = readControlKey();
  const cleanUps: (() => Promise<void>)[] = [];
  stopOnRequest(options["exit-with-parent"], cleanUps);

  const opened = options.state === undefined ? undefined : await openStateFile(options.state);
  if (opened && !opened.ok) throw new StartRefused(opened.sentence);

  const sandbox = await listen({
    port: options.port,
    host: options.host,
    ...(opened && { state: opened.state }),
    ...(controlKey !== undefined && { controlKey }),
  });

  cleanUps.push(() => sandbox.close());

  // Somebody at a terminal, without a key and without a file, still has to find the client secret.
  const writes = { last: Promise.resolve() };
  const readyFile =
    options["ready-file"] ??
    (controlKey === undefined ? await makeReadyFileName(cleanUps, writes) : undefined);
  if (readyFile !== undefined) await keepReadyFile(readyFile, sandbox, writes);
  console.log(JSON.stringify({ event: "listening", url: sandbox.url }));
  if (controlKey === undefined) {
    console.error(
      `Sandbox credential ${sandbox.readyCredential().clientId} is ready at ${sandbox.url}; ` +
        `its client secret is in ${readyFile}. Set SANDBOX_CONTROL_KEY to use ${sandbox.url}/control/.`,
    );
  }
}

async function listen(options: Parameters<typeof startSandbox>[0]): Promise<Sandbox> {
  try {
    return await startSandbox(options);
  } catch (thrown) {
    const isTaken = thrown instanceof Error && "code" in thrown && thrown.code === "EADDRINUSE";
    throw new StartRefused(
      isTaken
        ? `Port ${options.port} is taken: choose another with --port, or 0 for a free one.`
        : `The sandbox cannot listen on ${options.host} port ${options.port}: check --host and --port.`,
    );
  }
}

async function makeReadyFileName(
  cleanUps: (() => Promise<void>)[],
  writes: { readonly last: Promise<void> },
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-sandbox-")).catch(() => {
    throw new StartRefused("The temporary folder cannot be written: name a file with --ready-file.");
  });
  cleanUps.push(async () => {
    await writes.last;
    await rm(folder, { recursive: true, force: true });
  });
  return join(folder, "ready-credential.json");
}

/** Writes the ready credential, and again when it changes: its first secret goes when it is rotated. */
async function keepReadyFile(file: string, sandbox: Sandbox, writes: { last: Promise<void> }): Promise<void> {
  const write = (ready: ReadyCredential) => writePrivateFile(file, `${JSON.stringify(ready, null, 2)}\n`);
  writes.last = write(sandbox.readyCredential());
  await writes.last.catch(() => {
    throw new StartRefused(`The file ${file} cannot be written: check the folder and the free space.`);
  });
  sandbox.watchReadyCredential((ready) => {
    writes.last = writes.last
      .then(() => write(ready))
      .catch(() => console.error(`The file ${file} cannot be written: it tells an old client secret.`));
  });
}

/** Cleans up in the given order. With `withParent`, the end of standard input counts as a request: a killed parent closes it. */
function stopOnRequest(withParent: boolean, cleanUps: readonly (() => Promise<void>)[]): void {
  let stopping = false;
  const stopOnce = () => {
    if (stopping) return;
    stopping = true;
    cleanUps
      .reduce((before, cleanUp) => before.then(cleanUp), Promise.resolve())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  process.on("SIGTERM", stopOnce);
  process.on("SIGINT", stopOnce);
  // A parent that died no longer reads what is printed.
  process.stdout.on("error", stopOnce);
  process.stderr.on("error", stopOnce);
  if (!withParent) return;
  process.stdin.on("end", stopOnce);
  process.stdin.on("close", stopOnce);
  process.stdin.on("error", stopOnce);
  process.stdin.resume();
}

start().catch((thrown: unknown) => {
  if (!(thrown instanceof StartRefused)) throw thrown;
  console.error(thrown.message);
  process.exit(1);
});
