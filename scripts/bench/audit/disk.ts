import { open } from "node:fs/promises";
import { join } from "node:path";
import { timesPerSecond } from "@/scripts/bench/measure";

const page = Buffer.alloc(8_192, 1);
const pages = 2_000;

/** A file on the database's disk, of the size of a segment of its log. */
export interface Disk {
  /** How often per second a page reaches the disk when one is written after another. */
  readonly writesPerSecond: (times: number) => Promise<number>;
  readonly close: () => Promise<void>;
}

export async function openDisk(folder: string): Promise<Disk> {
  const file = await open(join(folder, "disk"), "w");
  await file.write(Buffer.alloc(pages * page.length));
  await file.datasync();
  return {
    writesPerSecond: (times) =>
      timesPerSecond(times, async (turn) => {
        await file.write(page, 0, page.length, (turn % pages) * page.length);
        await file.datasync();
      }),
    close: () => file.close(),
  };
}
