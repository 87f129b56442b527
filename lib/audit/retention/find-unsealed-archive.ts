import type { PublicKeys } from "@/lib/audit/public-keys";
import { getDb } from "@/lib/db/client";
import { fail, type Result, succeed } from "@/lib/result";
import { archivePath, listArchives } from "./archive-folder";
import { checkArchive } from "./check-archive";
import type { ExpiredPart } from "./expired-part";
import type { PruneRefusal } from "./prune-refusal";

/** A part of a log whose archive is on the disk. */
export interface ArchivedPart {
  readonly part: ExpiredPart;
  readonly path: string;
  /** SHA-256 of the file, hexadecimal. */
  readonly sha256: string;
}

/**
 * The archive that an earlier run wrote and did not come to seal: its events are not written a second time.
 * It may end before the part does, which has grown since. Undefined where there is none.
 */
export async function findUnsealedArchive(
  part: ExpiredPart,
  folder: string,
  keys: PublicKeys,
  signal?: AbortSignal,
): Promise<Result<ArchivedPart | undefined, PruneRefusal>> {
  const { organizationId } = part;
  const ranges = (await listArchives(folder, organizationId)).filter(
    ({ first, last }) => first === part.first && last <= part.last,
  );
  const last = ranges.reduce<bigint | undefined>(
    (longest, range) => (longest === undefined || range.last > longest ? range.last : longest),
    undefined,
  );
  if (last === undefined) return succeed(undefined);
  const path = archivePath(folder, organizationId, { first: part.first, last });
  const row = await getDb().auditEvent.findUnique({
    where: { organizationId_seq: { organizationId, seq: last } },
    select: { hash: true },
  });
  const lastHash = Buffer.from(row?.hash ?? []).toString("hex");
  const archived = { ...part, last, lastHash };
  const sha256 = await checkArchive(path, archived, keys, signal);
  if (sha256 === undefined) return fail({ kind: "archive_in_the_way", path });
  return succeed({ part: archived, path, sha256 });
}
