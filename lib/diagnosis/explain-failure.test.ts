import { describe, expect, test } from "vitest";
import { neededConsoleScopes } from "@/lib/adobe/console-scopes";
import { type Environment, environments } from "@/lib/environment";
import { type AdobeFailureCode, adobeFailureCodes } from "@/lib/failure";
import { explainFailure } from "./explain-failure";

const explain = (code: AdobeFailureCode, environment: Environment = "production") =>
  explainFailure({ code, tries: 1, durationMs: 1 }, { environment });

describe.each(adobeFailureCodes)("%s", (code) => {
  test("has a short title and three whole sentences, wherever it happens", () => {
    for (const environment of environments) {
      const { title, ...sentences } = explain(code, environment);
      expect(title).toMatch(/^[A-Z].{8,60}[^.]$/);
      for (const sentence of Object.values(sentences)) {
        expect(sentence).toMatch(/^[A-Z].{20,300}\.$/);
        expect(sentence).not.toMatch(/undefined|null|NaN|\[object/);
      }
      expect(Object.keys(sentences)).toEqual(["whatHappened", "usualCause", "nextStep"]);
    }
  });

  test("is said plainly", () => {
    const text = Object.values(explain(code)).join(" ");
    expect(text).not.toMatch(/[!]|\bplease\b|\boops\b|\bsorry\b|\bunfortunately\b/i);
    const withoutScopes = neededConsoleScopes.reduce((rest, scope) => rest.replaceAll(scope, ""), text);
    expect(withoutScopes).not.toMatch(/[a-z]_[a-z]/);
  });
});

test("each failure has words of its own", () => {
  const titles = adobeFailureCodes.map((code) => explain(code).title);
  expect(new Set(titles).size).toBe(titles.length);
});

test("the server is named by its environment", () => {
  expect(explain("client_secret_refused", "production").whatHappened).toMatch(/^Adobe knows/);
  expect(explain("client_secret_refused", "stage").whatHappened).toMatch(/^Adobe's stage environment knows/);
  expect(explain("client_secret_refused", "sandbox").whatHappened).toMatch(/^The sandbox knows/);
});

test.each(["throttled", "cooling_down", "adobe_unavailable", "circuit_open"] as const)(
  "%s says how long to wait",
  (code) => {
    const failure = { code, retryAfterSeconds: 2_400, tries: 1, durationMs: 1 };
    expect(explainFailure(failure, { environment: "production" }).nextStep).toContain("40 minutes");
  },
);
