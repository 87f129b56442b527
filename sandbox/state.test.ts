import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turnOfTheLoop } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { generateClient, generateClientId, managementScopes, type StoredClient } from "./clients";
import { readToken } from "./read-token";
import { signToken } from "./sign-token";
import { openStateFile, type SandboxState } from "./state";

let folder: string;
let file: string;
const nowMs = Date.UTC(2026, 0, 15, 12);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandbox-state-"));
  file = join(folder, "sandbox", "state.json");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function open(): Promise<SandboxState> {
  const opened = await openStateFile(file);
  if (!opened.ok) throw new Error(opened.sentence);
  return opened.state;
}

test("clients, ready credential, signing key and invalidated tokens survive a restart", async () => {
  const first = await open();
  const client = generateClient(generateClientId());
  await first.putClient(client);
  const kept = await signToken(first.signingKey, client, ["openid"], nowMs);
  const ended = await signToken(first.signingKey, client, ["openid"], nowMs);
  const reading = await readToken(first, ended, nowMs);
  if (reading.valid) await first.invalidateToken(reading.claims.id, nowMs + 86_400_000, nowMs);

  const second = await open();
  expect(second.readyClient()).toEqual(first.readyClient());
  expect(second.findClient(client.clientId)).toEqual(client);
  expect(await readToken(second, kept, nowMs)).toMatchObject({ valid: true });
  expect(await readToken(second, ended, nowMs)).toEqual({ valid: false, reason: "invalidated" });

  await second.deleteClient(client.clientId);
  expect((await open()).findClient(client.clientId)).toBeUndefined();
});

test("changes made at once are all kept", async () => {
  const state = await open();
  const clients = Array.from({ length: 20 }, () => generateClient(generateClientId()));
  await Promise.all(clients.map((client) => state.putClient(client)));
  const again = await open();
  expect(again.listClients()).toHaveLength(21);
  for (const client of clients) expect(again.findClient(client.clientId)).toEqual(client);
});

test("the file is readable by its owner alone and no draft stays", async () => {
  await open();
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, "sandbox"))).mode & 0o777).toBe(0o700);
  expect(await readdir(join(folder, "sandbox"))).toEqual(["state.json"]);
});

