import { z } from "zod";
import { line, list } from "./fields";
import { type Found, foundOf } from "./found";
import { hasKey } from "./has-key";
import { maxObjectLength, type Relaxed, readRelaxedObject } from "./relaxed-object";

/**
 * What Adobe's own libraries are given: `ServerToServerTokenProvider({ clientId, clientSecret, scopes })`, the
 * parameters of `@adobe/aio-lib-core-auth`, and `__ims_oauth_s2s` of an App Builder action.
 */
const camelCase = z.object({
  clientId: line,
  clientSecret: list,
  clientSecrets: list,
  orgId: line,
  imsOrgId: line,
  technicalAccountId: line,
  technicalAccountEmail: line,
  scopes: list,
  scope: list,
});
const snakeCase = z.object({
  client_id: line,
  client_secret: list,
  client_secrets: list,
  org_id: line,
  ims_org_id: line,
  technical_account_id: line,
  technical_account_email: line,
  scopes: list,
  scope: list,
});
const jwtKeys = ["privateKey", "metaScopes", "private_key"];

const summary = "Read from the details of a token provider.";
const maxObjects = 500;

/** Reads one object of details. Null where it has no client ID, or nothing beside it. */
export function readDetails(json: unknown): Found | null {
  const details = readCamelCase(json) ?? readSnakeCase(json);
  if (details === null) return null;
  if (jwtKeys.some((key) => hasKey(json, key)))
    return foundOf("details", summary, { ...details, otherKind: "jwt" });
  const says = [...(details.clientSecrets ?? []), details.scopes ?? ""].some((value) => value !== "");
  return says ? foundOf("details", summary, details) : null;
}

function readCamelCase(json: unknown): Partial<Found> | null {
  if (!hasKey(json, "clientId")) return null;
  const parsed = camelCase.safeParse(json);
  if (!parsed.success || parsed.data.clientId === "") return null;
  const read = parsed.data;
  return {
    clientId: read.clientId,
    clientSecrets: [...new Set([...read.clientSecret, ...read.clientSecrets])],
    imsOrgId: read.imsOrgId || read.orgId,
    technicalAccountId: read.technicalAccountId,
    technicalAccountEmail: read.technicalAccountEmail,
    scopes: [...read.scopes, ...read.scope].join(","),
  };
}

function readSnakeCase(json: unknown): Partial<Found> | null {
  if (!hasKey(json, "client_id")) return null;
  const parsed = snakeCase.safeParse(json);
  if (!parsed.success || parsed.data.client_id === "") return null;
  const read = parsed.data;
  return {
    clientId: read.client_id,
    clientSecrets: [...new Set([...read.client_secret, ...read.client_secrets])],
    imsOrgId: read.ims_org_id || read.org_id,
    technicalAccountId: read.technical_account_id,
    technicalAccountEmail: read.technical_account_email,
    scopes: [...read.scopes, ...read.scope].join(","),
  };
}

const clientIdKey = /["']?\bclient_?id["']?\s*:/gi;

/** Whether program text names a client ID in an object. */
export function isDetailsText(text: string): boolean {
  return text.search(clientIdKey) !== -1;
}

/** Reads the objects with a client ID out of JavaScript or TypeScript text. Nothing of it is run. */
export function readDetailsText(text: string): readonly Found[] {
  const starts = new Set<number>();
  let looked = 0;
  for (const { index } of text.matchAll(clientIdKey)) {
    const start = findOpening(text, index);
    if (start !== null) starts.add(start);
    looked += 1;
    if (starts.size >= maxObjects || looked >= maxObjects * 4) break;
  }
  // What is never closed is read to its end each time: the whole stays a few times as long as the text.
  let left = text.length * 5;
  return [...starts].flatMap((start) => {
    if (left <= 0) return [];
    const object = readRelaxedObject(text, start);
    if (object === null) left -= Math.min(text.length - start, maxObjectLength);
    const found = object === null ? null : readDetails(plainOf(object));
    return found === null ? [] : [found];
  });
}

/** The bracket that opens the object around a place. */
function findOpening(text: string, place: number): number | null {
  let closed = 0;
  for (let at = place - 1; at >= Math.max(0, place - 10_000); at -= 1) {
    if (text[at] === "}") closed += 1;
    if (text[at] !== "{") continue;
    if (closed === 0) return at;
    closed -= 1;
  }
  return null;
}

/** As JSON would have given it. */
export function plainOf(value: Relaxed): unknown {
  if (typeof value === "string") return value;
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([name, inner]) => [name, plainOf(inner)]));
  return Array.isArray(value) ? value.map(plainOf) : null;
}
