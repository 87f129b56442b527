import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCircuitBreaker } from "@/lib/adobe/circuit-breaker";
import { classifyJwtRefusal } from "@/lib/adobe/classify-jwt-refusal";
import { classifyTransportError } from "@/lib/adobe/classify-transport-error";
import { describeAct, makeConsole } from "@/lib/adobe/console-secrets.fixture";
import { makeFakeTiming } from "@/lib/adobe/fake-timing.fixture";
import type { HttpAnswer } from "@/lib/adobe/http-client";
import { readAddedSecret, readSecretList } from "@/lib/adobe/read-console-answer";
import { readProductAnswer } from "@/lib/adobe/read-product-answer";
import { readTokenAnswer } from "@/lib/adobe/read-token-answer";
import { retry, type TryFailure } from "@/lib/adobe/retry";
import { refuseWhileCooling } from "@/lib/credentials/cool-down";
import { type AdobeFailure, type AdobeFailureCode, adobeFailureCodes } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { Secret } from "@/lib/secret";
import { explainFailure } from "./explain-failure";
import type { WireCase } from "./wire-case.fixture";
import { consoleCases } from "./wire-console.fixture";
import { jwtCases } from "./wire-jwt.fixture";
import { productCases } from "./wire-product.fixture";
import { tokenCases } from "./wire-token.fixture";

const at = new Date("2026-11-22T16:00:00Z");
const canary = `canary-${crypto.randomUUID()}`;
const clientSecret = new Secret(`made-up-secret-${crypto.randomUUID()}`);
const accessToken = new Secret(`made-up-token-${crypto.randomUUID()}`);

type Read = (answer: HttpAnswer, one: WireCase) => Result<unknown, TryFailure>;

const readers: readonly {
  readonly name: string;
  readonly cases: readonly WireCase[];
  readonly read: Read;
}[] = [
  {
    name: "the token endpoint",
    cases: tokenCases,
    read: (answer) => readTokenAnswer(answer, { clientSecret, at }),
  },
  {
    name: "the JWT exchange",
    cases: jwtCases,
    read: (answer) =>
      readTokenAnswer(answer, { clientSecret, at }, { classify: classifyJwtRefusal, maxExpiresIn: 1 }),
  },
  {
    name: "the Console API",
    cases: consoleCases,
    read: (answer, { verb }) =>
      verb === "add"
        ? readAddedSecret(answer, { accessToken, at })
        : readSecretList(answer, { accessToken, at }),
  },
  {
    name: "a product",
    cases: productCases,
    read: (answer) => readProductAnswer(answer, { accessToken, at, isAbsenceAccess: false }),
  },
];

function makeAnswer({
  status,
  headers = {},
  body,
}: Pick<WireCase, "status" | "headers" | "body">): HttpAnswer {
  const sent: Readonly<Record<string, string>> = { "content-type": "application/json", ...headers };
  return {
    status,
    header: (name) => sent[name],
    body: succeed(typeof body === "string" ? body : JSON.stringify(body)),
  };
}

function failureOf(outcome: Result<unknown, TryFailure>): TryFailure {
  if (outcome.ok) throw new Error("The answer was taken for a good one.");
  return outcome.failure;
}

function explain(failure: TryFailure) {
  return explainFailure({ tries: 1, durationMs: 1, ...failure }, { environment: "production" }, at);
}

const rows = readers.flatMap(({ name, cases, read }) =>
  cases.map((one) => ({ name, one, read, wire: `${one.status} ${JSON.stringify(one.body)}` })),
);

describe("what Adobe sends is put into words", () => {
  test.each(rows)("$name: $wire", ({ one, read }) => {
    const failure = failureOf(read(makeAnswer(one), one));
    expect(failure.code).toBe(one.code);
    const { title, causes } = explain(failure);
    expect(title).toBe(one.title);
    expect(causes[0]?.text).toMatch(one.cause);
  });

  test("the gateway by its digits alone, whatever text it sends with them", () => {
    const ofGateway = rows.filter(({ one }) => typeof one.body === "object" && "error_code" in one.body);
    expect(ofGateway.length).toBeGreaterThan(20);
    for (const { one, read } of ofGateway) {
      const body = { ...Object(one.body), message: "" };
      expect(failureOf(read(makeAnswer({ ...one, body }), one)).code).toBe(one.code);
    }
  });

  test("and never its own words", () => {
    for (const { one, read } of rows) {
      const body = typeof one.body === "string" ? `${one.body}${canary}` : addCanary(one.body);
      const headers = { ...one.headers, location: canary, "x-debug-id": `<${canary} ${canary}>` };
      const failure = failureOf(read(makeAnswer({ ...one, headers, body }), one));
      expect(JSON.stringify([failure, explain(failure)])).not.toContain(canary);
    }
  });
});

const someText = fc.oneof(
  fc.string(),
  fc.constant(canary),
  fc.constantFrom("invalid_client", "403003", "Profile"),
);
const someValue = fc.oneof(someText, fc.integer(), fc.constant(null), fc.array(someText, { maxLength: 3 }));
const someAnswer = fc.record({
  status: fc.oneof(fc.integer({ min: 200, max: 599 }), fc.constantFrom(400, 401, 403, 404, 429, 500, 503)),
  members: fc.dictionary(
    fc.constantFrom(
      ...["error", "error_description", "error_code", "message", "messages", "errorCode", "title", "detail"],
    ),
    fc.oneof(someValue, fc.array(fc.record({ template: someText, message: someText }), { maxLength: 3 })),
  ),
  header: fc.oneof(fc.constant(`Bearer realm="${canary}"`), fc.string()),
});

