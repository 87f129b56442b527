/**
 * What the sandbox remembers: its clients with their secrets, the key that signs tokens, and the
 * tokens that were invalidated. Kept in memory, or in one private JSON file that survives restarts.
 * Faults and the request log belong to a run and are not kept.
 */

import { chmod, readFile } from "node:fs/promises";
import { type ReadyClient, readyClientSchema, type StoredClient } from "./clients";
import { importSigningKey, type SigningKey } from "./signing-key";
import { type Contents, generateContents, parseContents } from "./state-contents";
import { writePrivateFile } from "./write-private-file";

const usesAreWrittenAfterMs = 200;

/** What is told of a change, and the client as it shall be; without one nothing changes. */
export interface Decision<Outcome> {
  readonly outcome: Outcome;
  readonly client?: StoredClient;
}

export interface SandboxState {
  readonly signingKey: SigningKey;
  readonly readyClient: () => ReadyClient;
  readonly listClients: () => readonly StoredClient[];
  readonly findClient: (clientId: string) => StoredClient | undefined;
  /** `decide` sees the client after every earlier change, and no other change comes in between. */
  readonly changeClient: <Outcome>(
    clientId: string,
    decide: (before: StoredClient | undefined) => Decision<Outcome>,
  ) => Promise<Outcome>;
  /** The ready client keeps at least one secret: anything else for it rejects. */
  readonly putClient: (client: StoredClient) => Promise<void>;
  readonly deleteClient: (clientId: string) => Promise<void>;
  /** Holds at once and is written a little later: a crash of the sandbox may forget the last uses. */
  readonly noteUse: (clientId: string, secretId: string, nowMs: number) => void;
  readonly isInvalidated: (tokenId: string) => boolean;
  readonly invalidateToken: (tokenId: string, expiresAtMs: number, nowMs: number) => Promise<void>;
  /** Calls `listener` after every change of the ready client. There is one listener. */
  readonly watchReadyClient: (listener: () => void) => void;
  /** Resolves when nothing is left to write. */
  readonly settled: () => Promise<void>;
}

type OpenedState =
  | { readonly ok: true; readonly state: SandboxState }
  | { readonly ok: false; readonly sentence: string };

export async function createMemoryState(nowMs: number = Date.now()): Promise<SandboxState> {
  const contents = await generateContents(nowMs);
  return keepState(contents, await importSigningKey(contents.signingKey), async () => {});
}

/**
 * Opens the file, or starts it when there is none. A file of an earlier version is written anew; one
 * that cannot be used is left as it is.
 */
export async function openStateFile(file: string, nowMs: number = Date.now()): Promise<OpenedState> {
  const save = (contents: Contents) => writePrivateFile(file, `${JSON.stringify(contents, null, 2)}\n`);
  let text: string | undefined;
  try {
    text = await readFile(file, "utf8");
    await chmod(file, 0o600);
  } catch (thrown) {
    if (!isNotFound(thrown)) {
      return refuse(`The sandbox state file ${file} cannot be read: check its owner and permissions.`);
    }
  }
  let opened: { readonly contents: Contents; readonly signingKey: SigningKey; readonly isNew: boolean };
  try {
    const { contents, wasUpgraded } =
      text === undefined
        ? { contents: await generateContents(nowMs), wasUpgraded: true }
        : parseContents(JSON.parse(text), nowMs);
    opened = { contents, signingKey: await importSigningKey(contents.signingKey), isNew: wasUpgraded };
  } catch {
    // The reason would quote parts of the file, which holds secrets.
    return refuse(`The sandbox state file ${file} is damaged: restore it, or delete it to start afresh.`);
  }
  try {
    if (opened.isNew) await save(opened.contents);
  } catch {
    return refuse(`The sandbox state file ${file} cannot be written: check the folder and the free space.`);
  }
  return { ok: true, state: keepState(opened.contents, opened.signingKey, save) };
}

