import { createReadStream } from "node:fs";
import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { readLines } from "@/lib/audit/export/read-lines";
import type { PublicKeys } from "@/lib/audit/public-keys";
import { createTimeSlice } from "@/lib/audit/time-slice";
import type { OrganizationId } from "@/lib/ids";
import { checkReceipt, type Receipt, readReceipt, writeReceipt } from "./receipt";

/** Adds receipts at the end of a file, and returns when they are on the disk. The file is made when it is not there. */
export async function appendReceipts(file: string, receipts: readonly Receipt[]): Promise<void> {
  if (receipts.length === 0) return;
  const handle = await open(file, "a+", 0o600);
  try {
    const { size } = await handle.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    // What a crash left of a line must not take the next one with it.
    const start = size > 0 && last.toString() !== "\n" ? "\n" : "";
    const lines = receipts.map((receipt) => `${writeReceipt(receipt)}\n`);
    await handle.appendFile(`${start}${lines.join("")}`);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** Adds one receipt at the end of a file, as `appendReceipts` does. */
export function appendReceipt(file: string, receipt: Receipt): Promise<void> {
  return appendReceipts(file, [receipt]);
}

const fileName = /^receipts-[^/]+\.ndjson$/;

/**
 * What receipts say of the events of one chain, by number. There is more than one hash where the log was put
 * back and gone on from: at most one of them can be right.
 */
export type KnownReceipts = ReadonlyMap<number, readonly KnownReceipt[]>;

export type KnownReceipt = Pick<Receipt, "hash" | "ts">;

/**
 * What the receipts in a folder, of this instance and of others, say of each chain. Older ones count as much
 * as newer ones: a log that was put back and gone on from agrees with the newest. Lines that cannot be read,
 * or that no known key signed, count for nothing.
 *
 * @param only the one chain that is asked for
 */
export async function readReceipts(
  folder: string,
  keys: PublicKeys,
  only?: OrganizationId,
): Promise<ReadonlyMap<OrganizationId, KnownReceipts>> {
  const chains = new Map<OrganizationId, Map<number, readonly KnownReceipt[]>>();
  for await (const claimed of readClaims(folder)) {
    if ((only ?? claimed.organizationId) !== claimed.organizationId) continue;
    const { organizationId, seq, hash, ts } = claimed;
    const receipts = chains.get(organizationId) ?? new Map<number, readonly KnownReceipt[]>();
    const known = receipts.get(seq) ?? [];
    if (known.some((one) => one.hash === hash)) continue;
    if (!isGenuine(claimed, keys)) continue;
    receipts.set(seq, [...known, { hash, ts }]);
    chains.set(organizationId, receipts);
  }
  return chains;
}

/** Whether one of the keys signed it. */
export function isGenuine(claimed: Receipt, keys: PublicKeys): boolean {
  return checkReceipt(writeReceipt(claimed), keys).ok;
}

/**
 * Whatever looks like a receipt in the files of a folder, whoever signed it: checking signatures is what takes
 * long where there are many. Lines that cannot be read are passed over.
 */
export async function* readClaims(folder: string): AsyncGenerator<Receipt> {
  const slice = createTimeSlice();
  for (const path of await listReceiptFiles(folder)) {
    for await (const { text } of readLines(createReadStream(path))) {
      if (slice.isOver()) await slice.rest();
      const claimed = text === null ? undefined : readReceipt(text);
      if (claimed !== undefined) yield claimed;
    }
  }
}

/** The number of the newest event that there is a receipt of; null where there is none. */
export function newestOf(receipts: KnownReceipts): number | null {
  let newest: number | null = null;
  for (const seq of receipts.keys()) {
    if (newest === null || seq > newest) newest = seq;
  }
  return newest;
}

async function listReceiptFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => fileName.test(name))
    .sort()
    .map((name) => join(folder, name));
}
