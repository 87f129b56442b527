/**
 * Verifies an exported log with public keys alone: no database, no secret. It reads line by line, so that
 * a file of any size can be verified. The format stands in `docs/audit-format.md`.
 */

import { genesisOf } from "@/lib/audit/chain";
import type { PublicKeys } from "@/lib/audit/public-keys";
import { checkReceipt, type Receipt, type ReceiptProblem } from "@/lib/audit/receipts/receipt";
import { checkSeal } from "@/lib/audit/signed-text";
import { type ExportManifest, isFiltered, readManifest } from "./export-manifest";
import { type EventFrame, readEventLine, readManifestLine } from "./read-export-line";
import { readLines, type TextLine } from "./read-lines";

export type ExportProblem =
  /** It is not what was signed. */
  | "edited"
  /** An event with this number should be there. */
  | "missing"
  /** A signed event that has no place here. */
  | "inserted"
  /** It stands later in the file. */
  | "reordered"
  | "wrong_signature"
  /** The file ends before this event. */
  | "cut_tail"
  /** The receipt is of an event that comes after the last one of the export. */
  | "older_than_receipt"
  /** The receipt is of another event with this number. */
  | "differs_from_receipt";

export type ExportVerdict =
  | {
      readonly kind: "genuine";
      readonly manifest: ExportManifest;
      /** How many events the file holds. */
      readonly count: number;
      /** Whether it is shown that none is left out. */
      readonly isComplete: boolean;
      /** `not_covered`: a filtered export need not hold the event of the receipt. */
      readonly receipt: "none" | "held" | "not_covered";
    }
  | {
      readonly kind: "broken";
      readonly problem: ExportProblem;
      /** Number of the first bad event; null for the manifest, and where a changed line tells none. */
      readonly seq: number | null;
      /** Line of the file, the manifest's is 1; null where it is about none. */
      readonly line: number | null;
    }
  | { readonly kind: "cannot_tell"; readonly reason: ExportDoubt };

export type ExportDoubt =
  | ReceiptProblem
  | "not_an_export"
  | "unknown_version"
  | "unknown_key"
  | "receipt_of_another_organization";

type Stopped = Exclude<ExportVerdict, { kind: "genuine" }>;

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
): Promise<ExportManifest | Stopped> {
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
  let tip = { seq: 0, hash: Buffer.from(genesisOf(organizationId).hash).toString("hex") };
  for (;;) {
    const next = await lines.next();
    if (next.done === true) break;
    const { text, line, isEnded } = next.value;
    const seq = tip.seq + 1;
    const read = readEventLine(text, keys);
    if (read.kind === "edited") return broken(isEnded ? "edited" : "cut_tail", seq, line);
    if (read.kind === "wrong_signature") return broken("wrong_signature", seq, line);
    const { frame } = read;
    const isOwn = frame.organizationId === organizationId;
    if (seq > range.last || !isOwn || frame.seq < seq) return broken("inserted", seq, line);
    const isKnown = read.kind === "genuine";
    const isNext = frame.seq === seq && frame.prev === tip.hash;
    if (frame.seq > seq || (isNext && !isKnown)) {
      const isLater = await isFound(lines, (later) => later.seq === seq && isOf(later, manifest), keys);
      if (isLater) return broken(isKnown ? "reordered" : "inserted", seq, line);
      return isNext ? doubt("unknown_key") : broken("missing", seq, line);
    }
    if (!isNext) return broken("inserted", seq, line);
    if (frame.v !== 1) return doubt("unknown_version");
    if (differs(frame, receipt)) return broken("differs_from_receipt", seq, line);
    tip = frame;
  }
  if (tip.seq < range.last) return broken("cut_tail", tip.seq + 1, null);
  if (tip.hash !== manifest.lastHash) return broken("inserted", tip.seq, null);
  if (receipt !== undefined && receipt.seq > range.last) {
    return broken("older_than_receipt", range.last + 1, null);
  }
  const held = receipt === undefined ? "none" : "held";
  return { kind: "genuine", manifest, count: tip.seq, isComplete: true, receipt: held };
}

/** Each event must be genuine and stand after those before it; which ones were left out cannot be seen. */
async function verifySelection({ manifest, lines, keys, receipt }: Verifying): Promise<ExportVerdict> {
  let last: { readonly seq: number; readonly hash: string } | undefined;
  let count = 0;
  let held: "none" | "held" | "not_covered" = receipt === undefined ? "none" : "not_covered";
  for (;;) {
    const next = await lines.next();
    if (next.done === true) break;
    const { text, line, isEnded } = next.value;
    const read = readEventLine(text, keys);
    if (read.kind === "edited") return broken(isEnded ? "edited" : "cut_tail", null, line);
    const { frame } = read;
    const { seq } = frame;
    if (read.kind === "wrong_signature") return broken("wrong_signature", seq, line);
    if (read.kind === "unknown_key") return doubt("unknown_key");
    if (frame.v !== 1) return doubt("unknown_version");
    if (!isOf(frame, manifest) || seq === last?.seq) return broken("inserted", seq, line);
    if (last !== undefined && seq < last.seq) return broken("reordered", seq, line);
    if (seq - 1 === last?.seq && frame.prev !== last.hash) return broken("inserted", seq, line);
    if (differs(frame, receipt)) return broken("differs_from_receipt", seq, line);
    if (seq === receipt?.seq) held = "held";
    last = frame;
    count += 1;
  }
  const { range, lastHash } = manifest;
  if (receipt !== undefined && receipt.seq > range.last) {
    return broken("older_than_receipt", range.last + 1, null);
  }
  if (receipt?.seq === range.last && receipt.hash !== lastHash) {
    return broken("differs_from_receipt", range.last, null);
  }
  // The manifest names the last event of the range, whether the filter let it through or not.
  if (receipt?.seq === range.last) held = "held";
  return { kind: "genuine", manifest, count, isComplete: false, receipt: held };
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
  return frame.organizationId === organizationId && frame.seq <= range.last;
}

function differs(frame: EventFrame, receipt: Receipt | undefined): boolean {
  return receipt?.seq === frame.seq && receipt.hash !== frame.hash;
}

function broken(problem: ExportProblem, seq: number | null, line: number | null): Stopped {
  return { kind: "broken", problem, seq, line };
}

function doubt(reason: ExportDoubt): Stopped {
  return { kind: "cannot_tell", reason };
}
