/**
 * What was asked of the sandbox, for tests and people: names, never values. What a caller can choose
 * freely (paths, parameter names, client ids) is kept only in a form that cannot hold a secret.
 */

import type { Call, Parameters } from "./call";
import type { CallKind } from "./call-kinds";
import type { StoredClient } from "./clients";
import type { Route } from "./routes";

interface RequestEntry {
  readonly at: string;
  /** `null` where there is nothing to call. */
  readonly kind: CallKind | null;
  readonly method: string;
  readonly path: string;
  /** `null` when the call names no client, or one that does not exist. */
  readonly clientId: string | null;
  /** The uuid in the path, if the client had such a secret when it called. */
  readonly secretId: string | null;
  readonly bodyParameters: readonly string[];
  readonly queryParameters: readonly string[];
  readonly authorization: "basic" | "bearer" | null;
  readonly debugId: string;
  /** `null` while unanswered, and for good when no answer was sent. */
  readonly status: number | null;
}

export interface RequestLog {
  /** Notes the call and returns how to note the status that it is answered with. */
  readonly note: (details: {
    readonly call: Call;
    readonly route: Route;
    readonly client: StoredClient | undefined;
    readonly debugId: string;
    readonly nowMs: number;
  }) => (status: number) => void;
  /** Newest last; the last 1,000. */
  readonly list: (clientId?: string) => readonly RequestEntry[];
  /** Requests per client since the log was cleared, none forgotten. */
  readonly counts: () => Readonly<Record<string, number>>;
  readonly clear: () => void;
}

const knownParameters = new Set([
  "cascading",
  "client_id",
  "client_secret",
  "grant_type",
  "jwt_token",
  "org_id",
  "resource",
  "scope",
  "token",
  "token_type",
  "type",
]);
const maxEntries = 1_000;

export function createRequestLog(): RequestLog {
  const entries: RequestEntry[] = [];
  const counts = new Map<string, number>();
  return {
    note: ({ call, route, client, debugId, nowMs }) => {
      const noted: { -readonly [Key in keyof RequestEntry]: RequestEntry[Key] } = {
        at: new Date(nowMs).toISOString(),
        kind: route.kind,
        method: call.method,
        path: route.pattern,
        clientId: client?.clientId ?? null,
        secretId: client?.secrets.find((secret) => secret.uuid === route.secretId)?.uuid ?? null,
        bodyParameters: namesOf(call.body),
        queryParameters: namesOf(call.query),
        authorization: call.basic !== undefined ? "basic" : call.bearer !== undefined ? "bearer" : null,
        debugId,
        status: null,
      };
      entries.push(noted);
      if (entries.length > maxEntries) entries.shift();
      if (client) counts.set(client.clientId, (counts.get(client.clientId) ?? 0) + 1);
      return (status) => {
        noted.status = status;
      };
    },
    list: (clientId) => entries.filter((entry) => clientId === undefined || entry.clientId === clientId),
    counts: () => Object.fromEntries(counts),
    clear: () => {
      entries.length = 0;
      counts.clear();
    },
  };
}

function namesOf(parameters: Parameters): string[] {
  return [...parameters.keys()].map((name) => (knownParameters.has(name) ? name : "(other)")).sort();
}
