import { afterEach, expect, test } from "vitest";
import { createCircuitBreaker } from "./circuit-breaker";
import { createReadIntegration } from "./console-integration";
import { describeAct } from "./console-secrets.fixture";
import { makeFakeTiming } from "./fake-timing.fixture";
import { createHttpClient } from "./http-client";
import { startLoopbackServer } from "./loopback-server.fixture";

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function readFrom(body: unknown, status = 200, act = describeAct()) {
  const server = await startLoopbackServer((response) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body)),
  );
  const http = createHttpClient();
  cleanups.push(server.close, http.close);
  const timing = makeFakeTiming();
  const host = { imsOrigin: server.url, consoleOrigin: server.url, allowInsecureRequests: true };
  const read = createReadIntegration({
    findHost: () => host,
    http,
    breaker: createCircuitBreaker(timing.elapsedMs),
    timing,
  });
  return { outcome: await read(act), seen: server.seen };
}

const profile = (id: string, name: string, productId: string) => ({ id, name, productId, description: "" });
const service = (sdkCode: string, name: string, licenseConfigs: unknown) => ({
  sdkCode,
  name,
  licenseConfigs,
});

test("profiles are read from the integration of the credential, with its key and token", async () => {
  const act = describeAct();
  const { outcome, seen } = await readFrom(
    {
      apikey: act.clientId,
      sdkList: ["AdobeAnalyticsSDK"],
      serviceProperties: [
        service("AdobeIOManagementAPISDK", "I/O Management API", []),
        service("AdobeAnalyticsSDK", "Adobe Analytics", [profile("108375522", "Europe", "A1")]),
        service("NewSDK", "New", null),
      ],
    },
    200,
    act,
  );
  expect(outcome).toMatchObject({
    value: {
      profiles: [
        {
          profileId: "108375522",
          profile: "Europe",
          sdkCode: "AdobeAnalyticsSDK",
          product: "Adobe Analytics",
        },
      ],
      tries: 1,
    },
  });
  expect(seen).toMatchObject([
    {
      method: "GET",
      path: "/console/organizations/23294/integrations/436084",
      headers: { "x-api-key": act.clientId },
    },
  ]);
});

test("a profile that stands under several APIs comes once, with the API that lists its product alone", async () => {
  const [europe, editors, both] = [
    profile("1", "Europe", "A1"),
    profile("2", "Editors", "B2"),
    profile("3", "Everywhere", "C3"),
  ];
  const { outcome } = await readFrom({
    serviceProperties: [
      service("AdobeAnalyticsSDK", "Adobe Analytics", [europe]),
      service("AdobeTargetSDK", "Adobe Target", [europe, editors, both]),
      service("CampaignSDK", "Adobe Campaign", [europe, editors, both]),
    ],
  });
  expect(outcome).toMatchObject({
    value: {
      profiles: [
        { profileId: "1", sdkCode: "AdobeAnalyticsSDK", product: "Adobe Analytics" },
        { profileId: "2", sdkCode: null, product: "" },
        { profileId: "3", sdkCode: null, product: "" },
      ],
    },
  });
});

test.each([
  ["no services", {}],
  ["another client", { apikey: "somebody-else", serviceProperties: [] }],
  ["a name with a line break", { serviceProperties: [service("A", "a\nb", [])] }],
  ["a profile without a name", { serviceProperties: [service("A", "a", [{ id: "1", productId: "A" }])] }],
  ["an id that is a path", { serviceProperties: [service("A", "a", [profile("../1", "x", "A")])] }],
  ["a refusal in good clothes", { serviceProperties: [], messages: [] }],
])("%s is not taken for an answer", async (_what, body) => {
  expect((await readFrom(body)).outcome).toMatchObject({ failure: { code: "answer_malformed" } });
});

test("an answer that repeats the token is dropped", async () => {
  const act = describeAct();
  const body = { serviceProperties: [service("A", act.accessToken.reveal(), [])] };
  expect((await readFrom(body, 200, act)).outcome).toMatchObject({ failure: { code: "answer_malformed" } });
});

test("a refusal is named as those of the Console are", async () => {
  const messages = [{ template: "ERR_MSG_OPERATION_NOT_ALLOWED", message: "no matching licenses" }];
  expect((await readFrom({ messages }, 403)).outcome).toMatchObject({
    failure: { code: "console_not_permitted", status: 403 },
  });
});