test("a damaged file is one sentence that quotes nothing of it, and is left as it is", async () => {
  await open();
  const good = await readFile(file, "utf8");
  const damaged = [
    "",
    "{",
    "null",
    good.slice(0, -20),
    good.replace('"version": 2', '"version": 3'),
    good.replace(/"kty": "RSA"/, '"kty": "oct"'),
    good.replace(/"n": ".{20}/, `"n": "${"A".repeat(20)}`),
    good.replace(/"secrets": \[[^\]]*\]/, '"secrets": []'),
  ];
  for (const text of damaged) {
    await writeFile(file, text);
    const opened = await openStateFile(file);
    expect(opened).toEqual({
      ok: false,
      sentence: `The sandbox state file ${file} is damaged: restore it, or delete it to start afresh.`,
    });
    expect(await readFile(file, "utf8")).toBe(text);
  }
});

test("a file that cannot be read or written is one sentence", async () => {
  file = folder;
  expect(await openStateFile(file)).toMatchObject({
    ok: false,
    sentence: expect.stringContaining("cannot be read"),
  });
  const blocker = join(folder, "blocker");
  await writeFile(blocker, "");
  const opened = await openStateFile(join(blocker, "state.json"));
  expect(opened).toMatchObject({ ok: false, sentence: expect.stringContaining("cannot be") });
});

test("a change that cannot be written does not take effect", async () => {
  const state = await open();
  await rm(join(folder, "sandbox"), { recursive: true });
  await writeFile(join(folder, "sandbox"), "");
  const client = generateClient(generateClientId());
  await expect(state.putClient(client)).rejects.toThrow();
  expect(state.findClient(client.clientId)).toBeUndefined();
});

describe("the last use of a secret", () => {
  test("holds at once, and survives a restart and a change that is under way", async () => {
    const state = await open();
    const { clientId, secrets } = state.readyClient();
    const other = generateClient(generateClientId());
    const changed = state.putClient(other);
    await turnOfTheLoop();
    expect(state.findClient(other.clientId)).toBeUndefined();
    state.noteUse(clientId, secrets[0].uuid, nowMs);
    expect(state.readyClient().secrets[0].lastUsedAtMs).toBe(nowMs);
    await changed;
    expect(state.readyClient().secrets[0].lastUsedAtMs).toBe(nowMs);
    await state.settled();
    const again = await open();
    expect(again.readyClient().secrets[0].lastUsedAtMs).toBe(nowMs);
    expect(again.findClient(other.clientId)).toEqual(other);
  });

  test("of a secret or client that is gone is no error", async () => {
    const state = await open();
    const before = state.readyClient();
    state.noteUse(generateClientId(), before.secrets[0].uuid, nowMs);
    state.noteUse(before.clientId, "0".repeat(32), nowMs);
    expect(state.readyClient()).toEqual(before);
    expect(state.listClients()).toEqual([before]);
  });

  test("is written by itself a little later", async () => {
    const state = await open();
    state.noteUse(state.readyClient().clientId, state.readyClient().secrets[0].uuid, nowMs);
    await expect.poll(async () => (await open()).readyClient().secrets[0].lastUsedAtMs).toBe(nowMs);
  });
});

describe("a file of version 1", () => {
  async function writeFirstVersion() {
    const state = await open();
    const client = generateClient(generateClientId());
    await state.putClient(client);
    const { signingKey } = z
      .object({ signingKey: z.unknown() })
      .parse(JSON.parse(await readFile(file, "utf8")));
    const old = (from: StoredClient, boundScopes: string[]) => ({
      clientId: from.clientId,
      clientSecrets: ["first", "second"],
      boundScopes,
      strict: true,
      imsOrgId: from.imsOrgId,
      technicalAccountId: from.technicalAccountId,
      technicalAccountEmail: from.technicalAccountEmail,
      refusal: null,
    });
    const ready = state.readyClient();
    const contents = {
      version: 1,
      signingKey,
      readyClient: old(ready, ["openid", "own_scope"]),
      clients: [old(client, ["openid"])],
      invalidatedTokens: [{ tokenId: "ended", expiresAtMs: nowMs }],
    };
    await writeFile(file, JSON.stringify(contents));
    return { ready, client };
  }

  test("is upgraded: secrets become records made now, and clients get ids at the Console", async () => {
    const { ready, client } = await writeFirstVersion();
    const opened = await openStateFile(file, nowMs);
    if (!opened.ok) throw new Error(opened.sentence);
    const after = opened.state.findClient(client.clientId);
    expect(after).toMatchObject({
      strict: true,
      boundScopes: ["openid"],
      imsOrgId: client.imsOrgId,
      adobeCredentialId: expect.stringMatching(/^\d+$/),
      secrets: ["first", "second"].map((value) => ({
        uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
        value,
        createdAtMs: nowMs,
        lastUsedAtMs: null,
      })),
    });
    expect(opened.state.isInvalidated("ended")).toBe(true);
    expect(opened.state.readyClient()).toMatchObject({
      clientId: ready.clientId,
      technicalAccountEmail: ready.technicalAccountEmail,
      secrets: [{ value: "first" }, { value: "second" }],
    });
  });

  test("gives its ready credential the scopes that rotation asks for, beside its own", async () => {
    await writeFirstVersion();
    expect((await open()).readyClient().boundScopes).toEqual([
      "openid",
      "own_scope",
      ...managementScopes.slice(1),
    ]);
  });

  test("is upgraded once", async () => {
    const { client } = await writeFirstVersion();
    const first = await open();
    const second = await open();
    expect(second.findClient(client.clientId)).toEqual(first.findClient(client.clientId));
    expect(second.readyClient()).toEqual(first.readyClient());
  });
});
