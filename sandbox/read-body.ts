import type { IncomingMessage } from "node:http";

/** The whole request body, or `undefined` when it is longer than `maxBytes`. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const piece = Buffer.from(chunk);
    bytes += piece.length;
    // What is too much is still read, so that the caller can hear the answer.
    if (bytes <= maxBytes) chunks.push(piece);
  }
  return bytes <= maxBytes ? Buffer.concat(chunks) : undefined;
}
