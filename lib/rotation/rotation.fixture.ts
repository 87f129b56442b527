import { randomBytes } from "node:crypto";
import { afterAll, beforeAll } from "vitest";
import { z } from "zod";
import type { ActContext } from "@/lib/auth/act-context";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { type ConsoleAddress, writeConsoleAddress } from "@/lib/credentials/console-address";
import { registerCredentialInput } from "@/lib/credentials/credential-input";
import { registerCredential } from "@/lib/credentials/register-credential";
import { getDb } from "@/lib/db/client";
import type { Failure } from "@/lib/failure";
import type { Result } from "@/lib/result";
import { type RotationRow, selectRotation } from "@/lib/rotation/lease/rotation-row";
import type { CallKind } from "@/sandbox/call-kinds";
import {
  type ClientChange,
  type ClientSecret,
  type ControlClient,
  createControlClient,
} from "@/sandbox/control-client";
import { type Sandbox, startSandbox } from "@/sandbox/server";

/** For tests: a registered credential that the sandbox knows, and whoever rotates it. */
export interface Stage {
  readonly context: ActContext;
  readonly credentialId: string;
  readonly name: string;
  readonly clientId: string;
  readonly control: ControlClient;
  /** The secrets at the sandbox, with their values. */
  readonly atAdobe: () => Promise<readonly ClientSecret[]>;
  /** The calls that the sandbox was sent for this client, oldest first. */
  readonly calls: (...kinds: readonly CallKind[]) => Promise<readonly Call[]>;
  /** The live rotation, else the newest. */
  readonly rotation: () => Promise<RotationRow>;
  /** The stored secrets, oldest first. */
  readonly stored: () => ReturnType<typeof listStored>;
  /** The events about the credential from the start of its first rotation, oldest first. */
  readonly events: () => Promise<readonly StageEvent[]>;
  /** The same as `action outcome`. */
  readonly story: () => Promise<readonly string[]>;
  /** What a process that died in the middle leaves behind: its lease is over, nothing else changes. */
  readonly loseLease: () => Promise<void>;
}

interface Call {
  readonly at: string;
  readonly kind: CallKind | null;
  readonly secretId: string | null;
  readonly status: number | null;
}

interface StageEvent {
  readonly action: string;
  readonly outcome: string;
  readonly occurredAt: Date;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Runs a sandbox of its own for the tests of a file. Call it once, outside any test. */
export function openSandbox(): { readonly stage: (options?: StageOptions) => Promise<Stage> } {
  let sandbox: Sandbox | undefined;
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, host: "127.0.0.1" });
    process.env.SANDBOX_URL = sandbox.url;
  });
  afterAll(() => sandbox?.close());
  return {
    stage: (options) => {
      if (sandbox === undefined) throw new Error("The sandbox is not running yet.");
      return makeStage(createControlClient(sandbox.url, sandbox.controlKey), options);
    },
  };
}

export interface StageOptions {
  readonly context?: ActContext;
  /** What the sandbox's client is like; its first secret is the one that is stored. */
  readonly client?: ClientChange;
  /** Null registers no Developer Console address. */
  readonly address?: Partial<ConsoleAddress> | null;
  readonly scopes?: string;
}

async function makeStage(control: ControlClient, options: StageOptions = {}): Promise<Stage> {
  const context = options.context ?? (await makeActContext());
  const { organizationId } = context.viewer;
  const client = await control.putClient(randomBytes(16).toString("hex"), options.client);
  const { clientId, adobeOrganizationId, adobeProjectId, adobeCredentialId } = client;
  const ids = { adobeOrganizationId, adobeProjectId, adobeCredentialId, ...options.address };
  const name = `Storefront ${clientId.slice(0, 6)}`;
  const registered = await registerCredential(
    context,
    registerCredentialInput.parse({
      name,
      environment: "sandbox",
      clientId,
      clientSecret: client.clientSecrets[0],
      imsOrgId: client.imsOrgId,
      technicalAccountId: "",
      technicalAccountEmail: "",
      scopes: options.scopes ?? "openid,AdobeID",
      consoleAddress: options.address === null ? "" : writeConsoleAddress(ids),
      notes: "",
    }),
  );
  if (!registered.ok) throw new Error(registered.failure.kind);
  const { credentialId } = registered.value;
  const where = { organizationId, credentialId };
  const events = () => listEvents(organizationId, credentialId);
  return {
    context,
    credentialId,
    name,
    clientId,
    control,
    atAdobe: () => control.listSecrets(clientId),
    calls: async (...kinds) => {
      const { requests } = await control.requests(clientId);
      return requests.filter(({ kind }) => kinds.length === 0 || (kind !== null && kinds.includes(kind)));
    },
    rotation: () =>
      getDb().rotation.findFirstOrThrow({ where, orderBy: { id: "desc" }, select: selectRotation }),
    stored: () => listStored(organizationId, credentialId),
    events,
    story: async () => (await events()).map(({ action, outcome }) => `${action} ${outcome}`),
    loseLease: async () => {
      const data = { leaseId: null, leaseUntil: null, leaseHolderId: null, leaseAct: null };
      await getDb().rotation.updateMany({ where, data });
    },
  };
}

function listStored(organizationId: string, credentialId: string) {
  return getDb().clientSecret.findMany({
    where: { organizationId, credentialId },
    orderBy: { id: "asc" },
    select: { id: true, state: true, sealed: true, fingerprint: true, adobeSecretId: true, deletedAt: true },
  });
}

const payloadSchema = z.object({ detail: z.record(z.string(), z.unknown()) });

async function listEvents(organizationId: string, targetId: string): Promise<StageEvent[]> {
  const rows = await getDb().auditEvent.findMany({
    where: { organizationId, targetId },
    orderBy: { seq: "asc" },
    select: { action: true, outcome: true, occurredAt: true, payload: true },
  });
  const first = rows.findIndex(({ action }) => action === "rotation.started");
  return (first === -1 ? [] : rows.slice(first)).map(({ payload, ...event }) => ({
    ...event,
    detail: payloadSchema.parse(JSON.parse(payload)).detail,
  }));
}

/** Another member of the same organization. */
export async function makeColleague({ viewer }: ActContext): Promise<ActContext> {
  const context = await makeActContext();
  const { userId } = context.viewer;
  const { organizationId, organizationName, role } = viewer;
  await getDb().membership.create({ data: { organizationId, userId, role } });
  return { ...context, viewer: { ...context.viewer, organizationId, organizationName } };
}

/** The sentence of a refusal, or what kind of failure it is instead; null for a success. */
export function sentenceOf(result: Result<unknown, Failure>): string | null {
  if (result.ok) return null;
  return result.failure.kind === "conflict" ? result.failure.message : result.failure.kind;
}
