// `npm run bench -- NAME [--events N] [--quick]`: measures the product beside a reference in the same run. Nothing
// of it touches a person's data: everything lives in a temporary folder.
import { parseArgs } from "node:util";
import { z } from "zod";
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
    summary: "token tests, the token provider and sealing (about a minute)",
    load: async () => (await import("@/scripts/bench/tokens")).benchTokens,
  },
  audit: {
    summary: "the audit log at a million events, or as many as --events says (several minutes)",
    load: async () => (await import("@/scripts/bench/audit/bench-audit")).benchAudit,
  },
};

const usage = `Usage: npm run bench -- NAME [--events N] [--quick]

${Object.entries(benches)
  .map(([name, { summary }]) => `  ${name}  ${summary}`)
  .join("\n")}

--events N is for audit: from 10,000 to 10,000,000.
--quick proves that everything runs, with counts too small for figures.`;

const eventsSchema = z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(10_000).max(10_000_000));

const say = (line: string) => {
  process.stdout.write(`${line}\n`);
};

await runCommand(async (stop, cleanUps) => {
  const { name, ...asked } = readArguments();
  if (name === undefined) return say(usage);
  const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
  if (bench === undefined) {
    throw new Refusal(`There is no bench of that name: choose one of ${Object.keys(benches).join(", ")}.`);
  }
  const run = await bench.load();
  await run({ ...asked, stop, cleanUps, say });
});

function readArguments(): Pick<BenchOptions, "isQuick" | "events"> & { readonly name: string | undefined } {
  try {
    const { values, positionals } = parseArgs({
      options: { quick: { type: "boolean", default: false }, events: { type: "string" } },
      allowPositionals: true,
    });
    const events = values.events === undefined ? undefined : eventsSchema.parse(values.events);
    if (positionals.length <= 1) {
      return { name: positionals[0], isQuick: values.quick, ...(events !== undefined && { events }) };
    }
  } catch {
    // What it says is less than the usage says.
  }
  throw new Refusal(usage);
}
