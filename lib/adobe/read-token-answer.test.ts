import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Secret } from "@/lib/secret";
import { generateClientId } from "@/sandbox/clients";
import { createControlClient } from "@/sandbox/control-client";
import { type LieName, lieNames } from "@/sandbox/lies";
import { startSandbox } from "@/sandbox/server";
import { type LoopbackServer, startLoopbackServer } from "./loopback-server.fixture";
import { makeRequestToken, makeUnsignedToken, type TestRequestToken } from "./request-token.fixture";

const secret = `made-up-secret-${crypto.randomUUID()}`;
const token = makeUnsignedToken({ client_id: "made-up-client", scope: "openid", id: crypto.randomUUID() });
const foreignText = `made-up-foreign-text-${crypto.randomUUID()}`;
const good = { access_token: token, token_type: "bearer", expires_in: 86_399 };
const goodText = JSON.stringify(good);

interface Told {
  readonly status?: number;
  readonly type?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

let told: Told;
let server: LoopbackServer;
let asking: TestRequestToken;

beforeAll(async () => {
  server = await startLoopbackServer((response) => {
    const { status = 200, type = "application/json", headers = {}, body } = told;
    response.writeHead(status, { ...headers, ...(type !== null && { "content-type": type }) }).end(body);
  });
  asking = makeRequestToken(server.url);
});
afterAll(async () => {
  await asking.close();
  await server.close();
});

function ask(answer: Told) {
  told = answer;
  return asking.requestToken({
    environment: "sandbox",
    clientId: "made-up-client",
    clientSecret: new Secret(secret),
    scopes: ["openid"],
  });
}

const withMember = (name: string, value: unknown): string => JSON.stringify({ ...good, [name]: value });
const withoutMember = (name: string): string => withMember(name, undefined);

describe("a right answer is believed", () => {
  test.each([
    ["as documented", goodText],
    ["with the type in capitals", withMember("token_type", "BEARER")],
    ["with its lifetime as digits", withMember("expires_in", "86399")],
    ["with a lifetime of one second", withMember("expires_in", 1)],
    ["with a lifetime of two days", withMember("expires_in", 172_800)],
    ["with an opaque token", withMember("access_token", "x")],
    ["with a token of the greatest length", withMember("access_token", "~".repeat(16_384))],
    [
      "with further members of any type",
      JSON.stringify({ ...good, refresh_token: 5, id_token: [], scope: null }),
    ],
    ["with white space around it", ` \n${goodText}\r\n`],
  ])("%s", async (_name, body) => {
    expect(await ask({ body })).toMatchObject({ ok: true, value: { status: 200 } });
  });

  test("under a media type with parameters", async () => {
    expect((await ask({ body: goodText, type: "Application/JSON; charset=UTF-8" })).ok).toBe(true);
  });

  test("and its lifetime counts from the moment of asking", async () => {
    const expiresAt = new Date(asking.timing.clock.now().getTime() + 7_000);
    expect(await ask({ body: withMember("expires_in", "7") })).toMatchObject({ value: { expiresAt } });
  });
});

const lies: readonly [string, Told][] = [
  ["nothing", { body: "" }],
  ["null", { body: "null" }],
  ["true", { body: "true" }],
  ["a number", { body: "200" }],
  ["a string", { body: '"token"' }],
  ["the bare token", { body: token }],
  ["an empty list", { body: "[]" }],
  ["a list of the answer", { body: `[${goodText}]` }],
  ["an empty object", { body: "{}" }],
  ["the answer one level down", { body: JSON.stringify({ data: good }) }],
  ["the answer twice", { body: goodText + goodText }],
  ["a truncated answer", { body: goodText.slice(0, -1) }],
  ["a form instead of JSON", { body: new URLSearchParams({ access_token: token }).toString() }],
  ["the answer as __proto__", { body: `{"__proto__":${goodText}}` }],
  ["single quotes", { body: goodText.replaceAll('"', "'") }],
  ["bytes that are not UTF-8", { body: Buffer.concat([Buffer.from(goodText), Buffer.from([0xff])]) }],
  ["no token", { body: withoutMember("access_token") }],
  ["a token of null", { body: withMember("access_token", null) }],
  ["a token of true", { body: withMember("access_token", true) }],
  ["a number for a token", { body: withMember("access_token", 12_345) }],
  ["a list for a token", { body: withMember("access_token", [token]) }],
  ["an object for a token", { body: withMember("access_token", { token }) }],
  ["an empty token", { body: withMember("access_token", "") }],
  ["a token of one character too many", { body: withMember("access_token", "x".repeat(16_385)) }],
  ["a token with a space", { body: withMember("access_token", "a b") }],
  ["a token with a line break", { body: withMember("access_token", "a\r\nx-sly: 1") }],
  ["a token with NUL", { body: withMember("access_token", "a\u0000b") }],
  ["a token outside ASCII", { body: withMember("access_token", "tokén") }],
  [
    "a token with a lone surrogate",
    { body: '{"access_token":"\\ud800","token_type":"bearer","expires_in":9}' },
  ],
  ["no type", { body: withoutMember("token_type") }],
  ["a type of null", { body: withMember("token_type", null) }],
  ["a number for a type", { body: withMember("token_type", 1) }],
  ["type mac", { body: withMember("token_type", "mac") }],
  ["type DPoP", { body: withMember("token_type", "DPoP") }],
  ["a type with a space", { body: withMember("token_type", "bearer ") }],
  ["no lifetime", { body: withoutMember("expires_in") }],
  ["a lifetime of null", { body: withMember("expires_in", null) }],
  ["a lifetime of true", { body: withMember("expires_in", true) }],
  ["a lifetime of zero", { body: withMember("expires_in", 0) }],
  ["a negative lifetime", { body: withMember("expires_in", -86_399) }],
  ["a fraction of a second", { body: withMember("expires_in", 86_399.5) }],
  ["a lifetime in milliseconds", { body: withMember("expires_in", 86_399_000) }],
  ["a lifetime beyond two days", { body: withMember("expires_in", 172_801) }],
  ["an endless lifetime", { body: goodText.replace("86399", "1e999") }],
  ["a lifetime that is no number", { body: goodText.replace("86399", "NaN") }],
  ["a lifetime in words", { body: withMember("expires_in", "soon") }],
  ["an empty lifetime", { body: withMember("expires_in", "") }],
  ["a lifetime with a unit", { body: withMember("expires_in", "86399s") }],
  ["a lifetime in hexadecimal", { body: withMember("expires_in", "0x10") }],
  ["a lifetime with an exponent", { body: withMember("expires_in", "1e3") }],
  ["a list for a lifetime", { body: withMember("expires_in", [86_399]) }],
  ["an object for a lifetime", { body: withMember("expires_in", {}) }],
  ["an error beside the token", { body: withMember("error", "invalid_client") }],
  ["an error of null beside the token", { body: withMember("error", null) }],
  ["an error object beside the token", { body: withMember("error", { code: "invalid_client" }) }],
  ["status 201", { status: 201, body: goodText }],
  ["status 204", { status: 204, body: "" }],
  ["status 206", { status: 206, body: goodText }],
  ["status 300", { status: 300, body: goodText }],
  ["status 304", { status: 304, body: "" }],
  ["status 400", { status: 400, body: goodText }],
  ["status 404", { status: 404, body: goodText }],
  ["a page", { type: "text/html", body: "<!doctype html><title>Sign in</title>" }],
  ["the answer as a page", { type: "text/html", body: goodText }],
  ["the answer as text", { type: "text/plain", body: goodText }],
  ["the answer without a type", { type: null, body: goodText }],
];

test.each(lies)("a lying answer gives no token: %s", async (_name, answer) => {
  const outcome = await ask(answer);
  expect(outcome).toMatchObject({ ok: false, failure: { tries: 1, status: answer.status ?? 200 } });
});

test("of the sandbox's lies only the harmless ones pass", async () => {
  const harmless: ReadonlySet<LieName> = new Set([
    "expiresInNumericString",
    "accessTokenOpaque",
    "tokenTypeCapitalised",
    "claimsNotJson",
    "claimsArray",
    "scopeClaimMissing",
    "scopeClaimArray",
    "scopeClaimEmpty",
    "scopeClaimWithMarkup",
    "timeClaimsNumbers",
    "timeClaimsWords",
    "duplicateMembers",
    "protoMember",
    "deepNesting",
    "byteOrderMark",
  ]);
  const sandbox = await startSandbox({ port: 0, host: "127.0.0.1" });
  const control = createControlClient(sandbox.url, sandbox.controlKey);
  const { requestToken, close } = makeRequestToken(sandbox.url);
  const client = await control.putClient(generateClientId());
  for (const lie of lieNames) {
    await control.setFaults(client.clientId, { kind: "lie", lie });
    const outcome = await requestToken({
      environment: "sandbox",
      clientId: client.clientId,
      clientSecret: new Secret(client.clientSecrets[0] ?? ""),
      scopes: ["openid"],
    });
    expect([lie, outcome.ok]).toEqual([lie, harmless.has(lie)]);
  }
  await close();
  await sandbox.close();
});

describe("the debug id", () => {
  const refused = { status: 400, body: '{"error":"invalid_scope"}' };
  const ask400 = async (debugId: string) => ask({ ...refused, headers: { "x-debug-id": debugId } });

  test("is kept, cut to 100 characters", async () => {
    expect(await ask400("NS-made-up:1")).toMatchObject({ failure: { debugId: "NS-made-up:1" } });
    expect(await ask400("x".repeat(500))).toMatchObject({ failure: { debugId: "x".repeat(100) } });
  });

  test.each(["", "with space", "tab\tbed", "\u00fc", secret, `id=${secret}`])(
    "is dropped when it is odd or repeats the secret: %j",
    async (debugId) => {
      const outcome = await ask400(debugId);
      expect(outcome.ok ? undefined : outcome.failure.debugId).toBeUndefined();
    },
  );
});

test("no failure and no log holds the secret, the token or Adobe's text", async () => {
  const written: string[] = [];
  const keep = (chunk: string | Uint8Array): boolean => {
    written.push(String(chunk));
    return true;
  };
  const out = vi.spyOn(process.stdout, "write").mockImplementation(keep);
  const err = vi.spyOn(process.stderr, "write").mockImplementation(keep);
  const echo = { secret, token, foreignText };
  const answers: readonly Told[] = [
    ...[400, 401, 403, 404, 409, 418, 429, 500, 503].map((status) => ({
      status,
      headers: { "x-debug-id": secret, "www-authenticate": foreignText, location: foreignText },
      body: JSON.stringify({ error: secret, error_description: foreignText, ...echo }),
    })),
    ...[301, 307].map((status) => ({ status, headers: { location: `/${secret}` }, body: foreignText })),
    { body: `{"error":"invalid_client","error_description":"${secret} ${foreignText}"}` },
    { body: withMember("expires_in", foreignText) },
    { body: `${goodText}${foreignText}${secret}` },
    { type: "text/html", body: `<p>${foreignText}${secret}</p>` },
    { headers: { "content-encoding": foreignText }, body: secret },
  ];
  const outcomes = [];
  for (const answer of answers) outcomes.push(await ask(answer));
  out.mockRestore();
  err.mockRestore();
  expect(outcomes.map((outcome) => outcome.ok)).not.toContain(true);
  const everything = [
    JSON.stringify(outcomes),
    inspect(outcomes, { depth: 9, showHidden: true }),
    ...written,
  ];
  for (const canary of [secret, token, foreignText]) {
    expect(everything.some((text) => text.includes(canary))).toBe(false);
  }
});

test("a granted token is shown by no serialisation", async () => {
  const outcome = await ask({ body: goodText });
  expect(outcome.ok).toBe(true);
  for (const text of [JSON.stringify(outcome), inspect(outcome, { depth: 9, showHidden: true })]) {
    expect(text.includes(token)).toBe(false);
    expect(text.includes(secret)).toBe(false);
  }
});
