import { createReadStream } from "node:fs";
import { open, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { OrganizationId } from "@/lib/ids";
import type { PublicKeys } from "./public-keys";
import { readLines } from "./read-lines";
import { checkReceipt, type Receipt, readReceipt, writeReceipt } from "./receipt";

/** Adds a receipt at the end of a file, and returns when it is on the disk. The file is made when it is not there. */
export async function appendReceipt(file: string, receipt: Receipt): Promise<void> {
  const handle = await open(file, "a+", 0o600);
  try {
    const { size } = await handle.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    // What a crash left of a line must not take the next one with it.
    const start = size > 0 && last.toString() !== "\n" ? "\n" : "";
    await handle.appendFile(`${start}${writeReceipt(receipt)}\n`);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

const fileName = /^receipts-[^/]+\.ndjson$/;

/**
 * The receipt of the newest event among all that are kept in a folder, by this instance and by others; null
 * where none is of this organization. Lines that cannot be read, or that no known key signed, count for
 * nothing.
 *
 * @param file where this instance keeps its own
 */
export async function findNewestReceipt(
  file: string,
  organizationId: OrganizationId,
  keys: PublicKeys,
): Promise<Receipt | null> {
  let newest: Receipt | null = null;
  for (const path of await listReceiptFiles(dirname(file))) {
    for await (const { text } of readLines(createReadStream(path))) {
      const claimed = text === null ? undefined : readReceipt(text);
      if (claimed === undefined || claimed.organizationId !== organizationId) continue;
      if (newest !== null && claimed.seq <= newest.seq) continue;
      if (checkReceipt(writeReceipt(claimed), keys).ok) newest = claimed;
    }
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
