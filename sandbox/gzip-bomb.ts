import { promisify } from "node:util";
import { gzip } from "node:zlib";

export const bombBytes = 128 * 1024 * 1024;

const compress = promisify(gzip);
let oneLayer: Promise<Buffer> | undefined;

/** Spaces beyond number, gzipped once or twice. Made at first use and kept. */
export async function makeGzipBomb(layers: 1 | 2): Promise<Buffer> {
  oneLayer ??= compress(Buffer.alloc(bombBytes, " "), { level: 9 });
  const bomb = await oneLayer;
  return layers === 1 ? bomb : compress(bomb, { level: 9 });
}
