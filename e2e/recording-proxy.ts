import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, request as send } from "node:http";
import { buffer } from "node:stream/consumers";

/** One answer as it went to the browser, byte for byte. */
export interface Recorded {
  readonly method: string;
  /** Path and query, as asked for. */
  readonly path: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

interface RecordingProxy {
  readonly answers: readonly Recorded[];
  stop(): void;
}

/**
 * Stands between browsers and the product, and keeps every answer. A browser forgets the bodies of a
 * page that it leaves; nothing gets past this.
 */
export async function startRecordingProxy(port: number, targetPort: number): Promise<RecordingProxy> {
  const answers: Recorded[] = [];
  const server = createServer((request, response) => {
    const { method = "GET", url: path = "/" } = request;
    // Compressed bodies could not be searched.
    const headers = { ...request.headers, "accept-encoding": "identity" };
    const passed = send({ host: "127.0.0.1", port: targetPort, method, path, headers }, async (answer) => {
      const { statusCode: status = 0 } = answer;
      response.writeHead(status, answer.headers);
      answer.pipe(response);
      const body = await buffer(answer).catch(() => undefined);
      if (body !== undefined) answers.push({ method, path, status, headers: answer.headers, body });
    });
    passed.on("error", () => response.destroy());
    request.pipe(passed);
  });
  server.listen(port, "localhost");
  await once(server, "listening");
  return {
    answers,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
