import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { type Client, generateClientId } from "./clients";
import { type ControlClient, createControlClient } from "./control-client";
import { type Sandbox, startSandbox } from "./server";

let sandbox: Sandbox;
let control: ControlClient;
let client: Client;
let nowMs = 0;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, host: "127.0.0.1", nowMs: () => nowMs });
  control = createControlClient(sandbox.url, sandbox.controlKey);
  client = await control.putClient(generateClientId(), { boundScopes: ["openid", "AdobeID"] });
});
beforeEach(() => {
  nowMs = Date.UTC(2026, 0, 15, 12);
});
afterAll(() => sandbox.close());

function post(
  path: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${sandbox.url}${path}`, { method: "POST", body: new URLSearchParams(form), headers });
}

async function mint(): Promise<string> {
  const response = await post("/ims/token/v3", {
    grant_type: "client_credentials",
    client_id: client.clientId,
    client_secret: client.clientSecrets[0] ?? "",
    scope: "openid,AdobeID",
  });
  return z.object({ access_token: z.string() }).parse(await response.json()).access_token;
}

function validate(token: string, form: Record<string, string> = {}): Promise<Response> {
  const asked = { type: "access_token", client_id: client.clientId, token, ...form };
  return post("/ims/validate_token/v1", asked);
}

function invalidate(token: string, form: Record<string, string> = {}): Promise<Response> {
  const asked = { token_type: "access_token", client_id: client.clientId, token, ...form };
  return post("/ims/invalidate_token/v2", asked);
}

test("a good token is valid until 24 hours after it was made", async () => {
  const token = await mint();
  const createdMs = nowMs;
  const response = await validate(token);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    valid: true,
    expires_at: createdMs + 86_400_000,
    token: {
      id: expect.any(String),
      scope: "openid,AdobeID",
      user_id: client.technicalAccountId,
      expires_in: "86400000",
      client_id: client.clientId,
      type: "access_token",
    },
  });
  nowMs = createdMs + 86_400_000 - 1;
  expect(await (await validate(token)).json()).toMatchObject({ valid: true });
  nowMs += 1;
  expect(await (await validate(token)).json()).toEqual({ valid: false, reason: "expired" });
});

test("the token may come as a Bearer header and the client as X-IMS-ClientId", async () => {
  const headers = { authorization: `Bearer ${await mint()}`, "X-IMS-ClientId": client.clientId };
  const response = await post("/ims/validate_token/v1", { type: "access_token" }, headers);
  expect(await response.json()).toMatchObject({ valid: true });
});

test("a token that was changed or asked for as another type is not valid", async () => {
  const token = await mint();
  const [header, , signature] = token.split(".");
  const otherPayload = (await mint()).split(".")[1];
  expect(await (await validate(`${header}.${otherPayload}.${signature}`)).json()).toEqual({
    valid: false,
    reason: "bad signature",
  });
  for (const nonsense of ["nonsense", "a.b.c", `${header}.bm90IGpzb24.${signature}`]) {
    expect(await (await validate(nonsense)).json()).toEqual({ valid: false, reason: "bad payload" });
  }
  expect(await (await validate(token, { type: "refresh_token" })).json()).toMatchObject({ valid: false });
});

test("a question without type, token or a known client is refused", async () => {
  const token = await mint();
  for (const form of [{ type: "" }, { token: "" }, { client_id: "" }, { client_id: "f".repeat(32) }]) {
    expect((await validate(token, form)).status).toBe(400);
  }
});

test("an invalidated token answers 200 with no body, is never valid again, and others stay", async () => {
  const token = await mint();
  const bystander = await mint();
  const response = await invalidate(token);
  expect(response.status).toBe(200);
  expect(await response.text()).toBe("");
  expect(await (await validate(token)).json()).toEqual({ valid: false, reason: "invalidated" });
  expect(await (await validate(bystander)).json()).toMatchObject({ valid: true });
  expect((await invalidate(token)).status).toBe(200);
});

test("a client cannot invalidate the token of another", async () => {
  const token = await mint();
  const other = await control.putClient(generateClientId());
  expect((await invalidate(token, { client_id: other.clientId })).status).toBe(400);
  expect((await invalidate(token, { client_id: "f".repeat(32) })).status).toBe(400);
  expect((await invalidate(token, { token_type: "service_token" })).status).toBe(400);
  expect((await invalidate("nonsense")).status).toBe(400);
  expect(await (await validate(token)).json()).toMatchObject({ valid: true });
});
