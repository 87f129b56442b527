import { parseEvent } from "@/lib/audit/parse-event";
import { describeEvent, unreadableEvent } from "@/lib/audit/words/describe-event";

const columns = [
  "number",
  "time",
  "actor",
  "actor id",
  "action",
  "outcome",
  "target type",
  "target",
  "target id",
  "what happened",
  "facts",
  "address",
  "request id",
  "detail",
  "event id",
  "hash",
] as const;

/** A spreadsheet would take a cell that begins so for a formula, and run it. */
const formulaStart = /^[=+\-@\t\r]/;

/** The first line of an exported log. */
export const csvHeader = writeLine(columns);

interface CsvEvent {
  readonly seq: bigint;
  readonly payload: string;
  readonly hash: Uint8Array;
}

/** The line of one event, from what was signed. One whose signed text cannot be read says so and no more. */
export function writeCsvEvent(row: CsvEvent): string {
  const hash = Buffer.from(row.hash).toString("hex");
  const parsed = parseEvent(row);
  if (!parsed.ok) {
    const { actor, phrase, facts } = unreadableEvent;
    return writeLine(
      cellsOf({ number: String(row.seq), "what happened": `${actor} ${phrase}`, facts, hash }),
    );
  }
  const event = parsed.value;
  const { actor, target } = event;
  const said = describeEvent(event);
  return writeLine(
    cellsOf({
      number: String(event.seq),
      time: event.occurredAt.toISOString(),
      actor: said.actor,
      "actor id": actor.type === "user" ? actor.id : null,
      action: event.action,
      outcome: event.outcome,
      "target type": target?.type ?? null,
      target: target?.name ?? null,
      "target id": target?.id ?? null,
      "what happened": [said.actor, said.phrase, said.target ?? ""].join(" ").trim(),
      facts: said.facts,
      address: event.address,
      "request id": event.requestId,
      detail: JSON.stringify(event.detail),
      "event id": event.id,
      hash,
    }),
  );
}

function cellsOf(
  values: { readonly [column in (typeof columns)[number]]?: string | null },
): readonly string[] {
  return columns.map((column) => values[column] ?? "");
}

/** RFC 4180: commas, CRLF, and double quotes where a cell needs them. */
function writeLine(cells: readonly string[]): string {
  return `${cells.map(writeCell).join(",")}\r\n`;
}

function writeCell(text: string): string {
  const safe = formulaStart.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
