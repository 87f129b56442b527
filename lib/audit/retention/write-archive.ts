import { createHash } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import type { AuditKey } from "@/lib/audit/audit-key";
import { type ChainTip, checkLink } from "@/lib/audit/chain";
import { writeEventLine, writeManifestLine } from "@/lib/audit/export/write-export";
import { getDb } from "@/lib/db/client";
import { partialPath, removeAbandonedPartials } from "@/lib/db/embedded/partial-path";
import { fail, type Result, succeed } from "@/lib/result";
import { archivePath, syncFolder } from "./archive-folder";
import { checkArchive } from "./check-archive";
import type { ExpiredPart } from "./expired-part";
import type { PruneRefusal } from "./prune-refusal";
import type { PruneWatch } from "./prune-watch";

const pageSize = 500;

/**
 * Writes a part of a log as an archive: a signed manifest, then its events as they were signed. It takes its
 * name when all of it is on the disk and was read back and verified, so whatever has the name is whole.
 *
 * @returns SHA-256 of the file, hexadecimal
 */
export async function writeArchive(
  part: ExpiredPart,
  folder: string,
  key: AuditKey,
  watch: PruneWatch,
): Promise<Result<string, PruneRefusal>> {
  await removeAbandonedPartials(folder);
  const path = archivePath(folder, part.organizationId, part);
  const draft = partialPath(path);
  try {
    const written = await writeDraft(part, draft, key, watch);
    if (!written.ok) return written;
    const keys = new Map([[key.kid, key.publicKey]]);
    if ((await checkArchive(draft, part, keys, watch.signal)) !== written.value) {
      return fail({ kind: "archive_unreadable", path });
    }
    await rename(draft, path);
    await syncFolder(folder);
    return written;
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeDraft(
  part: ExpiredPart,
  draft: string,
  key: AuditKey,
  watch: PruneWatch,
): Promise<Result<string, PruneRefusal>> {
  const hash = createHash("sha256");
  const handle = await open(draft, "wx", 0o600);
  try {
    const write = async (text: string) => {
      hash.update(text);
      await handle.appendFile(text);
    };
    await write(makeManifest(part, key, watch));
    const refusal = await writeEvents(part, write, key, watch);
    if (refusal !== undefined) return fail(refusal);
    await handle.sync();
    return succeed(hash.digest("hex"));
  } finally {
    await handle.close();
  }
}

function makeManifest(part: ExpiredPart, key: AuditKey, { clock }: PruneWatch): string {
  const { organizationId, first, last, prevHash, lastHash } = part;
  const manifest = {
    type: "latchkey.audit.archive",
    organizationId,
    filter: {},
    range: { first: Number(first), last: Number(last) },
    prevHash,
    count: Number(last - first) + 1,
    lastHash,
    exportedAt: clock.now().toISOString(),
  } as const;
  return writeManifestLine(manifest, key);
}

/** Each event is checked on the way, its columns too: what is changed must not vanish from the database. */
async function writeEvents(
  part: ExpiredPart,
  write: (text: string) => Promise<void>,
  key: AuditKey,
  { signal, onProgress }: PruneWatch,
): Promise<PruneRefusal | undefined> {
  const { organizationId, first, last, prevHash } = part;
  const keys = new Map([[key.kid, key.publicKey]]);
  const total = last - first + 1n;
  let tip: ChainTip = { seq: first - 1n, hash: Buffer.from(prevHash, "hex") };
  while (tip.seq < last) {
    signal?.throwIfAborted();
    const rows = await getDb().auditEvent.findMany({
      where: { organizationId, seq: { gt: tip.seq, lte: last } },
      orderBy: { seq: "asc" },
      take: pageSize,
    });
    if (rows.length === 0) return { kind: "tampered", seq: tip.seq + 1n, problem: { kind: "missing" } };
    for (const row of rows) {
      const problem = checkLink(row, organizationId, tip, keys);
      if (problem !== undefined) return { kind: "tampered", seq: tip.seq + 1n, problem };
      tip = row;
    }
    await write(rows.map(writeEventLine).join(""));
    onProgress?.({ work: "archiving", done: tip.seq - first + 1n, total });
  }
  return undefined;
}
