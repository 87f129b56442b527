import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Client, generateClientId } from "./clients";
import { type ControlClient, createControlClient } from "./control-client";
import { bombBytes } from "./gzip-bomb";
import { postRaw, type RawResponse } from "./raw-request.fixture";
import { type Sandbox, startSandbox } from "./server";

let sandbox: Sandbox;
let control: ControlClient;
let client: Client;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, host: "127.0.0.1" });
  control = createControlClient(sandbox.url, sandbox.controlKey);
});
beforeEach(async () => {
  client = await control.putClient(generateClientId());
  await control.clearRequests();
});
afterAll(() => sandbox.close());

function askForToken(of: Client = client): Promise<RawResponse> {
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: of.clientId,
    client_secret: of.clientSecrets[0] ?? "",
    scope: "openid",
  });
  return postRaw(`${sandbox.url}/ims/token/v3`, form);
}

/** An address whose honest answer is a refusal: a call to it needs no body. */
function tokenUrl(): string {
  return `${sandbox.url}/ims/token/v3?${new URLSearchParams({ client_id: client.clientId })}`;
}

function isGrant(body: Buffer): boolean {
  const text = body.toString();
  return text.includes('"access_token":"ey') && text.includes('"expires_in":86399');
}

describe("faults", () => {
  test("spoil as many calls as their count says, one fault after the other, and then none", async () => {
    await control.setFaults(
      client.clientId,
      { kind: "throttle", count: 2, retryAfter: { seconds: 7 } },
      { kind: "serverError", status: 503, count: 1 },
    );
    const statuses = [];
    for (let call = 0; call < 5; call += 1) statuses.push((await askForToken()).status);
    expect(statuses).toEqual([429, 429, 503, 200, 200]);
  });

  test("without a count last until they are cleared", async () => {
    await control.setFaults(client.clientId, { kind: "serverError", status: 500 });
    for (let call = 0; call < 3; call += 1) expect((await askForToken()).status).toBe(500);
    await control.clearFaults(client.clientId);
    expect((await askForToken()).status).toBe(200);
  });

  test("spoil the calls of their own client alone", async () => {
    const neighbour = await control.putClient(generateClientId());
    await control.setFaults(client.clientId, { kind: "serverError", status: 500 });
    expect((await askForToken(neighbour)).status).toBe(200);
  });

  test("keep the debug id on every answer", async () => {
    await control.setFaults(client.clientId, { kind: "html" });
    expect((await askForToken()).headers["x-debug-id"]).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("throttle and serverError", () => {
  test("carry Retry-After as seconds, as a date, or not at all", async () => {
    const httpDate = new Date(Date.UTC(2030, 0, 1)).toUTCString();
    await control.setFaults(
      client.clientId,
      { kind: "throttle", count: 1, retryAfter: { seconds: 7 } },
      { kind: "throttle", count: 1, retryAfter: { httpDate } },
      { kind: "throttle", count: 1 },
      { kind: "serverError", status: 502, count: 1, retryAfter: { seconds: 1 } },
    );
    expect((await askForToken()).headers["retry-after"]).toBe("7");
    expect((await askForToken()).headers["retry-after"]).toBe(httpDate);
    expect((await askForToken()).headers["retry-after"]).toBeUndefined();
    expect(await askForToken()).toMatchObject({ status: 502, headers: { "retry-after": "1" } });
  });
});

describe("slowness", () => {
  test("delay keeps one caller waiting and not the others, and then answers honestly", async () => {
    await control.setFaults(
      client.clientId,
      { kind: "delay", delayMs: 600_000, count: 1 },
      { kind: "delay", delayMs: 1, count: 1 },
    );
    const caller = new AbortController();
    const waiting = fetch(tokenUrl(), { method: "POST", signal: caller.signal });
    await expect.poll(async () => (await control.requests(client.clientId)).requests.length).toBe(1);
    expect(isGrant((await askForToken()).body)).toBe(true);
    const { requests } = await control.requests(client.clientId);
    expect(requests.map((entry) => entry.status)).toEqual([null, 200]);
    caller.abort();
    await expect(waiting).rejects.toThrow();
  });

  test("drip sends the honest answer in small pieces", async () => {
    await control.setFaults(
      client.clientId,
      { kind: "drip", bytes: 10, intervalMs: 60_000, count: 1 },
      { kind: "drip", bytes: 100, intervalMs: 1, count: 1 },
    );
    const caller = new AbortController();
    const slow = await fetch(tokenUrl(), { method: "POST", signal: caller.signal });
    const piece = await slow.body?.getReader().read();
    expect(piece?.value).toHaveLength(10);
    expect(Number(slow.headers.get("content-length"))).toBeGreaterThan(10);
    caller.abort();
    expect(isGrant((await askForToken()).body)).toBe(true);
  });

  test("a caller who hangs up on a slow answer leaves nothing behind", async () => {
    await control.setFaults(client.clientId, { kind: "holdUntilReleased" });
    const caller = new AbortController();
    const call = fetch(tokenUrl(), { method: "POST", signal: caller.signal });
    await control.waitForHeld(1, client.clientId);
    caller.abort();
    await expect(call).rejects.toThrow();
    await expect.poll(() => control.countHeld(client.clientId)).toBe(0);
  });
});

describe("holdUntilReleased", () => {
  test("keeps answers back until they are released, and those of other clients stay", async () => {
    const neighbour = await control.putClient(generateClientId());
    for (const { clientId } of [client, neighbour]) {
      await control.setFaults(clientId, { kind: "holdUntilReleased" });
    }
    const calls = [askForToken(), askForToken(), askForToken(neighbour)];
    await control.waitForHeld(2, client.clientId);
    await control.waitForHeld(3);
    expect((await control.requests()).requests.map((entry) => entry.status)).toEqual([null, null, null]);

    expect(await control.release(client.clientId)).toBe(2);
    for (const call of calls.slice(0, 2)) expect(isGrant((await call).body)).toBe(true);
    await control.waitForHeld(1, neighbour.clientId);
    expect(await control.release()).toBe(1);
    await Promise.all(calls);
    const { requests, counts } = await control.requests();
    expect(requests.map((entry) => entry.status)).toEqual([200, 200, 200]);
    expect(counts).toEqual({ [client.clientId]: 2, [neighbour.clientId]: 1 });
  });

  test("does not hinder the sandbox from closing", async () => {
    const other = await startSandbox({ port: 0, host: "127.0.0.1" });
    const otherControl = createControlClient(other.url, other.controlKey);
    const { clientId } = other.readyCredential();
    await otherControl.setFaults(clientId, { kind: "holdUntilReleased" });
    const call = postRaw(`${other.url}/ims/token/v3`, new URLSearchParams({ client_id: clientId }));
    const cut = expect(call).rejects.toThrow();
    await otherControl.waitForHeld(1);
    await other.close();
    await cut;
  });
});

describe("broken transport", () => {
  test.each(["request", "response", "body"] as const)("reset at the %s cuts the connection", async (at) => {
    await control.setFaults(client.clientId, { kind: "reset", at, count: 1 });
    await expect(askForToken()).rejects.toThrow();
    expect((await askForToken()).status).toBe(200);
    const { requests } = await control.requests(client.clientId);
    expect(requests.map((entry) => entry.status)).toEqual([at === "body" ? 200 : null, 200]);
  });

  test.each([301, 302, 307, 308] as const)("redirect answers %i with the given location", async (status) => {
    const location = "https://elsewhere.example/ims/token/v3";
    await control.setFaults(client.clientId, { kind: "redirect", status, location });
    expect(await askForToken()).toMatchObject({ status, headers: { location } });
  });

  test("html answers 200 with a page", async () => {
    await control.setFaults(client.clientId, { kind: "html" });
    const { status, headers, body } = await askForToken();
    expect([status, headers["content-type"]]).toEqual([200, "text/html;charset=UTF-8"]);
    expect(body.toString()).toContain("<!doctype html>");
  });

  test("gzip compresses the honest answer", async () => {
    await control.setFaults(client.clientId, { kind: "gzip" });
    const { headers, body } = await askForToken();
    expect(headers["content-encoding"]).toBe("gzip");
    expect(isGrant(gunzipSync(body))).toBe(true);
  });

  test("gzipBomb is small on the wire and more than 100 MB when inflated", async () => {
    await control.setFaults(client.clientId, { kind: "gzipBomb" });
    const { headers, body } = await askForToken();
    expect(headers["content-encoding"]).toBe("gzip, gzip");
    expect(body.length).toBeLessThan(4_096);
    const inner = gunzipSync(body);
    expect(() => gunzipSync(inner, { maxOutputLength: 100_000_000 })).toThrow();
    expect(bombBytes).toBeGreaterThan(100_000_000);

    await control.setFaults(client.clientId, { kind: "gzipBomb", layers: 1 });
    const oneLayer = await askForToken();
    expect(oneLayer.headers["content-encoding"]).toBe("gzip");
    expect(oneLayer.body.equals(inner)).toBe(true);
  });

  test.each([true, false])(
    "oversize is good JSON beyond 64 KiB (length announced: %s)",
    async (announced) => {
      await control.setFaults(client.clientId, { kind: "oversize", announced });
      const { headers, body } = await askForToken();
      expect(body.length).toBeGreaterThan(65_536);
      expect("content-length" in headers).toBe(announced);
      expect(JSON.parse(body.toString())).toMatchObject({ token_type: "bearer", expires_in: 86399 });
    },
  );
});