/** Changes run one after another, and are on disk before they take effect. */
function keepState(
  first: Contents,
  signingKey: SigningKey,
  save: (contents: Contents) => Promise<void>,
): SandboxState {
  let contents = first;
  let clients = indexClients(first);
  let invalidated = indexInvalidated(first);
  let lastChange = Promise.resolve();
  let usesWhileSaving: Use[] = [];
  let usesTimer: NodeJS.Timeout | undefined;
  let tellReadyClient = () => {};

  function adopt(after: Contents): void {
    const isReadyAnother = after.readyClient !== contents.readyClient;
    contents = after;
    clients = indexClients(after);
    invalidated = indexInvalidated(after);
    if (isReadyAnother) tellReadyClient();
  }

  function change<Outcome>(
    next: (before: Contents) => { readonly outcome: Outcome; readonly after: Contents | undefined },
  ): Promise<Outcome> {
    const changed = lastChange.then(async () => {
      const { outcome, after } = next(contents);
      if (!after) return outcome;
      usesWhileSaving = [];
      await save(after);
      adopt(usesWhileSaving.reduce(withUse, after));
      return outcome;
    });
    lastChange = changed.then(
      () => {},
      () => {},
    );
    return changed;
  }

  function writeUses(): Promise<void> {
    clearTimeout(usesTimer);
    usesTimer = undefined;
    // A disk that refuses them is noticed by the next change that somebody waits for.
    return change((before) => ({ outcome: undefined, after: before })).catch(() => {});
  }

  const changeClient: SandboxState["changeClient"] = (clientId, decide) =>
    change((before) => {
      const { outcome, client } = decide(clients.get(clientId));
      return { outcome, after: client && withClient(before, client) };
    });

  return {
    signingKey,
    readyClient: () => contents.readyClient,
    listClients: () => [...clients.values()],
    findClient: (clientId) => clients.get(clientId),
    changeClient,
    putClient: (client) => changeClient(client.clientId, () => ({ outcome: undefined, client })),
    deleteClient: (clientId) =>
      change((before) => ({
        outcome: undefined,
        after: { ...before, clients: without(before.clients, clientId) },
      })),
    noteUse: (clientId, secretId, nowMs) => {
      const use = { clientId, secretId, nowMs };
      usesWhileSaving.push(use);
      adopt(withUse(contents, use));
      usesTimer ??= setTimeout(() => void writeUses(), usesAreWrittenAfterMs).unref();
    },
    isInvalidated: (tokenId) => invalidated.has(tokenId),
    invalidateToken: (tokenId, expiresAtMs, nowMs) =>
      change((before) => ({
        outcome: undefined,
        after: {
          ...before,
          invalidatedTokens: [
            ...before.invalidatedTokens.filter((token) => token.expiresAtMs > nowMs),
            { tokenId, expiresAtMs },
          ],
        },
      })),
    watchReadyClient: (listener) => {
      tellReadyClient = listener;
    },
    settled: () => (usesTimer === undefined ? lastChange : writeUses()),
  };
}

interface Use {
  readonly clientId: string;
  readonly secretId: string;
  readonly nowMs: number;
}

function withUse(contents: Contents, { clientId, secretId, nowMs }: Use): Contents {
  const client = [contents.readyClient, ...contents.clients].find((one) => one.clientId === clientId);
  if (!client) return contents;
  const secrets = client.secrets.map((secret) =>
    secret.uuid === secretId ? { ...secret, lastUsedAtMs: nowMs } : secret,
  );
  return withClient(contents, { ...client, secrets });
}

function withClient(contents: Contents, client: StoredClient): Contents {
  return client.clientId === contents.readyClient.clientId
    ? { ...contents, readyClient: readyClientSchema.parse(client) }
    : { ...contents, clients: [...without(contents.clients, client.clientId), client] };
}

function indexClients(contents: Contents): ReadonlyMap<string, StoredClient> {
  return new Map([contents.readyClient, ...contents.clients].map((client) => [client.clientId, client]));
}

function indexInvalidated(contents: Contents): ReadonlySet<string> {
  return new Set(contents.invalidatedTokens.map((token) => token.tokenId));
}

function without(clients: readonly StoredClient[], clientId: string): StoredClient[] {
  return clients.filter((client) => client.clientId !== clientId);
}

function isNotFound(thrown: unknown): boolean {
  return thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT";
}

function refuse(sentence: string): OpenedState {
  return { ok: false, sentence };
}
