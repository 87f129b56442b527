import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { createControlClient } from "./control-client";
import { readyCredentialSchema } from "./ready-credential";

const root = fileURLToPath(new URL("..", import.meta.url));
const controlKey = "k".repeat(16);
const listeningSchema = z.strictObject({ event: z.literal("listening"), url: z.url() });
let folder: string;
let children: ChildProcessWithoutNullStreams[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandbox-main-"));
  children = [];
});
afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

function run(args: readonly string[], key: string | undefined = controlKey): ChildProcessWithoutNullStreams {
  const { SANDBOX_CONTROL_KEY: _own, ...env } = process.env;
  const child = spawn(process.execPath, ["--import", "tsx", "sandbox/main.ts", ...args], {
    cwd: root,
    env: key === undefined ? env : { ...env, SANDBOX_CONTROL_KEY: key },
  });
  children.push(child);
  return child;
}

async function firstLine(child: ChildProcessWithoutNullStreams): Promise<string> {
  const [line] = await once(createInterface(child.stdout), "line");
  return z.string().parse(line);
}

async function urlOf(child: ChildProcessWithoutNullStreams): Promise<string> {
  return listeningSchema.parse(JSON.parse(await firstLine(child))).url;
}

async function failure(args: readonly string[], key?: string): Promise<{ code: unknown; stderr: string }> {
  const child = run(args, key);
  let stderr = "";
  child.stderr.on("data", (text) => {
    stderr += text;
  });
  const [code] = await once(child, "close");
  return { code, stderr: stderr.trim() };
}

describe("the start", () => {
  test("prints the address as its first line and writes the ready credential for its owner alone", async () => {
    const readyFile = join(folder, "ready.json");
    const state = join(folder, "state.json");
    const url = await urlOf(run(["--port", "0", "--state", state, "--ready-file", readyFile]));
    const ready = readyCredentialSchema.parse(JSON.parse(await readFile(readyFile, "utf8")));
    expect((await stat(readyFile)).mode & 0o777).toBe(0o600);
    expect(await createControlClient(url, controlKey).readyCredential()).toEqual(ready);
    expect(await readFile(state, "utf8")).toContain(ready.clientSecret);
  });

  test("writes the ready credential again when its first secret is rotated away", async () => {
    const readyFile = join(folder, "ready.json");
    const url = await urlOf(run(["--port", "0", "--ready-file", readyFile]));
    const control = createControlClient(url, controlKey);
    const { clientId, clientSecret } = await control.readyCredential();
    const read = async () => readyCredentialSchema.parse(JSON.parse(await readFile(readyFile, "utf8")));
    const [old] = await control.listSecrets(clientId);
    const next = await control.addSecret(clientId);
    expect(await read()).toMatchObject({ clientSecret });
    await control.removeSecret(clientId, old?.uuid ?? "");
    await expect.poll(read).toMatchObject({ clientSecret: next.value });
  });

  test("without a key tells where the client secret is, prints neither, and cleans up at the end", async () => {
    const child = run(["--port", "0"], "");
    const hint = once(createInterface(child.stderr), "line");
    await urlOf(child);
    const [sentence] = z.tuple([z.string()]).parse(await hint);
    const file = /client secret is in (\S+)\. /.exec(sentence)?.[1] ?? "";
    const ready = readyCredentialSchema.parse(JSON.parse(await readFile(file, "utf8")));
    expect(sentence).toContain(ready.clientId);
    expect(sentence).not.toContain(ready.clientSecret);
    child.kill("SIGTERM");
    expect(await once(child, "close")).toEqual([0, null]);
    await expect(access(file)).rejects.toThrow();
  });

  test("that cannot be is one sentence and exit 1", async () => {
    const damaged = join(folder, "damaged.json");
    await writeFile(damaged, "{");
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const address = z.object({ port: z.number() }).parse(taken.address());
    const cases: [string[], string | undefined, RegExp][] = [
      [["--state", damaged], controlKey, /^The sandbox state file \S+ is damaged: [^\n]*$/],
      [["--port", String(address.port)], controlKey, /^Port \d+ is taken: [^\n]*$/],
      [["--port", "many"], controlKey, /^Usage: [^\n]*$/],
      [["--nonsense"], controlKey, /^Usage: [^\n]*$/],
      [["--port", "0"], "short", /^SANDBOX_CONTROL_KEY must be [^\n]*$/],
    ];
    for (const [args, key, sentence] of cases) {
      const { code, stderr } = await failure(args, key);
      expect(stderr).toMatch(sentence);
      expect(code).toBe(1);
    }
    taken.close();
  });
});

describe("the end", () => {
  test.each(["SIGTERM", "SIGINT"] as const)(
    "%s ends it with exit 0, even with an answer held",
    async (signal) => {
      const child = run(["--port", "0", "--ready-file", join(folder, "ready.json")]);
      const url = await urlOf(child);
      const control = createControlClient(url, controlKey);
      const { clientId } = await control.readyCredential();
      await control.setFaults(clientId, { kind: "holdUntilReleased" });
      const held = fetch(`${url}/ims/token/v3?client_id=${clientId}`, { method: "POST" });
      const cut = expect(held).rejects.toThrow();
      await control.waitForHeld(1);
      child.kill(signal);
      expect(await once(child, "close")).toEqual([0, null]);
      await cut;
    },
  );

  test("the end of a parent that holds its standard input ends it with exit 0", async () => {
    const child = run(["--port", "0", "--exit-with-parent"]);
    await urlOf(child);
    child.stdin.end();
    expect(await once(child, "close")).toEqual([0, null]);
  });
});