test("no answer at all gets its own words into an explanation", () => {
  const read = fc.constantFrom(...readers.map((reader) => reader.read));
  fc.assert(
    fc.property(
      someAnswer,
      read,
      fc.constantFrom(...consoleCases),
      ({ status, members, header }, ask, one) => {
        const headers = { "www-authenticate": header, "retry-after": header, location: header };
        const answer = makeAnswer({ status, headers, body: { ...members, canary } });
        const outcome = ask(answer, one);
        if (outcome.ok) return;
        expect(JSON.stringify([outcome.failure, explain(outcome.failure)])).not.toContain(canary);
      },
    ),
    { numRuns: 2_000 },
  );
});

/** Behind every text of an answer, so that it means what it meant. */
function addCanary(value: unknown): object {
  const text = JSON.stringify({ ...Object(value), made_up: canary, errorId: canary });
  return JSON.parse(
    text.replaceAll(
      /"(message|error_description|errorDescription|detail|title)":"([^"]*)"/g,
      `"$1":"$2 ${canary}"`,
    ),
  );
}

const sayCode = (code: string): AdobeFailureCode =>
  classifyTransportError(Object.assign(new Error(canary), { code }));

describe("without an answer", () => {
  test.each<[string, AdobeFailureCode, string]>([
    ["ENETUNREACH", "network_down", "The network is down"],
    ["ENOTFOUND", "name_not_resolved", "The host name was not found"],
    ["ECONNREFUSED", "connection_refused", "The connection was refused"],
    ["ECONNRESET", "connection_reset", "The connection was cut"],
    ["CERT_HAS_EXPIRED", "tls_failed", "The connection is not secure"],
    ["UND_ERR_HEADERS_TIMEOUT", "timed_out", "No answer in time"],
  ])("%s is said plainly", (errorCode, code, title) => {
    expect(sayCode(errorCode)).toBe(code);
    expect(explain({ code }).title).toBe(title);
  });

  test.each([
    ["redirected", 302, "The request was sent elsewhere"],
    ["answer_too_large", 200, "The answer is too large"],
    ["answer_compressed", 200, "The answer is compressed"],
  ] as const)("a body that was not read: %s", (code, status, title) => {
    const answer = { ...makeAnswer({ status, body: "" }), body: fail(code) };
    const failure = failureOf(readTokenAnswer(answer, { clientSecret, at }));
    expect(failure).toMatchObject({ code, status });
    expect(explain(failure).title).toBe(title);
  });
});

/** Each by the code that says it, with nothing in between. */
const ownWords: readonly [AdobeFailureCode, string, () => Promise<AdobeFailure | undefined>][] = [
  [
    "cooling_down",
    "Waiting as Adobe asked",
    async () => {
      const coolDownUntil = new Date(Date.now() + 60_000);
      const refused = refuseWhileCooling({ coolDownUntil, environment: "production" });
      return refused?.failure.kind === "adobe" ? refused.failure.adobe : undefined;
    },
  ],
  [
    "circuit_open",
    "Pausing after repeated failures",
    async () => {
      const breaker = createCircuitBreaker(() => 0);
      const act = async () => fail<AdobeFailure>({ code: "timed_out", tries: 1, durationMs: 1 });
      for (let failed = 0; failed < 5; failed += 1) await breaker.run("made-up", act);
      const last = await breaker.run("made-up", act);
      return last.ok ? undefined : last.failure;
    },
  ],
  [
    "console_not_offered",
    "Secrets here are managed by hand only",
    async () => {
      const { listSecrets, close } = makeConsole(undefined);
      const asked = await listSecrets(describeAct());
      await close();
      return asked.ok ? undefined : asked.failure;
    },
  ],
  [
    "sandbox_not_running",
    "There is no sandbox",
    async () => {
      const { listSecrets, close } = makeConsole(undefined);
      const asked = await listSecrets(describeAct({ environment: "production" }));
      await close();
      return asked.ok ? undefined : asked.failure;
    },
  ],
  [
    "cancelled",
    "The request was cancelled",
    async () => {
      const asked = await retry(async () => succeed(1), makeFakeTiming(), AbortSignal.abort());
      return asked.ok ? undefined : asked.failure;
    },
  ],
];

test.each(ownWords)("what Latchkey itself stops is put into words: %s", async (code, title, cause) => {
  const failure = await cause();
  expect(failure?.code).toBe(code);
  expect(failure === undefined ? "" : explain(failure).title).toBe(title);
});

test("there is no failure that nothing can cause", () => {
  const seen = new Set<AdobeFailureCode>([
    ...rows.map(({ one }) => one.code),
    ...["ENETUNREACH", "ENOTFOUND", "ECONNREFUSED", "ECONNRESET", "CERT_HAS_EXPIRED", "ETIMEDOUT"].map(
      sayCode,
    ),
    ...(["redirected", "answer_too_large", "answer_compressed"] as const),
    ...ownWords.map(([code]) => code),
  ]);
  expect(adobeFailureCodes.filter((code) => !seen.has(code))).toEqual([]);
});
