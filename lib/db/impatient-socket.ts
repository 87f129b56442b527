import { Socket } from "node:net";

/**
 * A socket that ends itself when nothing has come or gone for so long. A database host that is frozen or
 * cut off neither answers nor closes, and without this every request would wait for it for ever. The
 * connection itself has to go: one whose last statement may still be running must not be used again.
 */
export function createImpatientSocket(maxSilenceMs: number): Socket {
  const socket = new Socket();
  socket.setTimeout(maxSilenceMs, () => socket.destroy());
  return socket;
}
