import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { AdobeFailureCode } from "@/lib/failure";
import { Secret } from "@/lib/secret";
import { describeAct, makeConsole, makeSecretId, type TestConsole } from "./console-secrets.fixture";
import { type LoopbackServer, startLoopbackServer } from "./loopback-server.fixture";

const token = `made-up-token-${crypto.randomUUID()}`;
const clientSecret = `made-up-secret-${crypto.randomUUID()}`;
const foreignText = `made-up-foreign-text-${crypto.randomUUID()}`;
const [oldId, newId] = [makeSecretId(), makeSecretId()];
const act = describeAct({ accessToken: new Secret(token) });

const entry = {
  expires_at: "PERMANENT",
  expires_at_str: "PERMANENT",
  created_at: "1682448485000",
  created_at_str: "Tue, Apr 25 2023 18:48:05.000 UTC",
  uuid: oldId,
  secret_usages: [{ last_used_at: "1682460123456", grant_type: "client_credentials" }],
};
const fresh = { ...entry, uuid: newId, created_at: "1700000000000", secret_usages: null };
const goodList = { client_id: "made-up-client", client_secrets: [entry, fresh] };
const goodAdded = { ...fresh, client_secret: clientSecret };

interface Told {
  readonly status?: number;
  readonly type?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

let told: Told;
let server: LoopbackServer;
let asking: TestConsole;

beforeAll(async () => {
  server = await startLoopbackServer((response) => {
    const { status = 200, type = "application/json", headers = {}, body } = told;
    response
      .writeHead(status, { ...headers, ...(type !== null && { "content-type": type }) })
      .end(typeof body === "string" ? body : JSON.stringify(body));
  });
  asking = makeConsole(server.url);
});
afterAll(async () => {
  await asking.close();
  await server.close();
});

function list(answer: Told) {
  told = answer;
  return asking.listSecrets(act);
}
function add(answer: Told) {
  told = answer;
  return asking.addSecret(act);
}
function remove(answer: Told) {
  told = answer;
  return asking.deleteSecret({ ...act, adobeSecretId: oldId });
}

const listOf = (...entries: readonly unknown[]): Told => ({ body: { ...goodList, client_secrets: entries } });
const withEntry = (change: object): Told => listOf({ ...entry, ...change });
const withAdded = (change: object): Told => ({ status: 201, body: { ...goodAdded, ...change } });

describe("a list", () => {
  test("tells of each secret when it was made and last used", async () => {
    expect(await list({ body: goodList })).toMatchObject({
      value: {
        clientId: "made-up-client",
        secrets: [
          {
            adobeSecretId: oldId,
            createdAt: new Date(1_682_448_485_000),
            lastUse: { at: new Date(1_682_460_123_456), grantType: "client_credentials" },
          },
          { adobeSecretId: newId, createdAt: new Date(1_700_000_000_000), lastUse: null },
        ],
        tries: 1,
      },
    });
  });

  test("names the newest of several uses, in whatever order they come", async () => {
    const uses = [1_682_460_000_001, 1_682_460_000_003, 1_682_460_000_002].map((timeMs, index) => ({
      last_used_at: String(timeMs),
      grant_type: `grant_${index}`,
    }));
    expect(await list(withEntry({ secret_usages: uses }))).toMatchObject({
      value: { secrets: [{ lastUse: { at: new Date(1_682_460_000_003), grantType: "grant_1" } }] },
    });
  });

  test.each([
    ["without any secret", listOf()],
    ["of ten", listOf(...Array.from({ length: 10 }, () => ({ ...entry, uuid: makeSecretId() })))],
    ["without a client ID", { body: { client_secrets: [entry] } }],
    ["with uses left out", withEntry({ secret_usages: undefined })],
    ["with uses empty", withEntry({ secret_usages: [] })],
    ["with times as numbers", withEntry({ created_at: 1_682_448_485_000 })],
    ["with further members", withEntry({ secret_usages: null, enabled: true, name: { first: foreignText } })],
    ["under status 206", { status: 206, body: goodList }],
  ])("%s is believed", async (_name, answer) => {
    expect((await list(answer)).ok).toBe(true);
  });

  test.each([newId.toUpperCase(), newId.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")])(
    "gives ids in one form only: %s",
    async (uuid) => {
      expect(await list(withEntry({ uuid }))).toMatchObject({
        value: { secrets: [{ adobeSecretId: newId }] },
      });
    },
  );
});

const lyingLists: readonly [string, Told][] = [
  ["nothing", { body: "" }],
  ["nothing under 204", { status: 204, body: "" }],
  ["null", { body: "null" }],
  ["a bare list", { body: [entry] }],
  ["an empty object", { body: {} }],
  ["the list one level down", { body: { data: goodList } }],
  ["a truncated list", { body: JSON.stringify(goodList).slice(0, -1) }],
  ["secrets of null", { body: { ...goodList, client_secrets: null } }],
  ["secrets as an object", { body: { ...goodList, client_secrets: { 0: entry } } }],
  ["a list of 11", listOf(...Array.from({ length: 11 }, () => ({ ...entry, uuid: makeSecretId() })))],
  ["the same secret twice", listOf(entry, entry)],
  ["the same secret twice in two forms", listOf(entry, { ...entry, uuid: oldId.toUpperCase() })],
  ["an entry of null", listOf(null)],
  ["an entry that is an id", listOf(oldId)],
  ["no id", withEntry({ uuid: undefined })],
  ["an empty id", withEntry({ uuid: "" })],
  ["an id with a slash", withEntry({ uuid: `${oldId.slice(0, 30)}/.` })],
  ["an id with a way out", withEntry({ uuid: `../${oldId.slice(3)}` })],
  ["an id with a line break", withEntry({ uuid: `${oldId}\n` })],
  ["an id that is too long", withEntry({ uuid: `${oldId}0` })],
  ["an id with dashes in odd places", withEntry({ uuid: `${oldId.slice(0, 4)}-${oldId.slice(4)}` })],
  ["an id as a number", withEntry({ uuid: 5 })],
  ["no time of making", withEntry({ created_at: undefined })],
  ["a time of null", withEntry({ created_at: null })],
  ["a time that is no number", withEntry({ created_at: "NaN" })],
  ["NaN itself", { body: JSON.stringify(goodList).replace('"1682448485000"', "NaN") }],
  ["a time in seconds", withEntry({ created_at: "1682448485" })],
  ["a time in microseconds", withEntry({ created_at: "1682448485000000" })],
  ["a time with a fraction", withEntry({ created_at: 1_682_448_485_000.5 })],
  ["an endless time", { body: JSON.stringify(goodList).replace('"1682448485000"', "1e999") }],
  ["a negative time", withEntry({ created_at: "-682448485000" })],
  ["a time in words", withEntry({ created_at: entry.created_at_str })],
  ["uses as an object", withEntry({ secret_usages: { last_used_at: "1682460123456" } })],
  ["uses as a text", withEntry({ secret_usages: "never" })],
  ["a use without a time", withEntry({ secret_usages: [{ grant_type: "client_credentials" }] })],
  [
    "a use at no time",
    withEntry({ secret_usages: [{ last_used_at: "0", grant_type: "client_credentials" }] }),
  ],
  ["a use without a grant", withEntry({ secret_usages: [{ last_used_at: "1682460123456" }] })],
  [
    "a grant with markup",
    withEntry({ secret_usages: [{ last_used_at: "1682460123456", grant_type: "<b>" }] }),
  ],
  ["a client ID with a space", { body: { ...goodList, client_id: "made up" } }],
  ["a client ID that repeats the token", { body: { ...goodList, client_id: token } }],
  ["a refusal beside the list", { body: { ...goodList, error_code: "401013" } }],
  ["messages beside the list", { body: { ...goodList, messages: [] } }],
  ["a page", { type: "text/html", body: "<!doctype html><title>Sign in</title>" }],
  ["the list as text", { type: "text/plain", body: goodList }],
  ["status 300", { status: 300, body: goodList }],
  ["status 304", { status: 304, body: "" }],
  ["status 404", { status: 404, body: goodList }],
];

test.each(lyingLists)("a lying list tells of nothing: %s", async (_name, answer) => {
  expect(await list(answer)).toMatchObject({
    ok: false,
    failure: { tries: 1, status: answer.status ?? 200 },
  });
});

describe("an added secret", () => {
  test.each([200, 201, 202])("comes under status %d with its id and its value, once", async (status) => {
    const outcome = await add({ status, body: goodAdded });
    if (!outcome.ok) throw new Error(outcome.failure.code);
    expect(outcome.value).toMatchObject({ adobeSecretId: newId, createdAt: new Date(1_700_000_000_000) });
    expect(outcome.value.clientSecret.reveal()).toBe(clientSecret);
  });

  test("is shown by no serialisation", async () => {
    const outcome = await add({ status: 201, body: goodAdded });
    expect(outcome.ok).toBe(true);
    for (const text of [JSON.stringify(outcome), inspect(outcome, { depth: 9, showHidden: true })]) {
      expect(text).not.toContain(clientSecret);
      expect(text).not.toContain(token);
    }
  });
});

const lyingAdditions: readonly [string, Told][] = [
  ["nothing", { status: 201, body: "" }],
  ["a list", { status: 201, body: goodList }],
  ["no value", withAdded({ client_secret: undefined })],
  ["a value of null", withAdded({ client_secret: null })],
  ["an empty value", withAdded({ client_secret: "" })],
  ["a value with a line break", withAdded({ client_secret: `${clientSecret}\n` })],
  ["a value beyond reason", withAdded({ client_secret: clientSecret.repeat(100) })],
  ["a value in a list", withAdded({ client_secret: [clientSecret] })],
  ["no id", withAdded({ uuid: undefined })],
  ["an id with a slash", withAdded({ uuid: `/${newId.slice(1)}` })],
  ["no time", withAdded({ created_at: undefined })],
  ["a time in seconds", withAdded({ created_at: "1700000000" })],
  ["a refusal beside the secret", withAdded({ error_code: "401013" })],
  ["a truncated answer", { status: 201, body: JSON.stringify(goodAdded).slice(0, -1) }],
  ["a page with the answer", { status: 201, type: "text/html", body: goodAdded }],
];

test.each(lyingAdditions)(
  "a lying addition gives no secret, and leaves open whether there is one: %s",
  async (_name, answer) => {
    expect(await add({ ...answer, headers: { "x-request-id": clientSecret } })).toEqual({
      ok: false,
      failure: {
        code: expect.stringMatching(/^(?:not_json|answer_malformed)$/),
        status: 201,
        tries: 1,
        durationMs: 0,
        effect: "unknown",
      },
    });
  },
);

describe("a deletion", () => {
  test.each([
    [200, ""],
    [200, "{}"],
    [204, ""],
  ])("is believed under status %d (%j)", async (status, body) => {
    expect(await remove({ status, body })).toMatchObject({ value: { wasAbsent: false, tries: 1 } });
  });

  test.each([
    ["with words", { status: 404, body: { messages: [{ template: "x", message: "Credential Not Found" }] } }],
    ["without", { status: 404, body: "" }],
  ])("of a secret that is not there is told as such: %s", async (_name, answer) => {
    expect(await remove(answer)).toMatchObject({ value: { wasAbsent: true, tries: 1 } });
  });

  test.each<[string, AdobeFailureCode, "none" | "unknown", Told]>([
    ["a page under 200", "not_json", "unknown", { type: "text/html", body: "<title>Sign in</title>" }],
    ["a page under 404", "not_json", "none", { status: 404, type: "text/html", body: "<p>Not here</p>" }],
    ["a refusal under 200", "answer_malformed", "unknown", { body: { error_code: "403011" } }],
    ["status 302", "redirected", "unknown", { status: 302, headers: { location: "/" }, body: "" }],
  ])("is not believed from %s", async (_name, code, effect, answer) => {
    expect(await remove(answer)).toMatchObject({ ok: false, failure: { code, effect, tries: 1 } });
  });
});

describe("a refusal", () => {
  const gateway = { error_code: "403011", message: "Scope mismatch" };

  test("is named by the gateway's code, also when that is a number", async () => {
    for (const error_code of ["403011", 403_011]) {
      expect(await list({ status: 403, body: { error_code } })).toMatchObject({
        failure: { code: "console_scopes_missing", status: 403, tries: 1 },
      });
    }
  });

  test("is named by what the Console API says in any of its messages", async () => {
    const messages = [{ message: "Unknown Error" }, { template: "ERR_MSG_CLIENT_SECRET_LIMIT_REACHED" }];
    expect(await add({ status: 400, body: { messages } })).toMatchObject({
      failure: { code: "secret_limit_reached", status: 400, effect: "none" },
    });
  });

  test.each<[string, Told, AdobeFailureCode]>([
    ["no body", { status: 401, type: null, body: "" }, "console_token_refused"],
    [
      "members of odd types",
      { status: 403, body: { error_code: [], message: 5, messages: {} } },
      "console_not_permitted",
    ],
    ["null", { status: 404, body: "null" }, "answer_malformed"],
    ["a page", { status: 403, type: "text/html", body: "<p>Blocked</p>" }, "not_json"],
    [
      "a page of a failing server",
      { status: 503, type: "text/html", body: "<p>Later</p>" },
      "adobe_unavailable",
    ],
    ["a page that throttles", { status: 429, type: "text/html", body: "<p>Later</p>" }, "throttled"],
  ])("is understood as far as it goes: %s", async (_name, answer, code) => {
    expect(await list(answer)).toMatchObject({ failure: { code, status: answer.status } });
  });

  test("passes on the wish to be left alone", async () => {
    expect(await list({ status: 429, headers: { "retry-after": "38" }, body: "" })).toMatchObject({
      failure: { code: "throttled", retryAfterSeconds: 38, tries: 1 },
    });
  });

  test("keeps the request id for Adobe's support, unless it is odd or repeats the token", async () => {
    const ask403 = (id: string) => list({ status: 403, headers: { "x-request-id": id }, body: gateway });
    expect(await ask403("made-up-id")).toMatchObject({ failure: { debugId: "made-up-id" } });
    expect(await ask403("x".repeat(500))).toMatchObject({ failure: { debugId: "x".repeat(100) } });
    for (const odd of ["", "with space", `id=${token}`]) {
      const outcome = await ask403(odd);
      expect(outcome.ok ? undefined : outcome.failure.debugId).toBeUndefined();
    }
  });
});

test("no failure and no log holds the secret, the token or Adobe's text", async () => {
  const written: string[] = [];
  const keep = (chunk: string | Uint8Array): boolean => {
    written.push(String(chunk));
    return true;
  };
  const out = vi.spyOn(process.stdout, "write").mockImplementation(keep);
  const err = vi.spyOn(process.stderr, "write").mockImplementation(keep);
  const headers = { "x-request-id": token, "x-debug-id": token, location: `/${token}` };
  const body = {
    error_code: foreignText,
    message: `${token} ${foreignText}`,
    messages: [{ template: foreignText, message: clientSecret }],
    client_secret: clientSecret,
    uuid: foreignText,
    client_secrets: [{ ...entry, uuid: token, created_at: foreignText }],
  };
  const outcomes = [];
  for (const status of [200, 201, 300, 301, 307, 400, 401, 403, 404, 409, 418, 429, 500, 503]) {
    outcomes.push(await list({ status, headers, body }), await add({ status, headers, body }));
  }
  for (const [, answer] of [...lyingLists, ...lyingAdditions]) {
    outcomes.push(await add({ ...answer, status: 201, headers: { "x-request-id": clientSecret } }));
  }
  for (const status of [201, 300, 307]) {
    outcomes.push(await add({ status, headers: { "x-request-id": clientSecret }, body }));
  }
  out.mockRestore();
  err.mockRestore();
  expect(outcomes.map((outcome) => outcome.ok)).not.toContain(true);
  const everything = [
    JSON.stringify(outcomes),
    inspect(outcomes, { depth: 9, showHidden: true }),
    ...written,
  ];
  for (const canary of [token, clientSecret, foreignText]) {
    expect(everything.some((text) => text.includes(canary))).toBe(false);
  }
});
