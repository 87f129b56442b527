import { type Answer, errorAnswer } from "./answer";
import type { Call } from "./call";
import type { CallKind } from "./call-kinds";
import { readIntegration } from "./console-integration";
import { addSecret, deleteSecret, listSecrets } from "./console-secrets";
import { exchangeJwt } from "./exchange-jwt";
import { grantToken } from "./grant-token";
import { invalidateToken } from "./invalidate-token";
import { answerProduct, nameProduct } from "./products";
import type { SandboxState } from "./state";
import { validateToken } from "./validate-token";

export interface Route {
  /** `null` where there is nothing to call. */
  readonly kind: CallKind | null;
  /** The path with names in place of what a caller may choose freely. */
  readonly pattern: string;
  /** The uuid that the path names, whether there is such a secret or not. */
  readonly secretId: string | null;
  readonly answer: (state: SandboxState, call: Call, nowMs: number) => Promise<Answer>;
}

const imsPaths = [
  [/^\/ims\/token\/v[1-4]$/, "token", grantToken],
  [/^\/ims\/validate_token\/v1$/, "validate", validateToken],
  [/^\/ims\/invalidate_token\/v2$/, "invalidate", invalidateToken],
  [/^\/ims\/exchange\/jwt\/?$/, "exchangeJwt", exchangeJwt],
] as const;
/** Paths that are logged as they are although nothing answers there. */
const harmlessPath = /^(?:\/|\/ims\/(?:token\/v\d|validate_token\/v\d|invalidate_token\/v\d)|\/elsewhere)$/;
const consolePath = "/console/organizations/{orgId}";
const secretsPath = /^\/console\/organizations\/([^/]+)\/credentials\/([^/]+)\/secrets(?:\/([^/]+))?$/;
const integrationPath = /^\/console\/organizations\/([^/]+)\/integrations\/([^/]+)$/;
const productPath = /^\/products\/([^/]+)(\/.*)$/;

export function findRoute(method: string, path: string): Route {
  for (const [pattern, kind, answer] of imsPaths) {
    if (!pattern.test(path)) continue;
    const route = { kind, pattern: path, secretId: null };
    return method === "POST" ? { ...route, answer } : { ...route, answer: refuseMethod("POST") };
  }
  return (
    findSecretsRoute(method, path) ??
    findIntegrationRoute(method, path) ??
    findProductRoute(method, path) ?? {
      kind: null,
      pattern: harmlessPath.test(path) ? path : "(other)",
      secretId: null,
      answer: async () => errorAnswer(404, "not_found", "There is nothing here."),
    }
  );
}

function findSecretsRoute(method: string, path: string): Route | undefined {
  const [whole, organizationId = "", credentialId = "", secretId] = secretsPath.exec(path) ?? [];
  if (whole === undefined) return undefined;
  const target = { organizationId, credentialId };
  const all = { pattern: `${consolePath}/credentials/{credentialId}/secrets`, secretId: null };
  if (secretId !== undefined) {
    const one = { pattern: `${all.pattern}/{uuid}`, secretId };
    return method === "DELETE"
      ? {
          ...one,
          kind: "deleteSecret",
          answer: (state, call, nowMs) => deleteSecret(state, call, { ...target, secretId }, nowMs),
        }
      : { ...one, kind: null, answer: refuseMethod("DELETE") };
  }
  switch (method) {
    case "GET":
      return {
        ...all,
        kind: "listSecrets",
        answer: (state, call, nowMs) => listSecrets(state, call, target, nowMs),
      };
    case "POST":
      return {
        ...all,
        kind: "addSecret",
        answer: (state, call, nowMs) => addSecret(state, call, target, nowMs),
      };
    default:
      return { ...all, kind: null, answer: refuseMethod("GET, POST") };
  }
}

function findIntegrationRoute(method: string, path: string): Route | undefined {
  const [whole, organizationId = "", credentialId = ""] = integrationPath.exec(path) ?? [];
  if (whole === undefined) return undefined;
  const target = { organizationId, credentialId };
  const route = { pattern: `${consolePath}/integrations/{credentialId}`, secretId: null };
  return method === "GET"
    ? {
        ...route,
        kind: "readIntegration",
        answer: (state, call, nowMs) => readIntegration(state, call, target, nowMs),
      }
    : { ...route, kind: null, answer: refuseMethod("GET") };
}

function findProductRoute(method: string, path: string): Route | undefined {
  const [whole, host = "", rest = ""] = productPath.exec(path) ?? [];
  if (whole === undefined) return undefined;
  const route = { pattern: `/products/${nameProduct(host) ?? "(other)"}`, secretId: null };
  return method === "GET"
    ? {
        ...route,
        kind: "callProduct",
        answer: (state, call, nowMs) => answerProduct(state, call, { host, path: rest }, nowMs),
      }
    : { ...route, kind: null, answer: refuseMethod("GET") };
}

function refuseMethod(allow: string): Route["answer"] {
  return async () => errorAnswer(405, "method_not_allowed", `Use ${allow}.`, { allow });
}
