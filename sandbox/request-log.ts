/**
 * What was asked of the sandbox, for tests and people: names, never values. What a caller can choose
 * freely (paths, parameter names, client ids) is kept only in a form that cannot hold a secret.
 */

import type { Call, Parameters } from "./call";

interface RequestEntry {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  /** `null` when the call names no client, or one that does not exist. */
  readonly clientId: string | null;
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
    readonly knownClientId: string | null;
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
  "org_id",
  "resource",
  "scope",
  "token",
  "token_type",
  "type",
]);
const knownPath = /^(?:\/|\/ims\/(?:token\/v\d|validate_token\/v\d|invalidate_token\/v\d)|\/elsewhere)$/;
const maxEntries = 1_000;

export function createRequestLog(): RequestLog {
  const entries: RequestEntry[] = [];
  const counts = new Map<string, number>();
  return {
    note: ({ call, knownClientId, debugId, nowMs }) => {
      const noted: { -readonly [Key in keyof RequestEntry]: RequestEntry[Key] } = {
        at: new Date(nowMs).toISOString(),
        method: call.method,
        path: knownPath.test(call.path) ? call.path : "(other)",
        clientId: knownClientId,
        bodyParameters: namesOf(call.body),
        queryParameters: namesOf(call.query),
        authorization: call.basic !== undefined ? "basic" : call.bearer !== undefined ? "bearer" : null,
        debugId,
        status: null,
      };
      entries.push(noted);
      if (entries.length > maxEntries) entries.shift();
      if (knownClientId !== null) counts.set(knownClientId, (counts.get(knownClientId) ?? 0) + 1);
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
