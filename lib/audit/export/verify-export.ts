/**
 * Verifies an exported log with public keys alone: no database, no secret. It reads line by line, so that
 * a file of any size can be verified. The format stands in `docs/audit-format.md`.
 */

import type { PublicKeys } from "@/lib/audit/public-keys";
import { checkReceipt, type Receipt } from "@/lib/audit/receipts/receipt";
import { checkSeal } from "@/lib/audit/signed-text";
import { compareReceipt } from "./compare-receipt";
import { type ExportManifest, isFiltered, readManifest } from "./export-manifest";
import { broken, doubt, type ExportVerdict, type StoppedVerdict } from "./export-verdict";
import { type EventFrame, readEventLine, readManifestLine } from "./read-export-line";
import { readLines, type TextLine } from "./read-lines";

/** @param receipt text of a receipt that the log must agree with. */
export async function verifyExport(
  chunks: AsyncIterable<Uint8Array>,
  keys: PublicKeys,
  receipt?: string,
): Promise<ExportVerdict> {
  const lines = numberLines(readLines(chunks));
  try {
    const manifest = await readFirstLine(lines, keys);
    if ("kind" in manifest) return manifest;
    const held = receipt === undefined ? undefined : checkReceipt(receipt, keys);
    if (held?.ok === false) return doubt(held.failure);
    if (held !== undefined && held.value.organizationId !== manifest.organizationId) {
      return doubt("receipt_of_another_organization");
    }
    const check = isFiltered(manifest) ? verifySelection : verifyWhole;
    return await check({ manifest, lines, keys, receipt: held?.value });
  } finally {
    await lines.return(undefined);
  }
}

type Genuine = Extract<ExportVerdict, { kind: "genuine" }>;

interface NumberedLine extends TextLine {
  readonly line: number;
}

interface Verifying {
  readonly manifest: ExportManifest;
  readonly lines: AsyncGenerator<NumberedLine>;
  readonly keys: PublicKeys;
  readonly receipt: Receipt | undefined;
}

async function* numberLines(lines: AsyncIterable<TextLine>): AsyncGenerator<NumberedLine> {
  let line = 0;
  for await (const text of lines) {
    line += 1;
    yield { ...text, line };
  }
}

async function readFirstLine(
  lines: AsyncGenerator<NumberedLine>,
  keys: PublicKeys,
): Promise<ExportManifest | StoppedVerdict> {
  const first = await lines.next();
  const read = first.done === true ? undefined : readManifestLine(first.value.text);
  if (read === undefined) return doubt("not_an_export");
  const manifest = readManifest(read.manifest);
  const kid = manifest?.kid ?? "";
  const problem = checkSeal(read.manifest, read.seal, kid, keys);
  if (problem === "edited") return broken("edited", null, 1);
  if (manifest === undefined) return doubt("unknown_version");
  if (problem === "unknown_key") return doubt("unknown_key");
  return problem === undefined ? manifest : broken(problem, null, 1);
}

