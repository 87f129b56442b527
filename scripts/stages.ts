import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { Secret } from "@/lib/secret";
import { ensureBuild, ensureGeneratedClient, findBuiltActionsKey } from "./build";
import { fromRoot, plainEnvironment, startChild, success, waitForEnd } from "./child";
import { explainProblem, Refusal } from "./explain-problem.mjs";
import { findBrowser } from "./find-browser";
import type { CleanUps } from "./run-command";

export const stageNames = ["lint", "types", "unit", "database", "build", "browser"] as const;
/** Stages of faults belong to no run but their own: they take more than an hour. */
export type StageName = (typeof stageNames)[number] | "log-faults" | "rotation-faults";

/** How often each moment is tried, where `npm test` tries it once. */
const faultRounds = 20;

interface Workbench {
  /** For reports; removed at the end. */
  readonly folder: string;
  readonly stop: AbortSignal;
}

/** Undefined when the stage only passes or fails as a whole. */
type Counts = { readonly passed: number; readonly failed: number } | undefined;

const say = (line: string) => {
  process.stdout.write(`${line}\n`);
};

/**
 * Runs the stages in their order, each to its end even after an earlier one failed; browser tests
 * need a build. Closes with one line per stage.
 * @throws a Refusal when a stage failed.
 */
export async function runStages(
  names: readonly StageName[],
  stop: AbortSignal,
  cleanUps: CleanUps,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-test-"));
  cleanUps.add(() => rm(folder, { recursive: true, force: true }));
  const summary: string[] = [];
  const failed = new Set<StageName>();
  for (const name of names) {
    stop.throwIfAborted();
    if ((name === "browser" || name === "rotation-faults") && failed.has("build")) {
      failed.add(name);
      summary.push(`${name}: not run, because the build failed`);
      continue;
    }
    say(`\n== ${name}`);
    const startedAt = Date.now();
    const outcome = await runStage(name, { folder, stop });
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
    if (!outcome.ok) failed.add(name);
    const { counts } = outcome;
    say(`== ${name} ${outcome.ok ? "passed" : "failed"} after ${seconds} s`);
    // One line in a form that people and continuous integration read alike.
    summary.push(
      `${name}: ${counts?.passed ?? (outcome.ok ? 1 : 0)} passed, ${counts?.failed ?? (outcome.ok ? 0 : 1)} failed`,
    );
  }
  say(`\n${summary.join("\n")}`);
  if (failed.size > 0) throw new Refusal(`Not everything passed: ${[...failed].join(", ")}.`);
}

async function runStage(
  name: StageName,
  bench: Workbench,
): Promise<{ readonly ok: boolean; readonly counts: Counts }> {
  try {
    const counts = await stages[name](bench);
    return { ok: counts === undefined || (counts.failed === 0 && counts.passed > 0), counts };
  } catch (thrown) {
    bench.stop.throwIfAborted();
    const sentence = explainProblem(thrown);
    if (sentence === undefined) throw thrown;
    say(sentence);
    return { ok: false, counts: undefined };
  }
}

const stages: Readonly<Record<StageName, (bench: Workbench) => Promise<Counts>>> = {
  lint: async (bench) => {
    await runTool(bench, "Biome", ["node_modules/@biomejs/biome/bin/biome", "check", "."]);
    return undefined;
  },
  types: async (bench) => {
    await ensureGeneratedClient(bench.stop);
    await runTool(bench, "The generator of route types", ["node_modules/next/dist/bin/next", "typegen"]);
    // What an earlier run kept does not notice that the generated types have changed.
    const afresh = ["--noEmit", "--incremental", "false"];
    await runTool(bench, "TypeScript", ["node_modules/typescript/bin/tsc", ...afresh]);
    return undefined;
  },
  unit: (bench) => runVitest(bench, "unit"),
  database: async (bench) => {
    await ensureGeneratedClient(bench.stop);
    return runVitest(bench, "db");
  },
  build: async ({ stop }) => {
    const actionsKey = (await findBuiltActionsKey()) ?? new Secret(randomBytes(32).toString("base64"));
    const inUse = await ensureBuild({ actionsKey, say, stop });
    inUse.release();
    return undefined;
  },
  browser: (bench) => runPlaywright(bench, []),
  "log-faults": async (bench) => {
    await ensureGeneratedClient(bench.stop);
    const files = ["fail-closed", "killed-writers", "stopped-server"].map(
      (name) => `lib/audit/${name}.db.test.ts`,
    );
    return runVitest(bench, "db", files, { FAULT_ROUNDS: String(faultRounds) });
  },
  "rotation-faults": (bench) =>
    runPlaywright(bench, ["e2e/rotation-faults.spec.ts", `--repeat-each=${faultRounds}`, "--workers=1"]),
};

async function runPlaywright(bench: Workbench, what: readonly string[]): Promise<Counts> {
  const report = join(bench.folder, "browser.json");
  const browser = await findBrowser(say);
  const ended = await runToEnd(
    bench,
    ["node_modules/@playwright/test/cli.js", "test", ...what, "--reporter=list,json"],
    { CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  );
  const { stats } = await readReport(
    report,
    z.object({
      stats: z.object({
        expected: z.number(),
        unexpected: z.number(),
        flaky: z.number(),
        skipped: z.number(),
      }),
    }),
    `Playwright ended with ${ended}.`,
  );
  refuseOddEnd("Playwright", ended, stats.unexpected, stats.skipped);
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
}

async function runVitest(
  bench: Workbench,
  project: string,
  files: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<Counts> {
  const report = join(bench.folder, `${project}.json`);
  const ended = await runToEnd(
    bench,
    [
      ...["node_modules/vitest/vitest.mjs", "run", "--project", project, ...files],
      ...["--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
    ],
    environment,
  );
  const counts = await readReport(
    report,
    z.object({ numPassedTests: z.number(), numFailedTests: z.number(), numPendingTests: z.number() }),
    `Vitest ended with ${ended}.`,
  );
  refuseOddEnd("Vitest", ended, counts.numFailedTests, counts.numPendingTests);
  return { passed: counts.numPassedTests, failed: counts.numFailedTests };
}

/** A skipped test proves nothing, and a runner may fail beside its tests: neither may look green. */
function refuseOddEnd(runner: string, ended: string, failed: number, skipped: number): void {
  if (skipped > 0) throw new Refusal(`${runner} skipped ${skipped} tests: run them or remove them.`);
  if (failed === 0 && ended !== success) {
    throw new Refusal(`${runner} ended with ${ended}, though no test failed.`);
  }
}

async function runTool(bench: Workbench, what: string, command: readonly string[]): Promise<void> {
  const ended = await runToEnd(bench, command);
  if (ended !== success) throw new Refusal(`${what} found something to mend: see the lines above.`);
}

async function runToEnd(
  { stop }: Workbench,
  command: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const child = startChild({
    arguments: command.map((part, index) => (index === 0 ? fromRoot(part) : part)),
    environment: {
      ...plainEnvironment(),
      NEXT_TELEMETRY_DISABLED: "1",
      __NEXT_PROCESSED_ENV: "true",
      TZ: "UTC",
      ...(process.stdout.isTTY && { FORCE_COLOR: "1" }),
      ...environment,
    },
    mode: "test",
    folder: fromRoot("."),
    onOutput: say,
    onError: say,
    graceMs: 20_000,
  });
  return waitForEnd(child, stop);
}

async function readReport<T>(file: string, schema: z.ZodType<T>, otherwise: string): Promise<T> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new Refusal(otherwise);
  });
  return schema.parse(JSON.parse(text));
}
