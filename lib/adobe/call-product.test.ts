import { channel } from "node:diagnostics_channel";
import type { LookupFunction } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Environment } from "@/lib/environment";
import { checkTenant } from "@/lib/probes/check-tenant";
import { hostileBases } from "@/lib/probes/hostile-bases.fixture";
import { aimProbe } from "@/lib/probes/probe-catalogue";
import { Secret } from "@/lib/secret";
import { createCallProduct, type ProductCall } from "./call-product";
import { createCircuitBreaker } from "./circuit-breaker";
import { makeFakeTiming } from "./fake-timing.fixture";
import { adobeHttpLimits, createHttpClient } from "./http-client";
import { createPublicLookup } from "./look-up-public";
import { type LoopbackServer, startLoopbackServer } from "./loopback-server.fixture";
import { buildProductUrl } from "./product-hosts";

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function serve(answer: Parameters<typeof startLoopbackServer>[0]): Promise<LoopbackServer> {
  const server = await startLoopbackServer(answer);
  cleanups.push(server.close);
  return server;
}

/** The real thing; the sandbox is a server of the test, and every name of the internet leads to this machine. */
function makeCaller(sandboxUrl: string) {
  const looked: string[] = [];
  const leadHome: LookupFunction = (hostname, _options, callback) => {
    looked.push(hostname);
    callback(null, [{ address: "127.0.0.1", family: 4 }]);
  };
  const http = createHttpClient(adobeHttpLimits, createPublicLookup(leadHome));
  const sandboxHttp = createHttpClient();
  cleanups.push(http.close, sandboxHttp.close);
  const timing = makeFakeTiming();
  const call = createCallProduct({
    findHost: (_environment: Environment) => ({
      imsOrigin: sandboxUrl,
      consoleOrigin: sandboxUrl,
      allowInsecureRequests: true,
    }),
    http,
    sandboxHttp,
    breaker: createCircuitBreaker(timing.elapsedMs),
    timing,
  });
  return { call, looked, timing };
}

function describeCall(change: Partial<ProductCall> = {}): ProductCall {
  return {
    environment: "sandbox",
    clientId: "made-up-client",
    accessToken: new Secret(`made-up-token-${crypto.randomUUID()}`),
    imsOrgId: "0123ABCD@AdobeOrg",
    host: "analytics.adobe.io",
    path: "/discovery/me",
    ...change,
  };
}

const json = { "content-type": "application/json" };

describe("what is asked", () => {
  test("is one GET with token, key and organization, and nothing of the answer is kept but status and id", async () => {
    const server = await serve((response) =>
      response.writeHead(200, { ...json, "x-request-id": "req-1" }).end('{"secret":"of the customer"}'),
    );
    const { call } = makeCaller(server.url);
    const asked = describeCall();
    expect(await call(asked)).toEqual({
      ok: true,
      value: { status: 200, debugId: "req-1", tries: 1, durationMs: 0 },
    });
    expect(server.seen).toMatchObject([
      {
        method: "GET",
        path: "/products/analytics.adobe.io/discovery/me",
        headers: {
          authorization: `Bearer ${asked.accessToken.reveal()}`,
          "x-api-key": "made-up-client",
          "x-gw-ims-org-id": "0123ABCD@AdobeOrg",
          "accept-encoding": "identity",
        },
      },
    ]);
  });

  test("goes out without an organization that is not known or cannot travel in a header", async () => {
    const server = await serve((response) => response.writeHead(200, json).end("{}"));
    const { call } = makeCaller(server.url);
    for (const imsOrgId of [null, "Zürich\r\nx: y"]) await call(describeCall({ imsOrgId }));
    expect(server.seen.map(({ headers }) => headers["x-gw-ims-org-id"])).toEqual([undefined, undefined]);
  });
});

