import { type AuditRow, readGenuine } from "@/lib/audit/chain";
import type { EventAction } from "@/lib/audit/event";
import type { PublicKeys } from "@/lib/audit/public-keys";
import { getDb } from "@/lib/db/client";
import type { PrismaClient } from "@/lib/db/generated/client";
import type { OrganizationId } from "@/lib/ids";

/** An event of the log that changes what its verification demands. */
interface LogMark {
  readonly seq: bigint;
  /** Hexadecimal hash of the event. */
  readonly hash: string;
}

/** Says that the events from `firstSeq` to `lastSeq` are in an archive: the log may begin after it. */
export interface LogSeal extends LogMark {
  readonly firstSeq: bigint;
  readonly lastSeq: bigint;
  /** Hexadecimal hash of event `lastSeq`. */
  readonly lastHash: string;
  /** SHA-256 of the archive, hexadecimal. */
  readonly exportSha256: string;
}

/** Says that events after `keptSeq`, up to `receiptSeq`, were of a log that was given up. */
export interface LogAcknowledgement extends LogMark {
  readonly keptSeq: number;
  readonly receiptSeq: number;
  /** When: RFC 3339, UTC, with milliseconds. Receipts of later events count. */
  readonly ts: string;
}

export interface LogMarks {
  /** Oldest first. */
  readonly seals: readonly LogSeal[];
  readonly acknowledgements: readonly LogAcknowledgement[];
}

export const noMarks: LogMarks = { seals: [], acknowledgements: [] };

const markActions: EventAction[] = ["log.sealed", "log.restore_acknowledged"];

/** The marks of a log that were signed for their place. Whether the chain leads to them its walk shows. */
export async function findLogMarks(
  organizationId: OrganizationId,
  keys: PublicKeys,
  db: Pick<PrismaClient, "auditEvent"> = getDb(),
): Promise<LogMarks> {
  const rows = await db.auditEvent.findMany({
    where: { organizationId, action: { in: markActions } },
    orderBy: { seq: "asc" },
    select: { seq: true, payload: true, hash: true, signature: true },
  });
  return readLogMarks(rows, organizationId, keys);
}

/** Those of some rows, in the order of `seq`. */
export function readLogMarks(
  rows: readonly Pick<AuditRow, "seq" | "payload" | "hash" | "signature">[],
  organizationId: OrganizationId,
  keys: PublicKeys,
): LogMarks {
  const seals: LogSeal[] = [];
  const acknowledgements: LogAcknowledgement[] = [];
  for (const row of rows) {
    const mark = { seq: row.seq, hash: Buffer.from(row.hash).toString("hex") };
    const event = readGenuine(row, organizationId, keys);
    if (event?.action === "log.sealed") {
      const { firstSeq, lastSeq, ...rest } = event.detail;
      seals.push({ ...mark, firstSeq: BigInt(firstSeq), lastSeq: BigInt(lastSeq), ...rest });
    }
    if (event?.action === "log.restore_acknowledged") {
      const { keptSeq, receiptSeq } = event.detail;
      acknowledgements.push({ ...mark, keptSeq, receiptSeq, ts: event.ts });
    }
  }
  return { seals, acknowledgements };
}
