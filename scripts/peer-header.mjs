// Preloaded into the web server (`node --import`). Next hides the socket and believes a client's own
// X-Forwarded-For, so the address of the connection is written here into a private header, over
// whatever the client sent under that name.
import http from "node:http";

const peerHeader = "x-latchkey-peer";

const createServer = http.createServer;

/** @type {typeof createServer} */
http.createServer = (/** @type {any[]} */ ...options) => {
  const server = Reflect.apply(createServer, http, options);
  server.prependListener("request", stampPeer);
  server.prependListener("upgrade", stampPeer);
  closeIdleSocketsOnStop(server);
  return server;
};

/** @param {http.IncomingMessage} request */
function stampPeer(request) {
  const address = request.socket.remoteAddress ?? "";
  // Node counts the raw headers before this: names are kept in place and only their values change.
  let isStamped = false;
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    if (request.rawHeaders[index]?.toLowerCase() !== peerHeader) continue;
    request.rawHeaders[index + 1] = address;
    isStamped = true;
  }
  request.headers[peerHeader] = address;
  request.headersDistinct[peerHeader] = [address];
  if (!isStamped) request.rawHeaders.push(peerHeader, address);
}

/**
 * Browsers open connections ahead of need. Node counts one that never carried a request as busy, and
 * a stopping server would wait for it for a minute.
 * @param {http.Server} server
 */
function closeIdleSocketsOnStop(server) {
  /** @type {Map<import("node:net").Socket, number>} */
  const answering = new Map();
  let isStopping = false;
  server.on("connection", (socket) => {
    answering.set(socket, 0);
    socket.once("close", () => answering.delete(socket));
  });
  server.prependListener("request", (request, response) => {
    const { socket } = request;
    answering.set(socket, (answering.get(socket) ?? 0) + 1);
    response.once("close", () => {
      const left = (answering.get(socket) ?? 1) - 1;
      if (answering.has(socket)) answering.set(socket, left);
      if (isStopping && left === 0) socket.end();
    });
  });
  const stop = () => {
    isStopping = true;
    for (const [socket, count] of answering) if (count === 0) socket.destroy();
  };
  process.on("SIGTERM", stop).on("SIGINT", stop);
}
