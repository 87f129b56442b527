import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";

/** Answers with everything a handler can see of the header. */
const server = `
  import http from "node:http";
  const server = http.createServer((request, response) => {
    const raw = request.rawHeaders.filter((_, index, all) => index % 2 === 1 && all[index - 1].toLowerCase() === "x-latchkey-peer");
    response.end(JSON.stringify({
      header: request.headers["x-latchkey-peer"],
      distinct: request.headersDistinct["x-latchkey-peer"],
      raw,
      other: request.headers["x-other"],
      url: request.url,
    }));
  });
  server.on("upgrade", (request, socket) => socket.end(JSON.stringify({ header: request.headers["x-latchkey-peer"] })));
  server.listen(0, "127.0.0.1", () => console.log(server.address().port));
  process.on("SIGTERM", () => server.close(() => process.exit(0)));
`;

let child: ChildProcess;
let port = 0;

beforeAll(async () => {
  const hook = new URL("web-server-hook.mjs", import.meta.url).href;
  const started = spawn(process.execPath, ["--import", hook, "--input-type=module", "-e", server]);
  child = started;
  const [line] = await once(started.stdout, "data");
  port = Number(String(line));
});

afterAll(() => {
  child.kill("SIGKILL");
});

/** The JSON that stands at the end of the answer to these header lines. */
async function ask(...lines: string[]): Promise<unknown> {
  return askFor("/", ...lines);
}

async function askFor(path: string, ...lines: string[]): Promise<unknown> {
  const socket = connect(port, "127.0.0.1");
  socket.write([`GET ${path} HTTP/1.1`, "Host: localhost", ...lines, "", ""].join("\r\n"));
  const answer = await text(socket);
  return JSON.parse(/\{.*\}/s.exec(answer)?.[0] ?? "null");
}

test.each([
  ["/credentials?q=%zz", "/credentials?q=%zz"],
  ["/credentials/%zz", "/not-found"],
  ["/%ED%A0%80?a=1", "/not-found?a=1"],
  ["//evil.example/x", "/evil.example/x"],
  ["/.//evil.example/", "/./evil.example/"],
  ["/a/..//evil.example?b=//c", "/a/../evil.example?b=//c"],
  ["/\\evil.example/", "/evil.example/"],
  ["http://evil.example//x?a=1", "/x?a=1"],
  ["http://evil.example", "/"],
])("the path %s reaches Next as %s", async (path, mended) => {
  expect(await askFor(path, "Connection: close")).toMatchObject({ url: mended });
});

const truth = { header: "127.0.0.1", distinct: ["127.0.0.1"], raw: ["127.0.0.1"] };

test("a request carries the address of its connection", async () => {
  expect(await ask("Connection: close")).toMatchObject(truth);
});

test.each([
  [["X-Latchkey-Peer: 203.0.113.9"]],
  [["x-latchkey-peer: "]],
  [["X-LATCHKEY-PEER:203.0.113.9", "X-Other: kept"]],
])("a client cannot say another address with %j", async (lines) => {
  const answer = await ask(...lines, "Connection: close");
  expect(answer).toMatchObject(truth);
  expect(answer).not.toMatchObject({ other: "127.0.0.1" });
});

test("a client cannot say another address by saying it twice", async () => {
  const answer = await ask(
    "X-Latchkey-Peer: 203.0.113.9",
    "x-latchkey-peer: 203.0.113.10",
    "Connection: close",
  );
  expect(answer).toMatchObject({ ...truth, raw: ["127.0.0.1", "127.0.0.1"] });
});

test("a client cannot say another address when it asks for an upgrade", async () => {
  const answer = await ask("X-Latchkey-Peer: 203.0.113.9", "Connection: Upgrade", "Upgrade: websocket");
  expect(answer).toEqual({ header: "127.0.0.1" });
});

test("a connection that never carried a request does not hold up the stop", async () => {
  const idle = connect(port, "127.0.0.1");
  await once(idle, "connect");
  await ask("Connection: close");
  const closed = once(idle, "close");
  child.kill("SIGTERM");
  await closed;
  const [code] = child.exitCode === null ? await once(child, "exit") : [child.exitCode];
  expect(code).toBe(0);
});
