/**
 * What the sandbox remembers: its clients with their secrets, the key that signs tokens, and the
 * tokens that were invalidated. Kept in memory, or in one private JSON file that survives restarts.
 * Faults and the request log belong to a run and are not kept.
 */

import { chmod, readFile } from "node:fs/promises";
import { z } from "zod";
import {
  type Client,
  clientSchema,
  generateClient,
  generateClientId,
  type ReadyClient,
  readyClientSchema,
} from "./clients";
import { generatePrivateJwk, importSigningKey, privateJwkSchema, type SigningKey } from "./signing-key";
import { writePrivateFile } from "./write-private-file";

const contentsSchema = z.strictObject({
  version: z.literal(1),
  signingKey: privateJwkSchema,
  readyClient: readyClientSchema,
  clients: z.array(clientSchema),
  invalidatedTokens: z.array(z.strictObject({ tokenId: z.string(), expiresAtMs: z.number() })),
});
type Contents = z.infer<typeof contentsSchema>;

export interface SandboxState {
  readonly signingKey: SigningKey;
  readonly readyClient: () => ReadyClient;
  readonly listClients: () => readonly Client[];
  readonly findClient: (clientId: string) => Client | undefined;
  /** The ready client keeps at least one secret: anything else for it rejects. */
  readonly putClient: (client: Client) => Promise<void>;
  readonly deleteClient: (clientId: string) => Promise<void>;
  readonly isInvalidated: (tokenId: string) => boolean;
  readonly invalidateToken: (tokenId: string, expiresAtMs: number, nowMs: number) => Promise<void>;
  /** Resolves when nothing is left to write. */
  readonly settled: () => Promise<void>;
}

type OpenedState =
  | { readonly ok: true; readonly state: SandboxState }
  | { readonly ok: false; readonly sentence: string };

export async function createMemoryState(): Promise<SandboxState> {
  const contents = await generateContents();
  return keepState(contents, await importSigningKey(contents.signingKey), async () => {});
}

/** Opens the file, or starts it when there is none. A file that cannot be used is left as it is. */
export async function openStateFile(file: string): Promise<OpenedState> {
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
  if (text === undefined) {
    const contents = await generateContents();
    try {
      await save(contents);
    } catch {
      return refuse(`The sandbox state file ${file} cannot be written: check the folder and the free space.`);
    }
    return { ok: true, state: keepState(contents, await importSigningKey(contents.signingKey), save) };
  }
  try {
    const contents = contentsSchema.parse(JSON.parse(text));
    return { ok: true, state: keepState(contents, await importSigningKey(contents.signingKey), save) };
  } catch {
    // The reason would quote parts of the file, which holds secrets.
    return refuse(`The sandbox state file ${file} is damaged: restore it, or delete it to start afresh.`);
  }
}

async function generateContents(): Promise<Contents> {
  return {
    version: 1,
    signingKey: await generatePrivateJwk(),
    readyClient: generateClient(generateClientId()),
    clients: [],
    invalidatedTokens: [],
  };
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

  function change(next: (before: Contents) => Contents): Promise<void> {
    const changed = lastChange.then(async () => {
      const after = next(contents);
      await save(after);
      contents = after;
      clients = indexClients(after);
      invalidated = indexInvalidated(after);
    });
    lastChange = changed.catch(() => {});
    return changed;
  }

  return {
    signingKey,
    readyClient: () => contents.readyClient,
    listClients: () => [...clients.values()],
    findClient: (clientId) => clients.get(clientId),
    putClient: (client) =>
      change((before) =>
        client.clientId === before.readyClient.clientId
          ? { ...before, readyClient: readyClientSchema.parse(client) }
          : { ...before, clients: [...without(before.clients, client.clientId), client] },
      ),
    deleteClient: (clientId) =>
      change((before) => ({ ...before, clients: without(before.clients, clientId) })),
    isInvalidated: (tokenId) => invalidated.has(tokenId),
    invalidateToken: (tokenId, expiresAtMs, nowMs) =>
      change((before) => ({
        ...before,
        invalidatedTokens: [
          ...before.invalidatedTokens.filter((token) => token.expiresAtMs > nowMs),
          { tokenId, expiresAtMs },
        ],
      })),
    settled: () => lastChange,
  };
}

function indexClients(contents: Contents): ReadonlyMap<string, Client> {
  return new Map([contents.readyClient, ...contents.clients].map((client) => [client.clientId, client]));
}

function indexInvalidated(contents: Contents): ReadonlySet<string> {
  return new Set(contents.invalidatedTokens.map((token) => token.tokenId));
}

function without(clients: readonly Client[], clientId: string): Client[] {
  return clients.filter((client) => client.clientId !== clientId);
}

function isNotFound(thrown: unknown): boolean {
  return thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT";
}

function refuse(sentence: string): OpenedState {
  return { ok: false, sentence };
}
