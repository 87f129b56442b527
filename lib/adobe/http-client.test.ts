import { createServer as createTlsServer } from "node:https";
import { createServer as createTcpServer, type Server, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test, vi } from "vitest";
import { adobeHttpLimits, createHttpClient, type HttpClient, type HttpLimits } from "./http-client";
import {
  closeServer,
  findClosedPort,
  type LoopbackServer,
  listen,
  startLoopbackServer,
} from "./loopback-server.fixture";
import { makeSelfSignedCertificate } from "./self-signed-certificate.fixture";

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

function makeClient(limits: Partial<HttpLimits> = {}): HttpClient {
  const client = createHttpClient({ ...adobeHttpLimits, ...limits });
  cleanups.push(client.close);
  return client;
}

async function serve(answer: Parameters<typeof startLoopbackServer>[0]): Promise<LoopbackServer> {
  const server = await startLoopbackServer(answer);
  cleanups.push(server.close);
  return server;
}

/** A server below HTTP: the test writes the bytes. */
async function serveTcp(onSocket: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    onSocket(socket);
  });
  const port = await listen(server);
  cleanups.push(async () => {
    for (const socket of sockets) socket.destroy();
    await closeServer(server);
  });
  return port;
}

function post(client: HttpClient, url: string, signal?: AbortSignal) {
  return client.send({
    method: "POST",
    url,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "client_secret=made-up",
    remainingMs: 40_000,
    ...(signal === undefined ? {} : { signal }),
  });
}

describe("without an answer the failure is named by what broke", () => {
  test("a closed port refuses the connection", async () => {
    const url = `http://127.0.0.1:${await findClosedPort()}/`;
    expect(await post(makeClient(), url)).toEqual({ ok: false, failure: "connection_refused" });
  });

  test("a name that does not exist is not resolved", async () => {
    expect(await post(makeClient(), "https://ims.latchkey.invalid/")).toEqual({
      ok: false,
      failure: "name_not_resolved",
    });
  });

  test("a certificate that nobody vouches for fails before anything is sent, whatever the environment says", async () => {
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    let requests = 0;
    const server = createTlsServer(makeSelfSignedCertificate(), (_request, response) => {
      requests += 1;
      response.end();
    });
    cleanups.push(() => closeServer(server));
    const url = `https://localhost:${await listen(server)}/`;
    expect(await post(makeClient(), url)).toEqual({ ok: false, failure: "tls_failed" });
    expect(requests).toBe(0);
  });

  test("a port that speaks plain http is no https server", async () => {
    const { port, seen } = await serve((response) => response.end());
    expect(await post(makeClient(), `https://127.0.0.1:${port}/`)).toEqual({
      ok: false,
      failure: "tls_failed",
    });
    expect(seen).toEqual([]);
  });

  test("a handshake that never ends times out", async () => {
    const port = await serveTcp(() => {});
    const client = makeClient({ connectTimeoutMs: 30 });
    expect(await post(client, `https://127.0.0.1:${port}/`)).toEqual({ ok: false, failure: "timed_out" });
  });

  test("headers that never come time out", async () => {
    const { url } = await serve(() => {});
    expect(await post(makeClient({ headersTimeoutMs: 30 }), url)).toEqual({
      ok: false,
      failure: "timed_out",
    });
  });

  test("a try ends with the act's budget when that is shorter", async () => {
    const { url } = await serve(() => {});
    const outcome = await makeClient().send({ method: "GET", url, headers: {}, remainingMs: 30 });
    expect(outcome).toEqual({ ok: false, failure: "timed_out" });
  });

  test("a socket that is cut is a reset", async () => {
    const port = await serveTcp((socket) => socket.once("data", () => socket.resetAndDestroy()));
    expect(await post(makeClient(), `http://127.0.0.1:${port}/`)).toEqual({
      ok: false,
      failure: "connection_reset",
    });
  });

  test("a socket that is closed without an answer is a reset", async () => {
    const port = await serveTcp((socket) => socket.once("data", () => socket.end()));
    expect(await post(makeClient(), `http://127.0.0.1:${port}/`)).toEqual({
      ok: false,
      failure: "connection_reset",
    });
  });

  test("bytes that are not HTTP are malformed", async () => {
    const port = await serveTcp((socket) => socket.once("data", () => socket.end("SSH-2.0-made_up\r\n")));
    expect(await post(makeClient(), `http://127.0.0.1:${port}/`)).toEqual({
      ok: false,
      failure: "answer_malformed",
    });
  });

  test("endless headers are too large", async () => {
    const port = await serveTcp((socket) =>
      socket.once("data", () => socket.write(`HTTP/1.1 200 OK\r\nx-long: ${"x".repeat(100_000)}`)),
    );
    expect(await post(makeClient(), `http://127.0.0.1:${port}/`)).toEqual({
      ok: false,
      failure: "answer_too_large",
    });
  });

  test("an aborted request is cancelled, before and while it runs", async () => {
    const controller = new AbortController();
    const { url, seen } = await serve(() => controller.abort());
    expect(await post(makeClient(), url, AbortSignal.abort())).toEqual({ ok: false, failure: "cancelled" });
    expect(seen).toEqual([]);
    expect(await post(makeClient(), url, controller.signal)).toEqual({ ok: false, failure: "cancelled" });
  });
});

