import { z } from "zod";
import { getAuditKey } from "@/lib/audit/audit-key";
import { type ChainTip, genesisOf } from "@/lib/audit/chain";
import { filterKeys } from "@/lib/audit/event";
import { type EventFilters, parseEventFilters } from "@/lib/audit/queries/event-filters";
import { lockTip, recordEvent } from "@/lib/audit/record-event";
import { createTimeSlice } from "@/lib/audit/time-slice";
import { findLogMarks } from "@/lib/audit/verification/log-marks";
import type { ActContext } from "@/lib/auth/act-context";
import { systemClock } from "@/lib/clock";
import { getDb, type Tx } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import type { OrganizationId } from "@/lib/ids";
import { describeThrown, writeLog } from "@/lib/log";
import { fail, type Result, succeed } from "@/lib/result";
import { readSelection, type StoredEvent } from "./read-selection";
import { streamText } from "./stream-text";
import { csvHeader, writeCsvEvent } from "./write-csv";
import { writeEventLine, writeManifestLine } from "./write-export";

const formatSchema = z.enum(["csv", "ndjson"]);
type ExportFormat = z.infer<typeof formatSchema>;

const contentTypes: Readonly<Record<ExportFormat, string>> = {
  csv: "text/csv; charset=utf-8; header=present",
  ndjson: "application/x-ndjson; charset=utf-8",
};

/**
 * Exports the log of the viewer's organization as it stood when this was asked for, oldest event first: what
 * is in an archive is not exported again. That
 * it was exported stands in the log before the first byte is sent, and is the last event of the export: so a
 * receipt that is downloaded next is of an event that the file holds. Memory stays the same however large
 * the log is, and however slowly it is read.
 *
 * @param query of the address: `format`, and the filters of the audit page
 */
export async function exportLog(
  { viewer, origin }: ActContext,
  query: URLSearchParams,
): Promise<Result<Response, Failure>> {
  const format = formatSchema.safeParse(query.get("format"));
  if (!format.success)
    return fail({ kind: "invalid_input", fields: {}, message: "An export is csv or ndjson." });
  const filters = readFilters(query);
  const { organizationId, organizationName } = viewer;
  const usedKeys = filterKeys.filter((key) => filters[key] !== undefined);
  const { before, tip } = await inTransaction(async (tx) => {
    // Nobody else adds an event before this one, which names its own number.
    const newest = await lockTip(tx, organizationId);
    const before = await findEventBefore(tx, organizationId);
    const lastSeq = Number(newest.seq) + 1;
    const firstSeq = Number(before.seq) + 1;
    const atMost = lastSeq - firstSeq + 1;
    const tip = await recordEvent(tx, organizationId, origin, {
      action: "log.exported",
      outcome: "succeeded",
      target: { type: "organization", id: organizationId, name: organizationName },
      detail: { format: format.data, filterKeys: usedKeys, firstSeq, lastSeq, atMost },
    });
    return { before, tip };
  });
  const now = systemClock.now();
  const asked = { organizationId, filters, usedKeys, before, tip, now };
  const parts = format.data === "csv" ? writeCsv(asked) : writeNdjson(asked);
  const stream = streamText(parts, (thrown) => writeLog("log.export_cut", describeThrown(thrown)));
  const name = `latchkey-audit-${now.toISOString().slice(0, 10)}.${format.data}`;
  return succeed(
    new Response(stream, {
      headers: {
        "Content-Type": contentTypes[format.data],
        "Content-Disposition": `attachment; filename="${name}"`,
        "Cache-Control": "private, no-store",
      },
    }),
  );
}

/** What the log begins after: the last event that is in an archive. */
async function findEventBefore(
  db: Pick<Tx, "auditEvent">,
  organizationId: OrganizationId,
): Promise<ChainTip> {
  const { kid, publicKey } = getAuditKey();
  const { seals } = await findLogMarks(organizationId, new Map([[kid, publicKey]]), db);
  const seal = seals.at(-1);
  if (seal === undefined) return genesisOf(organizationId);
  return { seq: seal.lastSeq, hash: Buffer.from(seal.lastHash, "hex") };
}

/** As the page reads them, less the place in its list of pages. */
function readFilters(query: URLSearchParams): EventFilters {
  const values = filterKeys.map((key) => [key, query.getAll(key)] as const);
  return parseEventFilters(
    Object.fromEntries(values.map(([key, all]) => [key, all.length > 1 ? all : all[0]])),
  );
}

interface AskedExport {
  readonly organizationId: OrganizationId;
  readonly filters: EventFilters;
  readonly usedKeys: readonly (typeof filterKeys)[number][];
  /** The event before the first that is looked at. */
  readonly before: ChainTip;
  readonly tip: ChainTip;
  readonly now: Date;
}

/** @throws where events were removed before they could be read: what was sent is not what was asked for. */
async function* readAsked(asked: AskedExport): AsyncGenerator<readonly StoredEvent[]> {
  const { organizationId, filters, usedKeys, before, tip } = asked;
  let count = 0n;
  for await (const rows of readSelection(organizationId, filters, tip.seq, { first: before.seq + 1n })) {
    count += BigInt(rows.length);
    yield rows;
  }
  const isAll = usedKeys.length === 0 && count === tip.seq - before.seq;
  if (!isAll && (await findEventBefore(getDb(), organizationId)).seq > before.seq) {
    throw new Error("The oldest events were removed into an archive while they were being exported.");
  }
}

async function* writeNdjson(asked: AskedExport): AsyncGenerator<string> {
  const { organizationId, filters, usedKeys, before, tip, now } = asked;
  const range = { first: Number(before.seq) + 1, last: Number(tip.seq) };
  yield writeManifestLine(
    {
      type: "latchkey.audit.export",
      organizationId,
      filter: Object.fromEntries(usedKeys.map((key) => [key, String(filters[key])])),
      range,
      prevHash: Buffer.from(before.hash).toString("hex"),
      count: usedKeys.length === 0 ? range.last - range.first + 1 : null,
      lastHash: Buffer.from(tip.hash).toString("hex"),
      exportedAt: now.toISOString(),
    },
    getAuditKey(),
  );
  for await (const rows of readAsked(asked)) {
    yield rows.map(writeEventLine).join("");
  }
}

async function* writeCsv(asked: AskedExport): AsyncGenerator<string> {
  yield csvHeader;
  const slice = createTimeSlice();
  for await (const rows of readAsked(asked)) {
    let text = "";
    for (const row of rows) {
      text += writeCsvEvent(row);
      if (slice.isOver()) await slice.rest();
    }
    yield text;
  }
}
