import { monitorEventLoopDelay } from "node:perf_hooks";
import pg from "pg";
import { exportLog } from "@/lib/audit/export/export-log";
import type { ActContext } from "@/lib/auth/act-context";
import { timeMs } from "@/scripts/bench/measure";
import type { Stage } from "@/scripts/bench/stage";
import { Refusal } from "@/scripts/explain-problem.mjs";
import { copyOut } from "./copy";
import { aim, type Line, show, showMs, showRate } from "./line";

const sampleMs = 50;

/** The text of a line as PostgreSQL can make it itself. */
const line = `'{"hash":"' || encode("hash", 'hex') || '","payload":' || to_json("payload")
  || ',"signature":"' || translate(encode("signature", 'base64'), E'+/=\\n', '-_') || '"}'`;

const columns = `"payload", "hash", "signature"`;

/** The whole log as NDJSON, read as it comes, beside `COPY` of the same text. */
export async function measureExport(
  { superuserUrl }: Stage,
  context: ActContext,
  stop: AbortSignal,
): Promise<readonly Line[]> {
  const client = new pg.Client(superuserUrl.reveal());
  await client.connect();
  try {
    const copy = (what: string) => () =>
      copyOut(
        client,
        `COPY (SELECT ${what} FROM "AuditEvent"
          WHERE "organizationId" = '${context.viewer.organizationId}' ORDER BY "seq") TO STDOUT`,
      );
    // Both find the same pages in memory: whichever were first would pay for the other.
    await copy(columns)();
    stop.throwIfAborted();
    const textMs = await timeMs(copy(line));
    stop.throwIfAborted();
    const columnsMs = await timeMs(copy(columns));
    stop.throwIfAborted();
    const exported = await runExport(context);
    const ours = exported.perSecond;
    const [text, bare] = [textMs, columnsMs].map((ms) => (exported.events * 1_000) / ms);
    const beside = (what: string, theirs = 0): Line => ({
      measure: `export NDJSON, ${exported.events.toLocaleString("en-US")} events`,
      result: showRate(ours),
      reference: `${showRate(theirs)}, COPY … TO STDOUT of ${what}`,
      ratio: ours / theirs,
    });
    return [
      { ...beside("the same text", text), aims: [aim(ours / (text ?? 0), "higher", 0.5, "×")] },
      beside("the columns as they are", bare),
      {
        measure: "export, memory in use: peak after the first tenth",
        result: `${show(exported.laterPeak)} MB`,
        reference: `${show(exported.earlyPeak)} MB, peak until then`,
        ratio: exported.laterPeak / exported.earlyPeak,
        aims: [aim(exported.laterPeak - exported.earlyPeak, "lower", 20, " MB more")],
      },
      {
        measure: "export, delay of the event loop, p99",
        result: showMs(exported.delayP99Ms),
        reference: `${showMs(exported.delayMaxMs)}, longest`,
      },
    ];
  } finally {
    await client.end();
  }
}

async function runExport(context: ActContext) {
  const asked = await exportLog(context, new URLSearchParams({ format: "ndjson" }));
  if (!asked.ok || asked.value.body === null) throw new Refusal("The log was not exported.");
  const { body } = asked.value;
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const memory: { readonly lines: number; readonly megabytes: number }[] = [];
  let lines = 0;
  const sample = () => memory.push({ lines, megabytes: process.memoryUsage.rss() / 1_000_000 });
  const timer = setInterval(sample, sampleMs);
  delay.enable();
  const elapsedMs = await timeMs(async () => {
    for await (const chunk of body) lines += countLines(chunk);
  });
  delay.disable();
  clearInterval(timer);
  sample();
  // The first line is the manifest.
  const events = lines - 1;
  const peak = (samples: typeof memory) => Math.max(...samples.map(({ megabytes }) => megabytes));
  const early = memory.filter((one) => one.lines <= events / 10);
  return {
    events,
    perSecond: (events * 1_000) / elapsedMs,
    earlyPeak: peak(early.length === 0 ? memory : early),
    laterPeak: peak(memory),
    delayP99Ms: delay.percentile(99) / 1_000_000,
    delayMaxMs: delay.max / 1_000_000,
  };
}

function countLines(chunk: Uint8Array): number {
  let count = 0;
  for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) count += 1;
  return count;
}