describe("the start of sending is told", () => {
  async function isToldOf(url: string, limits: Partial<HttpLimits> = {}): Promise<boolean> {
    let isTold = false;
    const onSending = () => {
      isTold = true;
    };
    await makeClient(limits).send({ method: "POST", url, headers: {}, remainingMs: 40_000, onSending });
    return isTold;
  }

  test("before the server can have seen the request, whatever it does with it", async () => {
    const order: string[] = [];
    const { url } = await serve((response) => {
      order.push("seen");
      response.end();
    });
    const onSending = () => void order.push("sending");
    const client = makeClient();
    const request = { method: "POST", url, headers: {}, remainingMs: 40_000, onSending } as const;
    expect(await client.send(request)).toMatchObject({ value: { status: 200 } });
    expect(await client.send(request)).toMatchObject({ value: { status: 200 } });
    expect(order).toEqual(["sending", "seen", "sending", "seen"]);

    const port = await serveTcp((socket) => socket.once("data", () => socket.resetAndDestroy()));
    expect(await isToldOf(`http://127.0.0.1:${port}/`)).toBe(true);
    const silent = await serve(() => {});
    expect(await isToldOf(silent.url, { headersTimeoutMs: 30 })).toBe(true);
  });

  test("only if a connection came about", async () => {
    const mute = await serveTcp(() => {});
    const insecure = createTlsServer(makeSelfSignedCertificate(), (_request, response) => response.end());
    cleanups.push(() => closeServer(insecure));
    expect(await isToldOf(`http://127.0.0.1:${await findClosedPort()}/`)).toBe(false);
    expect(await isToldOf("https://ims.latchkey.invalid/")).toBe(false);
    expect(await isToldOf(`https://localhost:${await listen(insecure)}/`)).toBe(false);
    expect(await isToldOf(`https://127.0.0.1:${mute}/`, { connectTimeoutMs: 30 })).toBe(false);
  });

  test("not of a request that was cancelled while it waited for a socket", async () => {
    const controller = new AbortController();
    const { url, seen } = await serve(() => controller.abort());
    const client = makeClient({ maxSocketsPerHost: 1 });
    let isTold = false;
    const onSending = () => {
      isTold = true;
    };
    const first = post(client, url, controller.signal);
    const second = client.send({
      method: "POST",
      url,
      headers: {},
      remainingMs: 40_000,
      signal: controller.signal,
      onSending,
    });
    expect(await first).toEqual({ ok: false, failure: "cancelled" });
    expect(await second).toEqual({ ok: false, failure: "cancelled" });
    expect(isTold).toBe(false);
    expect(seen).toHaveLength(1);
  });
});

