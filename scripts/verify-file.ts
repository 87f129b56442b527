import { createReadStream } from "node:fs";
import { open, readFile } from "node:fs/promises";
import type { ExportVerdict } from "@/lib/audit/export/export-verdict";
import { verifyExport } from "@/lib/audit/export/verify-export";
import { parsePublicKeys } from "@/lib/audit/public-keys";
import { describeDoubt, describeProblem } from "@/lib/audit/words/describe-problem";
import { Refusal } from "./explain-problem.mjs";
import { cannotTell, good, tampered } from "./verify-codes";

interface GivenFiles {
  readonly file: string;
  /** A public JWK, or a JWKS. */
  readonly key: string;
  readonly receipt: string | undefined;
}

interface FileVerdict {
  readonly code: number;
  readonly sentence: string;
}

/**
 * Verifies an exported log. Needs no database, no settings and no secret.
 * @throws a Refusal when a file cannot be read.
 */
export async function verifyFile(given: GivenFiles, stop: AbortSignal): Promise<FileVerdict> {
  const keys = parsePublicKeys(await readText(given.key));
  if (!keys.ok) {
    throw new Refusal(
      `${given.key} is no public audit key: it must be a JWK or JWKS of Ed25519 keys with their kid.`,
    );
  }
  const receipt = given.receipt === undefined ? undefined : await readText(given.receipt);
  const handle = await open(given.file).catch(() => undefined);
  if (handle === undefined || (await handle.stat()).isDirectory()) {
    throw new Refusal(`${given.file} cannot be read.`);
  }
  const chunks = createReadStream(given.file, { fd: handle, signal: stop, highWaterMark: 256 * 1024 });
  return sayVerdict(await verifyExport(chunks, keys.value, receipt));
}

function sayVerdict(verdict: ExportVerdict): FileVerdict {
  if (verdict.kind === "cannot_tell") {
    return { code: cannotTell, sentence: `Cannot tell: ${describeDoubt(verdict.reason)}.` };
  }
  if (verdict.kind === "broken") {
    const { problem, seq, line } = verdict;
    const event = seq === null ? (line === 1 ? ["the manifest"] : ["an event"]) : [`event ${seq}`];
    const place = [...event, ...(line === null ? [] : [`line ${line}`])].join(", ");
    return {
      code: tampered,
      sentence: `Tampered: ${place}, ${problem}: ${describeProblem({ kind: problem })}.`,
    };
  }
  const { manifest, count, isComplete, archive, receipt } = verdict;
  const { first, last } = manifest.range;
  const events = `${count} ${count === 1 ? "event" : "events"} of organization ${manifest.organizationId}`;
  const proof = isComplete
    ? `all from ${first} to ${last} are there as they were signed with key ${manifest.kid}`
    : "each is genuine; the export is filtered, so it is not shown that none was left out";
  const earlier =
    archive === null
      ? ""
      : `; events 1 to ${archive.lastSeq} are in an archive whose SHA-256 is ${archive.exportSha256}`;
  return { code: good, sentence: `Good: ${events}, ${proof}${earlier}${receiptClauses[receipt]}.` };
}

const receiptClauses = {
  none: "",
  held: "; the receipt agrees",
  not_covered: "; the event of the receipt is not among them, so it shows nothing more",
  given_up: "; the receipt is of a log that was given up by a restore, so it does not count",
} as const;

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch {
    throw new Refusal(`${file} cannot be read.`);
  }
}
