import type { AuditKey } from "@/lib/audit/audit-key";
import { type AuditRow, type ChainTip, genesisOf } from "@/lib/audit/chain";
import { buildReceipt, type Receipt } from "@/lib/audit/receipts/receipt";
import type { OrganizationId } from "@/lib/ids";
import type { ExportManifest } from "./export-manifest";
import { writeEventLine, writeManifestLine } from "./write-export";

interface ExportOptions {
  readonly type?: ExportManifest["type"];
  readonly filter?: ExportManifest["filter"];
  /** Rows that the filter lets through. */
  readonly chosen?: (row: AuditRow) => boolean;
  /** The event before the first of them. */
  readonly before?: ChainTip;
}

/** For tests: the lines of an export of these rows, without their ends. */
export function makeExport(
  chain: { readonly organizationId: OrganizationId; readonly rows: readonly AuditRow[] },
  key: AuditKey,
  options: ExportOptions = {},
): string[] {
  const { organizationId, rows } = chain;
  const { type = "latchkey.audit.export", filter = {}, chosen = () => true } = options;
  const before = options.before ?? genesisOf(organizationId);
  const tip = rows.at(-1) ?? before;
  const count = Object.keys(filter).length === 0 ? rows.length : null;
  const range = { first: Number(before.seq) + 1, last: Number(tip.seq) };
  const prevHash = Buffer.from(before.hash).toString("hex");
  const lastHash = Buffer.from(tip.hash).toString("hex");
  const exportedAt = "2026-11-22T11:00:00.000Z";
  const draft = { type, organizationId, filter, range, prevHash, count, lastHash, exportedAt };
  const manifest = writeManifestLine(draft, key);
  return [manifest, ...rows.filter(chosen).map(writeEventLine)].map((line) => line.slice(0, -1));
}

/** For tests: a receipt of a row. */
export function makeReceipt(row: AuditRow, organizationId: OrganizationId, key: AuditKey): Receipt {
  const hash = Buffer.from(row.hash).toString("hex");
  return buildReceipt({ organizationId, seq: Number(row.seq), hash, ts: row.occurredAt.toISOString() }, key);
}