/** Each event must be there, in its place, from the first to the last. */
async function verifyWhole({ manifest, lines, keys, receipt }: Verifying): Promise<ExportVerdict> {
  const { organizationId, range } = manifest;
  const comparison = compareReceipt(receipt, manifest);
  const stop = (verdict: StoppedVerdict) => comparison.contradiction() ?? verdict;
  let tip = { seq: range.first - 1, hash: manifest.prevHash };
  let archive: Genuine["archive"] = null;
  for (;;) {
    const next = await lines.next();
    if (next.done === true) break;
    const { text, line, isEnded } = next.value;
    const seq = tip.seq + 1;
    const read = readEventLine(text, keys);
    if (read.kind === "edited") return stop(broken(isEnded ? "edited" : "cut_tail", seq, line));
    if (read.kind === "wrong_signature") return stop(broken("wrong_signature", seq, line));
    const { frame } = read;
    const isOwn = frame.organizationId === organizationId;
    if (seq > range.last || !isOwn || frame.seq < seq) return stop(broken("inserted", seq, line));
    const isKnown = read.kind === "genuine";
    const isNext = frame.seq === seq && frame.prev === tip.hash;
    if (frame.seq > seq || (isNext && !isKnown)) {
      const isLater = await isFound(lines, (later) => later.seq === seq && isOf(later, manifest), keys);
      if (isLater) return stop(broken(isKnown ? "reordered" : "inserted", seq, line));
      return stop(isNext ? doubt("unknown_key") : broken("missing", seq, line));
    }
    if (!isNext) return stop(broken("inserted", seq, line));
    if (frame.v !== 1) return stop(doubt("unknown_version"));
    comparison.see(frame, line);
    archive ??= findArchive(frame, manifest);
    tip = frame;
  }
  if (tip.seq < range.last) return stop(broken("cut_tail", tip.seq + 1, null));
  if (tip.hash !== manifest.lastHash) return stop(broken("inserted", tip.seq, null));
  // Without an event that says so, nobody may leave the oldest events out. An archive is what such an event
  // speaks of, and stands in no need of one.
  const isSealed = range.first === 1 || archive !== null || manifest.type === "latchkey.audit.archive";
  if (!isSealed) return broken("missing", 1, null);
  const standing = comparison.end();
  if (typeof standing !== "string") return standing;
  const count = tip.seq - range.first + 1;
  return { kind: "genuine", manifest, count, isComplete: true, archive, receipt: standing };
}

/** The archive of all events before those of the file, where this event speaks of it. */
function findArchive({ mark }: EventFrame, { range, prevHash }: ExportManifest): Genuine["archive"] {
  if (mark?.action !== "log.sealed") return null;
  const { lastSeq, lastHash, exportSha256 } = mark.detail;
  return lastSeq === range.first - 1 && lastHash === prevHash ? { lastSeq, exportSha256 } : null;
}

/** Each event must be genuine and stand after those before it; which ones were left out cannot be seen. */
async function verifySelection({ manifest, lines, keys, receipt }: Verifying): Promise<ExportVerdict> {
  const { range, prevHash } = manifest;
  const comparison = compareReceipt(receipt, manifest);
  const stop = (verdict: StoppedVerdict) => comparison.contradiction() ?? verdict;
  let last = { seq: range.first - 1, hash: prevHash };
  let count = 0;
  for (;;) {
    const next = await lines.next();
    if (next.done === true) break;
    const { text, line, isEnded } = next.value;
    const read = readEventLine(text, keys);
    if (read.kind === "edited") return stop(broken(isEnded ? "edited" : "cut_tail", null, line));
    const { frame } = read;
    const { seq } = frame;
    if (read.kind === "wrong_signature") return stop(broken("wrong_signature", seq, line));
    if (read.kind === "unknown_key") return stop(doubt("unknown_key"));
    if (frame.v !== 1) return stop(doubt("unknown_version"));
    if (!isOf(frame, manifest) || seq === last.seq) return stop(broken("inserted", seq, line));
    if (seq < last.seq) return stop(broken("reordered", seq, line));
    if (seq - 1 === last.seq && frame.prev !== last.hash) return stop(broken("inserted", seq, line));
    comparison.see(frame, line);
    last = frame;
    count += 1;
  }
  const standing = comparison.end();
  if (typeof standing !== "string") return standing;
  return { kind: "genuine", manifest, count, isComplete: false, archive: null, receipt: standing };
}

/** Looks through the rest of the file for a signed event. */
async function isFound(
  lines: AsyncGenerator<NumberedLine>,
  isWanted: (frame: EventFrame) => boolean,
  keys: PublicKeys,
): Promise<boolean> {
  for (;;) {
    const next = await lines.next();
    if (next.done === true) return false;
    const read = readEventLine(next.value.text, keys);
    if (read.kind === "genuine" && isWanted(read.frame)) return true;
  }
}

function isOf(frame: EventFrame, { organizationId, range }: ExportManifest): boolean {
  return frame.organizationId === organizationId && frame.seq >= range.first && frame.seq <= range.last;
}
