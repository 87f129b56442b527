import { expect, test } from "vitest";
import { explainFailure } from "./explain-failure";
import { type FailedCall, listSummaryFacts } from "./list-summary-facts";
import { writeSummary } from "./write-summary";

const call: FailedCall = {
  environment: "production",
  clientId: "made-up-client",
  host: "ims-na1.adobelogin.com",
  code: "client_secret_refused",
  status: 400,
  debugId: "made-up-debug-id",
  requestId: "made-up-request",
  at: new Date("2026-11-22T16:00:00.123Z"),
  tries: 1,
  durationMs: 212,
};
const words = explainFailure(
  { code: "client_secret_refused", tries: 1, durationMs: 212 },
  { environment: "production" },
);

test("a summary holds what Adobe's support needs to find the call", () => {
  expect(writeSummary(words, listSummaryFacts(call)).split("\n")).toEqual([
    "The client secret was refused",
    words.whatHappened,
    "",
    "HTTP status: 400",
    "Code: client_secret_refused",
    "Adobe debug ID: made-up-debug-id",
    "Latchkey request ID: made-up-request",
    "Time: 2026-11-22 16:00:00.123 UTC",
    "Environment: Production",
    "Client ID: made-up-client",
    "Host asked: ims-na1.adobelogin.com",
    "Requests sent: 1",
    "Duration: 212 ms",
  ]);
});

test("what is not known is said where it matters, and else left out", () => {
  const { environment, clientId, at } = call;
  const facts = listSummaryFacts({ environment, clientId, at, code: "network_down", status: null, tries: 0 });
  expect(facts.map(({ label, value }) => `${label}: ${value}`)).toEqual([
    "HTTP status: no answer",
    "Code: network_down",
    "Adobe debug ID: none given",
    "Time: 2026-11-22 16:00:00.123 UTC",
    "Environment: Production",
    "Client ID: made-up-client",
    "Requests sent: 0",
  ]);
});
