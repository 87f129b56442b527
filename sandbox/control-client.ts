import { z } from "zod";
import { callKinds } from "./call-kinds";
import { secretRecordSchema, type secretTimesSchema } from "./client-secrets";
import { type Client, type clientChangeSchema, clientSchema } from "./clients";
import type { faultSchema } from "./faults";
import { type ReadyCredential, readyCredentialSchema } from "./ready-credential";

const requestsSchema = z.object({
  requests: z.array(
    z.object({
      at: z.string(),
      kind: z.enum(callKinds).nullable(),
      method: z.string(),
      path: z.string(),
      clientId: z.string().nullable(),
      secretId: z.string().nullable(),
      bodyParameters: z.array(z.string()),
      queryParameters: z.array(z.string()),
      authorization: z.enum(["basic", "bearer"]).nullable(),
      debugId: z.string(),
      status: z.number().nullable(),
    }),
  ),
  counts: z.record(z.string(), z.number()),
});

const clientSecretSchema = secretRecordSchema.omit({ usableAtMs: true });

/** Any part of a client but its id; its secrets as values (`clientSecrets`) or as records (`secrets`). */
export type ClientChange = z.input<typeof clientChangeSchema>;
/** A secret with its uuid, its value, and when it was made and last used, in milliseconds since 1970. */
export type ClientSecret = z.infer<typeof clientSecretSchema>;
/** What is left out is generated. `force` goes beyond the limit of two. */
export type SecretAddition = Partial<ClientSecret> & { readonly force?: boolean };
/** What is left out stays; `lastUsedAtMs: null` makes the secret look never used. */
export type SecretTimes = z.input<typeof secretTimesSchema>;
/** A fault as it is told: what has a default may be left out. */
export type FaultInput = z.input<typeof faultSchema>;

export interface ControlClient {
  readonly putClient: (clientId: string, change?: ClientChange) => Promise<Client>;
  readonly deleteClient: (clientId: string) => Promise<void>;
  /** In the order in which the Developer Console lists them. */
  readonly listSecrets: (clientId: string) => Promise<readonly ClientSecret[]>;
  /** Adds a secret behind everybody's back. */
  readonly addSecret: (clientId: string, addition?: SecretAddition) => Promise<ClientSecret>;
  /** Removes a secret behind everybody's back, the last one too. */
  readonly removeSecret: (clientId: string, uuid: string) => Promise<void>;
  readonly setSecretTimes: (clientId: string, uuid: string, times: SecretTimes) => Promise<ClientSecret>;
  readonly setFaults: (clientId: string, ...faults: readonly FaultInput[]) => Promise<void>;
  readonly clearFaults: (clientId: string) => Promise<void>;
  readonly release: (clientId?: string) => Promise<number>;
  /** Resolves when `count` answers are held; rejects when they are not within 10 seconds. */
  readonly waitForHeld: (count: number, clientId?: string) => Promise<void>;
  readonly countHeld: (clientId?: string) => Promise<number>;
  readonly requests: (clientId?: string) => Promise<z.infer<typeof requestsSchema>>;
  readonly clearRequests: () => Promise<void>;
  readonly readyCredential: () => Promise<ReadyCredential>;
}

/** Drives the control API of a sandbox, for tests. Whatever the sandbox refuses rejects. */
export function createControlClient(url: string, controlKey: string): ControlClient {
  async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${url}/control/${path}`, {
      method,
      headers: { "x-sandbox-control": controlKey, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`The sandbox answered ${response.status} to ${method} ${path}.`);
    return text === "" ? undefined : JSON.parse(text);
  }
  async function askHeld(count: number, clientId: string | undefined): Promise<number> {
    const query = new URLSearchParams({ count: String(count), ...ofClient(clientId) });
    return z.object({ held: z.number() }).parse(await ask("GET", `held?${query}`)).held;
  }
  const ofClient = (clientId: string | undefined) => (clientId === undefined ? {} : { clientId });

  return {
    putClient: async (clientId, change = {}) =>
      clientSchema.parse(await ask("PUT", `clients/${clientId}`, change)),
    deleteClient: async (clientId) => void (await ask("DELETE", `clients/${clientId}`)),
    listSecrets: async (clientId) =>
      z
        .object({ secrets: z.array(clientSecretSchema) })
        .parse(await ask("GET", `clients/${clientId}/secrets`)).secrets,
    addSecret: async (clientId, addition = {}) =>
      clientSecretSchema.parse(await ask("POST", `clients/${clientId}/secrets`, addition)),
    removeSecret: async (clientId, uuid) => void (await ask("DELETE", `clients/${clientId}/secrets/${uuid}`)),
    setSecretTimes: async (clientId, uuid, times) =>
      clientSecretSchema.parse(await ask("PATCH", `clients/${clientId}/secrets/${uuid}`, times)),
    setFaults: async (clientId, ...faults) =>
      void (await ask("PUT", `clients/${clientId}/faults`, { faults })),
    clearFaults: async (clientId) => void (await ask("DELETE", `clients/${clientId}/faults`)),
    release: async (clientId) =>
      z.object({ released: z.number() }).parse(await ask("POST", "release", ofClient(clientId))).released,
    waitForHeld: async (count, clientId) => {
      const held = await askHeld(count, clientId);
      if (held < count) throw new Error(`The sandbox holds ${held} answers instead of ${count}.`);
    },
    countHeld: (clientId) => askHeld(0, clientId),
    requests: async (clientId) =>
      requestsSchema.parse(await ask("GET", `requests?${new URLSearchParams(ofClient(clientId))}`)),
    clearRequests: async () => void (await ask("DELETE", "requests")),
    readyCredential: async () => readyCredentialSchema.parse(await ask("GET", "ready-credential")),
  };
}
