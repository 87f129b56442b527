// `npm run bench -- NAME [--quick]`: measures the product beside a reference in the same run. Nothing
// of it touches a person's data: everything lives in a temporary folder.
import { parseArgs } from "node:util";
import type { BenchOptions } from "@/scripts/bench/bench-options";
import { Refusal } from "./explain-problem.mjs";
import { runCommand } from "./run-command";

interface Bench {
  readonly summary: string;
  /** Loaded when it is asked for: the rooms it measures need the generated database client. */
  readonly load: () => Promise<(options: BenchOptions) => Promise<void>>;
}

const benches: Readonly<Record<string, Bench>> = {
  tokens: {
    summary: "token tests, the token provider, sealing and the audit log (about a minute)",
    load: async () => (await import("@/scripts/bench/tokens")).benchTokens,
  },
};

const usage = `Usage: npm run bench -- NAME [--quick]

${Object.entries(benches)
  .map(([name, { summary }]) => `  ${name}  ${summary}`)
  .join("\n")}

--quick proves that everything runs, with counts too small for figures.`;

const say = (line: string) => {
  process.stdout.write(`${line}\n`);
};

await runCommand(async (stop, cleanUps) => {
  const { name, isQuick } = readArguments();
  if (name === undefined) return say(usage);
  const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
  if (bench === undefined) {
    throw new Refusal(`There is no bench of that name: choose one of ${Object.keys(benches).join(", ")}.`);
  }
  const run = await bench.load();
  await run({ isQuick, stop, cleanUps, say });
});

function readArguments(): { readonly name: string | undefined; readonly isQuick: boolean } {
  try {
    const { values, positionals } = parseArgs({
      options: { quick: { type: "boolean", default: false } },
      allowPositionals: true,
    });
    if (positionals.length <= 1) return { name: positionals[0], isQuick: values.quick };
  } catch {
    // What it says is less than the usage says.
  }
  throw new Refusal(usage);
}
