import { z } from "zod";
import { type Client, clientSchema } from "./clients";
import type { faultSchema } from "./faults";
import { type ReadyCredential, readyCredentialSchema } from "./ready-credential";

const requestsSchema = z.object({
  requests: z.array(
    z.object({
      at: z.string(),
      method: z.string(),
      path: z.string(),
      clientId: z.string().nullable(),
      bodyParameters: z.array(z.string()),
      queryParameters: z.array(z.string()),
      authorization: z.enum(["basic", "bearer"]).nullable(),
      debugId: z.string(),
      status: z.number().nullable(),
    }),
  ),
  counts: z.record(z.string(), z.number()),
});

/** Any part of a client but its id. */
export type ClientChange = Partial<Omit<Client, "clientId">>;
/** A fault as it is told: what has a default may be left out. */
export type FaultInput = z.input<typeof faultSchema>;

export interface ControlClient {
  readonly putClient: (clientId: string, change?: ClientChange) => Promise<Client>;
  readonly deleteClient: (clientId: string) => Promise<void>;
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