describe("what comes back", () => {
  test("may be longer than is read: a 200 is access", async () => {
    const server = await serve((response) =>
      response.writeHead(200, json).end(`{"a":"${"x".repeat(adobeHttpLimits.maxBodyBytes)}"}`),
    );
    expect(await makeCaller(server.url).call(describeCall())).toMatchObject({ ok: true });
  });

  test.each([
    ["a page", 200, { "content-type": "text/html" }, "not_json"],
    ["compressed", 200, { ...json, "content-encoding": "gzip" }, "answer_compressed"],
    ["a token that is refused", 401, json, "product_token_refused"],
    ["nothing there", 404, json, "product_not_found"],
  ])("%s is not access", async (_what, status, headers, code) => {
    const server = await serve((response) => response.writeHead(status, headers).end("{}"));
    expect(await makeCaller(server.url).call(describeCall())).toMatchObject({ failure: { code, status } });
    expect(server.seen).toHaveLength(1);
  });

  test("is never followed to another place", async () => {
    const elsewhere = await serve((response) => response.writeHead(200, json).end("{}"));
    const server = await serve((response) =>
      response.writeHead(307, { location: `${elsewhere.url}/discovery/me` }).end(),
    );
    expect(await makeCaller(server.url).call(describeCall())).toMatchObject({
      failure: { code: "redirected" },
    });
    expect(elsewhere.seen).toEqual([]);
  });

  test("is access as a 404 of the product where what was asked for cannot exist, but not of the gateway", async () => {
    const server = await serve((response, { path }) =>
      path.includes("pdf")
        ? response.writeHead(404, json).end('{"error":{"code":"NOT_FOUND"}}')
        : response.writeHead(404, json).end('{"error_code":"404","message":"none"}'),
    );
    const { call } = makeCaller(server.url);
    const isAbsenceAccess = true;
    const pdf = await call(describeCall({ host: "pdf-services.adobe.io", isAbsenceAccess }));
    expect(pdf).toMatchObject({ ok: true, value: { status: 404 } });
    expect(await call(describeCall({ isAbsenceAccess }))).toMatchObject({
      failure: { code: "product_not_found" },
    });
  });

  test("drops an id that repeats the token", async () => {
    const server = await serve((response, { headers }) =>
      response.writeHead(200, { ...json, "x-request-id": headers.authorization?.slice(7) }).end("{}"),
    );
    expect(await makeCaller(server.url).call(describeCall())).toMatchObject({
      value: { debugId: undefined },
    });
  });
});

describe("a 429", () => {
  test.each([
    ["with a short wait is asked once more after it", "4", 2, [4_000]],
    ["with a long wait is not", "38", 1, []],
    ["without a wait is not", undefined, 1, []],
  ])("%s", async (_what, retryAfter, requests, waits) => {
    const server = await serve((response) =>
      response
        .writeHead(429, { ...json, ...(retryAfter !== undefined && { "retry-after": retryAfter }) })
        .end('{"error_code":"429050","message":"Too many requests"}'),
    );
    const { call, timing } = makeCaller(server.url);
    expect(await call(describeCall())).toMatchObject({ failure: { code: "throttled", status: 429 } });
    expect(server.seen).toHaveLength(requests);
    expect(timing.waits).toEqual(waits);
  });
});

describe("nothing but a product's own host is reached", () => {
  const good = { server: "na1-sandbox", tenant: "AbCYab34cdEfGHiJ27123" };
  const path = "/V1/products?searchCriteria%5BpageSize%5D=1";
  const allowed = ["na1-sandbox.api.commerce.adobe.com", "na1.api.commerce.adobe.com"];

  /** Every host that the HTTP client turned to, whether it let itself be found or not. */
  const connected: string[] = [];
  const connecting = channel("undici:client:beforeConnect");
  const noteHost = (message: unknown) => {
    connected.push(
      z.object({ connectParams: z.object({ host: z.string() }) }).parse(message).connectParams.host,
    );
  };
  beforeAll(() => connecting.subscribe(noteHost));
  afterAll(() => void connecting.unsubscribe(noteHost));

  test.each(hostileBases)("by %j as server, tenant, host or path", async (hostile) => {
    const home = await serve((response) => response.writeHead(200, json).end("{}"));
    const { call, looked } = makeCaller(home.url);
    const production = { environment: "production" } as const;
    for (const typed of [
      { ...good, server: hostile },
      { ...good, tenant: hostile },
    ]) {
      const tenant = checkTenant(typed);
      if (!tenant.ok) continue;
      const facts = { imsOrgId: null, adobeOrganizationId: null, adobeCredentialId: null };
      const target = aimProbe("commerce-products", { ...facts, tenant: tenant.value });
      await call(describeCall({ ...production, ...target }));
    }
    for (const [host, where] of [
      [hostile, path],
      [`${hostile}.api.commerce.adobe.com`, path],
      [`na1.api.commerce.adobe.com${hostile}`, path],
      ["na1.api.commerce.adobe.com", hostile],
    ] as const) {
      const url = buildProductUrl(host, where);
      const asked = call(describeCall({ ...production, host, path: where }));
      if (url.ok) await asked;
      else await expect(asked).rejects.toThrow("at its own address only");
    }
    expect([...looked, ...connected].filter((host) => !allowed.includes(host))).toEqual([]);
    expect(home.seen).toEqual([]);
  });

  test("and its name leads nowhere when it resolves to an inside address", async () => {
    const home = await serve((response) => response.writeHead(200, json).end("{}"));
    const { call, looked } = makeCaller(home.url);
    const host = "na1.api.commerce.adobe.com";
    expect(await call(describeCall({ environment: "production", host, path }))).toMatchObject({
      failure: { code: "name_not_resolved" },
    });
    expect(looked).toContain(host);
    expect(connected).toContain(host);
    expect(home.seen).toEqual([]);
  });
});
