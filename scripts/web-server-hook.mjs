// Preloaded into the web server (`node --import`), before Next sees a request:
// - Next hides the socket and believes a client's own X-Forwarded-For, so the address of the connection
//   is written into a private header, over whatever the client sent under that name.
// - Next answers paths that it cannot decode, or that hold two slashes in a row or a backslash, before any
//   of our headers are set, so those paths are mended first.
import http from "node:http";

const peerHeader = "x-latchkey-peer";

const createServer = http.createServer;

/** @type {typeof createServer} */
http.createServer = (/** @type {any[]} */ ...options) => {
  const server = Reflect.apply(createServer, http, options);
  server.prependListener("request", stampPeer);
  server.prependListener("upgrade", stampPeer);
  server.prependListener("request", mendPath);
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
 * A path that is none becomes one that no page has, slashes in a row become one, and of a whole address,
 * which is sent to a proxy, the path is left.
 * @param {http.IncomingMessage} request
 */
function mendPath(request) {
  const [target = "/", ...query] = (request.url ?? "/").split("?");
  const path = target.replace(/^https?:\/\/[^/\\]*/i, "") || "/";
  const mended = isDecodable(path) ? path.replace(/[/\\]+/g, "/") : "/not-found";
  if (mended !== target) request.url = [mended, ...query].join("?");
}

/** @param {string} path */
function isDecodable(path) {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
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
