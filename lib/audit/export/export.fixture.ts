import type { AuditKey } from "@/lib/audit/audit-key";
import { type AuditRow, genesisOf } from "@/lib/audit/chain";
import { buildReceipt, type Receipt } from "@/lib/audit/receipts/receipt";
import type { OrganizationId } from "@/lib/ids";
import type { ExportManifest } from "./export-manifest";
import { writeEventLine, writeManifestLine } from "./write-export";

interface ExportOptions {
  readonly filter?: ExportManifest["filter"];
  /** Rows that the filter lets through. */
  readonly chosen?: (row: AuditRow) => boolean;
}

/** For tests: the lines of an export of these rows, without their ends. */
export function makeExport(
  chain: { readonly organizationId: OrganizationId; readonly rows: readonly AuditRow[] },
  key: AuditKey,
  { filter = {}, chosen = () => true }: ExportOptions = {},
): string[] {
  const { organizationId, rows } = chain;
  const tip = rows.at(-1) ?? genesisOf(organizationId);
  const count = Object.keys(filter).length === 0 ? rows.length : null;
  const range = { first: 1 as const, last: Number(tip.seq) };
  const lastHash = Buffer.from(tip.hash).toString("hex");
  const exportedAt = "2026-11-22T11:00:00.000Z";
  const manifest = writeManifestLine({ organizationId, filter, range, count, lastHash, exportedAt }, key);
  return [manifest, ...rows.filter(chosen).map(writeEventLine)].map((line) => line.slice(0, -1));
}

/** For tests: a receipt of a row. */
export function makeReceipt(row: AuditRow, organizationId: OrganizationId, key: AuditKey): Receipt {
  const hash = Buffer.from(row.hash).toString("hex");
  return buildReceipt({ organizationId, seq: Number(row.seq), hash, ts: row.occurredAt.toISOString() }, key);
}
