import { afterAll, beforeAll, expect, test } from "vitest";
import { type Client, generateClientId } from "./clients";
import { credentialUrl, mintToken } from "./console-call.fixture";
import { type ControlClient, createControlClient } from "./control-client";
import { productRefusals } from "./product-refusals";
import { type Sandbox, startSandbox } from "./server";

const scopes = [
  ...["openid", "AdobeID", "commerce.accs", "user_management_sdk", "firefly_api", "DCAPI"],
  ...["ab.manage", "account_cluster.read", "read_organizations", "adobeio_api", "read_client_secret"],
  "additional_info.projectedProductContext",
];

let sandbox: Sandbox;
let control: ControlClient;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, host: "127.0.0.1" });
  control = createControlClient(sandbox.url, sandbox.controlKey);
});

afterAll(() => sandbox.close());

async function makeClient(boundScopes: readonly string[] = scopes) {
  const client = await control.putClient(generateClientId(), { boundScopes: [...boundScopes] });
  return { client, token: await mintToken(sandbox.url, client) };
}

function ask(address: string, headers: Record<string, string>): Promise<Response> {
  return fetch(`${sandbox.url}/products/${address}`, { headers });
}

function headersOf(client: Client, token: string): Record<string, string> {
  return {
    authorization: `Bearer ${token}`,
    "x-api-key": client.clientId,
    "x-gw-ims-org-id": client.imsOrgId,
  };
}

const commerce = "na1-sandbox.api.commerce.adobe.com/AbCdEf12345/V1/products?searchCriteria%5BpageSize%5D=1";

test("every product answers a client that has all it needs", async () => {
  const { client, token } = await makeClient();
  const statusOf = async (address: string) => (await ask(address, headersOf(client, token))).status;
  expect(await statusOf(commerce)).toBe(200);
  expect(await statusOf("eu1.api.commerce.adobe.com/AbCdEf12345/V1/store/storeConfigs")).toBe(200);
  const quota = "adobe/stats/statistics/contentRequestsQuota?current=true";
  expect(await statusOf(`api.adobeaemcloud.com/${quota}`)).toBe(200);
  const secrets = credentialUrl("", client).slice(1);
  expect(await statusOf(`api.adobe.io/${secrets}/secrets`)).toBe(200);
  expect(await statusOf(`usermanagement.adobe.io/v2/usermanagement/groups/${client.imsOrgId}/0`)).toBe(200);
  expect(await statusOf("firefly-api.adobe.io/v3/custom-models")).toBe(200);
  expect(await statusOf("analytics.adobe.io/discovery/me")).toBe(200);
  expect(await statusOf("pdf-services.adobe.io/assets/none")).toBe(404);
  expect(await statusOf("example.com/")).toBe(404);
});

test("the gateway asks for the key, the token, the scope and the organization, in this order", async () => {
  const { client, token } = await makeClient();
  const bare = await makeClient(["openid"]);
  const codeOf = async (headers: Record<string, string>) =>
    (await (await ask(commerce, headers)).json()).error_code;
  const { authorization = "", ...keyed } = headersOf(client, token);
  const { "x-gw-ims-org-id": _organization, ...placeless } = headersOf(client, token);
  expect(await codeOf({})).toBe("403000");
  expect(await codeOf({ "x-api-key": generateClientId() })).toBe("403003");
  expect(await codeOf(keyed)).toBe("403010");
  expect(await codeOf({ ...keyed, authorization: "Bearer made.up.token" })).toBe("401013");
  expect(await codeOf({ ...headersOf(bare.client, token), authorization })).toBe("403003");
  expect(await codeOf(headersOf(bare.client, bare.token))).toBe("403011");
  expect(await codeOf(placeless)).toBe("400003");
  expect(await codeOf({ ...keyed, authorization, "x-gw-ims-org-id": bare.client.imsOrgId })).toBe("403025");
});

test("User Management, AEM and Analytics refuse in their own words", async () => {
  const { client } = await makeClient();
  const stale = headersOf(client, "made.up.token");
  const umapi = await ask(`usermanagement.adobe.io/v2/usermanagement/groups/${client.imsOrgId}/0`, stale);
  expect(umapi.headers.get("www-authenticate")).toBe('Bearer realm="JIL", error="invalid_token"');
  expect(await umapi.text()).toBe("");
  const analytics = await ask("analytics.adobe.io/discovery/me", stale);
  expect(await analytics.json()).toMatchObject({ errorCode: "invalid_token" });
  const bare = await makeClient(["openid"]);
  const aem = await ask(
    "api.adobeaemcloud.com/adobe/stats/statistics/contentRequestsQuota",
    headersOf(bare.client, bare.token),
  );
  expect(aem.headers.get("content-type")).toBe("application/problem+json");
  expect(await aem.json()).toMatchObject({ title: "Forbidden", status: 403 });
});

test.each(productRefusals)("a fault makes a product answer %s, and leaves tokens alone", async (refusal) => {
  const { client, token } = await makeClient();
  const retryAfter = { seconds: 38 };
  await control.setFaults(client.clientId, {
    kind: "refuseProduct",
    refusal,
    retryAfter,
    call: "callProduct",
  });
  const answer = await ask(commerce, headersOf(client, token));
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.headers.get("retry-after")).toBe("38");
  expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  await mintToken(sandbox.url, client);
  const { requests } = await control.requests(client.clientId);
  expect(requests.map(({ path }) => path)).toContain("/products/commerce");
});
