import type { GuardText } from "./guard-text";
import { metascopeClaim } from "./member-meanings";
import { readMoment, readSpan } from "./read-time";
import type { TokenParts } from "./split-token";
import type { TokenFacts, TokenKind } from "./token-inspection";

/** What the claims come to. They are looked up by their own names, so that no odd name stands for another. */
export function readFacts({ header, payload, isSigned }: TokenParts, guard: GuardText): TokenFacts {
  const claims = new Map(payload);
  const textOf = (name: string): string | null => {
    const value = claims.get(name);
    return typeof value === "string" && value !== "" && guard(value) === null ? value : null;
  };
  const issued = readMoment(claims.get("created_at")) ?? readMoment(claims.get("iat"));
  const begun = readMoment(claims.get("created_at"));
  const span = readSpan(claims.get("expires_in"));
  const endMs = begun !== null && span !== null ? begun.ms + span.ms : readMoment(claims.get("exp"))?.ms;
  return {
    kind: judgeKind(claims),
    isSigned: isSigned && new Map(header).get("alg") !== "none",
    clientId: textOf("client_id"),
    userId: textOf("user_id"),
    issuer: textOf("as"),
    createdAt: issued === null ? null : new Date(issued.ms).toISOString(),
    expiresAt: endMs === undefined ? null : new Date(endMs).toISOString(),
  };
}

function judgeKind(claims: ReadonlyMap<string, unknown>): TokenKind {
  const has = (name: string) => typeof claims.get(name) === "string";
  if ([...claims.keys()].some((name) => metascopeClaim.test(name))) return "assertion";
  if (has("as") && has("client_id")) return claims.get("type") === "access_token" ? "access" : "other";
  const issuer = claims.get("iss");
  if (typeof issuer !== "string") return "foreign";
  if (/@AdobeOrg$/.test(issuer)) return "assertion";
  return /^(?:https:\/\/)?ims-[a-z0-9-]+(?:\.adobelogin\.com)?$/.test(issuer) ? "identity" : "foreign";
}
