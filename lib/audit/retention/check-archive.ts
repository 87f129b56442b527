import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { verifyExport } from "@/lib/audit/export/verify-export";
import type { PublicKeys } from "@/lib/audit/public-keys";
import type { ExpiredPart } from "./expired-part";

const highWaterMark = 256 * 1024;

/**
 * Reads an archive from the disk as anybody would who verifies it. Its SHA-256 in hexadecimal, when it proves
 * by itself to hold exactly this part of the log; else undefined.
 */
export async function checkArchive(
  path: string,
  part: ExpiredPart,
  keys: PublicKeys,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const hash = createHash("sha256");
  const chunks = createReadStream(path, { highWaterMark, signal });
  const verdict = await verifyExport(passThrough(chunks, hash), keys);
  if (verdict.kind !== "genuine" || !verdict.isComplete) return undefined;
  const { type, organizationId, range, prevHash, lastHash } = verdict.manifest;
  const isOfPart =
    type === "latchkey.audit.archive" &&
    organizationId === part.organizationId &&
    BigInt(range.first) === part.first &&
    BigInt(range.last) === part.last &&
    prevHash === part.prevHash &&
    lastHash === part.lastHash;
  return isOfPart ? hash.digest("hex") : undefined;
}

/** SHA-256 of a file in hexadecimal; undefined where there is no such file. */
export async function hashFile(path: string, signal?: AbortSignal): Promise<string | undefined> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(path, { highWaterMark, signal })) hash.update(chunk);
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT") return undefined;
    throw thrown;
  }
  return hash.digest("hex");
}

async function* passThrough(chunks: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}
