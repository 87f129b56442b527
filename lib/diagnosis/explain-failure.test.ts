import { describe, expect, test } from "vitest";
import { neededConsoleScopes } from "@/lib/adobe/console-scopes";
import { environments } from "@/lib/environment";
import { type AdobeFailureCode, adobeFailureCodes } from "@/lib/failure";
import { certainties } from "@/lib/failure-words";
import { explainFailure } from "./explain-failure";
import type { FailureContext } from "./failure-context";

const now = new Date("2026-11-22T16:00:00Z");
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const hour = 60;
const day = 24 * hour;

type Known = Partial<FailureContext>;

function explain(code: AdobeFailureCode, known: Known = {}, retryAfterSeconds?: number) {
  const failure = {
    code,
    tries: 1,
    durationMs: 1,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
  return explainFailure(failure, { environment: "production", ...known }, now);
}

const contexts: readonly Known[] = [
  ...environments.map((environment) => ({ environment })),
  { credentialId: "made-up", secretStoredAt: ago(2), lastGoodTestAt: null },
  { secretStoredAt: ago(40 * day), lastGoodTestAt: ago(1) },
  { secretStoredAt: ago(5), lastGoodTestAt: ago(30 * day), driftedScopes: ["made-up"] },
  { service: "Adobe Commerce", coolDownUntil: new Date(now.getTime() + 90_000), lastGoodTestAt: ago(day) },
];

describe.each(adobeFailureCodes)("%s", (code) => {
  test("has a short title and whole sentences, whatever is known", () => {
    for (const context of contexts) {
      const { title, whatHappened, causes, nextStep } = explain(code, context);
      expect(title).toMatch(/^[A-Z].{8,60}[^.]$/);
      for (const sentence of [whatHappened, ...causes.map(({ text }) => text), nextStep]) {
        expect(sentence).toMatch(/^[A-Z].{15,300}\.$/);
        expect(sentence).not.toMatch(/undefined|null|NaN|\[object|\.\.|,,|, \./);
      }
    }
  });

  test("has a cause, and the surest first, whatever is known", () => {
    for (const context of contexts) {
      const order = explain(code, context).causes.map(({ certainty }) => certainties.indexOf(certainty));
      expect(order.length).toBeGreaterThan(0);
      expect(order).toEqual([...order].sort());
    }
  });

  test("leads only to the pages of the credential and to Adobe's", () => {
    for (const context of contexts) {
      expect(explain(code, context).link?.href ?? "/credentials/made-up/").toMatch(
        /^(\/credentials\/made-up(\/|$)|https:\/\/(developer(-stage)?|adminconsole|status)\.adobe\.com(\/|$))/,
      );
    }
  });

  test("is said plainly", () => {
    const { title, whatHappened, causes, nextStep } = explain(code);
    const text = [title, whatHappened, ...causes.map((cause) => cause.text), nextStep].join(" ");
    expect(text).not.toMatch(/[!]|\bplease\b|\boops\b|\bsorry\b|\bunfortunately\b/i);
    const withoutScopes = neededConsoleScopes.reduce((rest, scope) => rest.replaceAll(scope, ""), text);
    expect(withoutScopes).not.toMatch(/[a-z]_[a-z]/);
  });
});

test("each failure has words of its own", () => {
  const titles = adobeFailureCodes.map((code) => explain(code).title);
  expect(new Set(titles).size).toBe(titles.length);
});

test("the server is named by its environment, or by the product that answered", () => {
  expect(explain("client_secret_refused").whatHappened).toMatch(/^Adobe knows/);
  expect(explain("client_secret_refused", { environment: "stage" }).whatHappened).toMatch(
    /^Adobe's stage environment knows/,
  );
  expect(explain("client_secret_refused", { environment: "sandbox" }).whatHappened).toMatch(
    /^The sandbox knows/,
  );
  expect(explain("product_refused", { service: "Adobe Commerce" }).whatHappened).toMatch(
    /^Adobe Commerce accepted/,
  );
  expect(explain("api_not_added", { service: "Adobe Commerce" }).whatHappened).toContain(
    "in front of Adobe Commerce",
  );
});

test.each([
  "throttled",
  "cooling_down",
  "adobe_unavailable",
  "circuit_open",
  "service_limit_reached",
  "key_limit_reached",
  "key_check_failed",
  "token_check_failed",
] as const)("%s says how long to wait, and until when where that is known", (code) => {
  expect(explain(code, {}, 2_400).nextStep).toContain("40 minutes");
  const coolDownUntil = new Date("2026-11-22T16:38:30Z");
  expect(explain(code, { coolDownUntil }, 5).nextStep).toContain("39 minutes (16:38 UTC)");
  expect(explain(code, { coolDownUntil: ago(1) }, 2_400).nextStep).not.toMatch(/UTC|40 minutes/);
});

describe("what is known of the credential decides which cause comes first", () => {
  const first = (code: AdobeFailureCode, known: Known) => explain(code, known).causes[0]?.text;

  test.each<[string, AdobeFailureCode, Known, RegExp]>([
    ["nothing known", "client_secret_refused", {}, /was replaced or deleted/],
    [
      "stored minutes ago",
      "client_secret_refused",
      { secretStoredAt: ago(3), lastGoodTestAt: null },
      /Only part/,
    ],
    [
      "stored minutes ago, the one before was good",
      "client_secret_refused",
      { secretStoredAt: ago(3), lastGoodTestAt: ago(hour) },
      /Only part/,
    ],
    [
      "stored long ago and never good",
      "client_secret_refused",
      { secretStoredAt: ago(9 * day), lastGoodTestAt: null },
      /Only part/,
    ],
    [
      "stored long ago and good an hour ago",
      "client_secret_refused",
      { secretStoredAt: ago(90 * day), lastGoodTestAt: ago(hour) },
      /replaced or deleted .* since a test last succeeded, 60 minutes ago/,
    ],
    [
      "stored minutes ago and good since",
      "client_secret_refused",
      { secretStoredAt: ago(5), lastGoodTestAt: ago(2) },
      /replaced or deleted .* 120 seconds ago|replaced or deleted .* 2 minutes ago/,
    ],
    ["nothing known", "unknown_client_id", {}, /typing error/],
    ["registered for stage", "unknown_client_id", { environment: "stage" }, /another environment/],
    [
      "good last week",
      "unknown_client_id",
      { secretStoredAt: ago(90 * day), lastGoodTestAt: ago(7 * day) },
      /deleted .* since it last worked, 7 days ago/,
    ],
    ["nothing known", "no_scope_enabled", {}, /is not added/],
    ["a drift", "no_scope_enabled", { driftedScopes: ["made-up"] }, /was removed from the project/],
    ["nothing known", "scope_refused", {}, /typing error/],
    ["a drift", "scope_refused", { driftedScopes: ["made-up"] }, /was removed from the project/],
    ["nothing known", "token_scope_missing", {}, /not among those that the credential asks for/],
    ["a drift of one", "token_scope_missing", { driftedScopes: ["made-up"] }, /^One scope is no longer/],
    ["a drift of two", "token_scope_missing", { driftedScopes: ["one", "two"] }, /^2 scopes are no longer/],
    ["a drift", "api_not_added", { driftedScopes: ["made-up"] }, /was removed/],
    ["nothing known", "access_token_refused", {}, /expired or was invalidated/],
    ["a token of stage", "access_token_refused", { environment: "stage" }, /expired|another environment/],
    ["production", "connection_refused", {}, /firewall/],
    ["the sandbox", "connection_refused", { environment: "sandbox" }, /sandbox server is not running/],
    [
      "stored minutes ago",
      "jwt_client_refused",
      { secretStoredAt: ago(3), lastGoodTestAt: null },
      /belong together/,
    ],
    [
      "good before",
      "jwt_client_refused",
      { secretStoredAt: ago(day), lastGoodTestAt: ago(hour) },
      /was deleted/,
    ],
    ["stored minutes ago", "jwt_signature_refused", { secretStoredAt: ago(3) }, /another certificate/],
    [
      "good before",
      "jwt_signature_refused",
      { secretStoredAt: ago(day), lastGoodTestAt: ago(hour) },
      /expired/,
    ],
  ])("%s: %s", (_circumstance, code, known, words) => {
    expect(first(code, known)).toMatch(words);
  });

  test("a secret that has worked was neither mistyped nor is it still spreading", () => {
    const known = { secretStoredAt: ago(5), lastGoodTestAt: ago(2) };
    const texts = explain("client_secret_refused", known).causes.map(({ text }) => text);
    expect(texts.join(" ")).not.toMatch(/copied|not known everywhere/);
  });

  test("a secret stored minutes ago may still be spreading, and was hardly replaced already", () => {
    const causes = explain("client_secret_refused", { secretStoredAt: ago(5), lastGoodTestAt: null }).causes;
    expect(causes.find(({ text }) => text.includes("everywhere"))?.certainty).toBe("possible");
    expect(causes.find(({ text }) => text.includes("replaced"))?.certainty).toBe("unlikely");
  });

  test("the next step is that of the first cause", () => {
    const known = { credentialId: "made-up", driftedScopes: ["one"] };
    expect(explain("token_scope_missing", known).link?.href).toBe("/credentials/made-up/scopes");
    expect(explain("token_scope_missing", { credentialId: "made-up" }).link?.href).toBe(
      "/credentials/made-up/edit",
    );
    expect(explain("token_scope_missing", known).nextStep).not.toBe(explain("token_scope_missing").nextStep);
  });
});

describe("the link", () => {
  test("goes to the credential's own page in the Developer Console where its address is kept", () => {
    const consoleAddress = "https://developer.adobe.com/console/projects/1/2/credentials/3/details";
    expect(explain("api_not_added", { consoleAddress }).link?.href).toBe(consoleAddress);
    expect(explain("api_not_added", { consoleAddress: null }).link?.href).toBe(
      "https://developer.adobe.com/console/projects",
    );
    expect(explain("api_not_added", { environment: "stage" }).link?.href).toBe(
      "https://developer-stage.adobe.com/console/projects",
    );
  });

  test("is left out where the credential is not named, and to Edit for those who may not", () => {
    expect(explain("client_secret_refused").link).toBeUndefined();
    expect(explain("missing_client_id", { credentialId: "made-up", mayEdit: false }).link).toBeUndefined();
    expect(explain("client_secret_refused", { credentialId: "made-up" }).link).toEqual({
      href: "/credentials/made-up/secrets",
      label: "Open Secrets",
    });
  });
});

test("no sentence quotes what is known of the credential", () => {
  const canary = "canary-of-a-scope";
  for (const code of adobeFailureCodes) {
    const words = explain(code, { driftedScopes: [canary, canary], lastGoodTestAt: ago(9) });
    expect(JSON.stringify(words)).not.toContain(canary);
  }
});