describe("an answer", () => {
  const bomb = gzipSync(Buffer.alloc(16 * 1024 * 1024));

  test("comes with its status, its headers and its text", async () => {
    const { url } = await serve((response) => {
      response.writeHead(400, { "x-debug-id": "made-up", "set-cookie": ["a=1", "b=2"] }).end("ünlucky");
    });
    const outcome = await post(makeClient(), url);
    if (!outcome.ok) throw new Error(outcome.failure);
    expect(outcome.value).toMatchObject({ status: 400, body: { ok: true, value: "ünlucky" } });
    expect(outcome.value.header("x-debug-id")).toBe("made-up");
    expect(outcome.value.header("set-cookie")).toBeUndefined();
  });

  test.each([301, 302, 303, 307, 308])("%d is not followed", async (status) => {
    const elsewhere = await serve((response) => response.end("{}"));
    const { url } = await serve((response) => {
      response.writeHead(status, { location: elsewhere.url }).end();
    });
    expect(await post(makeClient(), url)).toMatchObject({
      value: { status, body: { ok: false, failure: "redirected" } },
    });
    expect(elsewhere.seen).toEqual([]);
  });

  test.each(["gzip", "br", "deflate", "gzip, gzip", "identity"])(
    "in content encoding %s is refused unread",
    async (encoding) => {
      const { url, seen } = await serve((response) => {
        response.writeHead(200, { "content-encoding": encoding }).end(bomb);
      });
      expect(await post(makeClient(), url)).toMatchObject({
        value: { body: { ok: false, failure: "answer_compressed" } },
      });
      expect(seen[0]?.headers["accept-encoding"]).toBe("identity");
    },
  );

  test("of 64 KiB is read, and one of a byte more is not", async () => {
    const { url } = await serve((response, { path }) => {
      response.end("x".repeat(Number(path.slice(1))));
    });
    expect(await post(makeClient(), `${url}/65536`)).toMatchObject({ value: { body: { ok: true } } });
    expect(await post(makeClient(), `${url}/65537`)).toMatchObject({
      value: { body: { ok: false, failure: "answer_too_large" } },
    });
  });

  test("without end is left as soon as it is too large", async () => {
    const { url } = await serve((response) => {
      const pour = () => {
        while (response.write("x".repeat(16_384)));
        response.once("drain", pour);
      };
      pour();
    });
    expect(await post(makeClient(), url)).toMatchObject({
      value: { body: { ok: false, failure: "answer_too_large" } },
    });
  });

  test("that drips ends with the try's time", async () => {
    const { url } = await serve((response) => {
      const drip = setInterval(() => response.write("x"), 5);
      response.once("close", () => clearInterval(drip));
    });
    expect(await post(makeClient({ totalTimeoutMs: 60 }), url)).toMatchObject({
      value: { body: { ok: false, failure: "timed_out" } },
    });
  });

  test("that breaks off is a reset", async () => {
    const { url } = await serve((response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half", () => response.destroy());
    });
    expect(await post(makeClient(), url)).toMatchObject({
      value: { body: { ok: false, failure: "connection_reset" } },
    });
  });

  test("that is not UTF-8 is not JSON either", async () => {
    const { url } = await serve((response) => response.end(Buffer.from([0x22, 0xff, 0x22])));
    expect(await post(makeClient(), url)).toMatchObject({
      value: { body: { ok: false, failure: "not_json" } },
    });
  });
});

test("at most eight sockets are open to one host", async () => {
  const held: (() => void)[] = [];
  let isHolding = true;
  let eightCame: () => void = () => {};
  const eight = new Promise<void>((resolve) => {
    eightCame = resolve;
  });
  const server = await serve((response, { path }) => {
    if (isHolding && path !== "/bystander") held.push(() => response.end());
    else response.end();
    if (held.length === 8) eightCame();
  });
  const [client, bystander] = [makeClient(), makeClient()];
  const answers = Promise.all(Array.from({ length: 20 }, () => post(client, server.url)));
  await eight;
  // Somebody else gets through several times over, so a ninth request would have come as well.
  for (let round = 0; round < 5; round += 1) await post(bystander, `${server.url}/bystander`);
  expect(held).toHaveLength(8);
  isHolding = false;
  for (const release of held) release();
  expect((await answers).every((answer) => answer.ok)).toBe(true);
});

test("proxy variables lead no request astray", async () => {
  const proxy = await serve((response) => response.end());
  for (const name of ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"]) vi.stubEnv(name, proxy.url);
  vi.stubEnv("NODE_USE_ENV_PROXY", "1");
  const { url, seen } = await serve((response) => response.end("{}"));
  await post(makeClient(), url);
  expect(seen).toHaveLength(1);
  expect(proxy.seen).toEqual([]);
});
