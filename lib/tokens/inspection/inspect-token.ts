import { fingerprintToken } from "@/lib/fingerprint-token";
import type { Secret } from "@/lib/secret";
import { createTextGuard, type GuardText } from "./guard-text";
import { claimMembers, headerMembers, type KnownMember, metascopeClaim } from "./member-meanings";
import { readFacts } from "./read-facts";
import { type ReadTime, readMoment, readSpan } from "./read-time";
import { splitToken } from "./split-token";
import type { MemberValue, OpaqueToken, TokenInspection, TokenMember } from "./token-inspection";

const maxMembers = 60;
const maxScopes = 200;

/** The names that matter first, the others as the token has them. */
const claimOrder = [...claimMembers.keys()];

/**
 * Takes a token apart for a person to read. It believes nothing and never throws, whatever the text is.
 *
 * @param secrets what no value may repeat
 */
export function inspectToken(token: Secret, secrets: readonly Secret[]): TokenInspection {
  const fingerprint = fingerprintToken(token);
  const parts = splitToken(token);
  if (parts === null) return { form: "opaque", fingerprint, looksLike: guessForm(token.reveal()) };
  const guard = createTextGuard(token, secrets);
  const payload = parts.payload.toSorted(([one], [other]) => rank(one) - rank(other));
  return {
    form: "jwt",
    fingerprint,
    header: parts.header
      .slice(0, maxMembers)
      .map(([name, value]) => describeMember(name, value, headerMembers.get(name), guard)),
    claims: payload
      .slice(0, maxMembers)
      .map(([name, value]) => describeMember(name, value, findClaim(name), guard)),
    leftOut: Math.max(0, payload.length - maxMembers),
    facts: readFacts(parts, guard),
  };
}

function rank(name: string): number {
  const at = claimOrder.indexOf(name);
  return at === -1 ? claimOrder.length : at;
}

function findClaim(name: string): KnownMember | undefined {
  if (metascopeClaim.test(name)) {
    return { meaning: "A metascope that a JWT credential asks for", reading: "text" };
  }
  return claimMembers.get(name);
}

function guessForm(text: string): OpaqueToken["looksLike"] {
  if (/^p8e-[\w-]+$/.test(text)) return "client_secret";
  if (text.split(".").length === 5 && text.startsWith("eyJ")) return "encrypted";
  return text.startsWith("eyJ") ? "cut" : null;
}

function describeMember(
  name: string,
  value: unknown,
  known: KnownMember | undefined,
  guard: GuardText,
): TokenMember {
  const named = { name: guard(name) === null ? name : null, meaning: known?.meaning ?? null };
  const read = known === undefined ? null : readKnown(value, known, guard);
  return { ...named, ...(read ?? { value: showPlain(value, guard), oddity: null }) };
}

type Shown = Pick<TokenMember, "value" | "oddity">;

/** Null where the value is read as any other. */
function readKnown(value: unknown, { reading, unit }: KnownMember, guard: GuardText): Shown | null {
  switch (reading) {
    case "text":
      return null;
    case "scopes":
      return readScopes(value, guard);
    case "moment": {
      const read = readMoment(value);
      if (read === null) return { value: showPlain(value, guard), oddity: "This number cannot be a time." };
      const at = new Date(read.ms).toISOString();
      return { value: { kind: "moment", at, raw: read.raw }, oddity: tellUnit(read, unit) };
    }
    case "span": {
      const read = readSpan(value);
      if (read === null) {
        return {
          value: showPlain(value, guard),
          oddity: "This cannot be the lifetime of a token, in seconds or in milliseconds.",
        };
      }
      return { value: { kind: "span", spanMs: read.ms, raw: read.raw }, oddity: tellUnit(read, unit) };
    }
  }
}

function tellUnit({ unit }: ReadTime, expected: KnownMember["unit"]): string | null {
  if (expected === undefined || unit === expected) return null;
  return `Written in ${unit}, where ${expected} are usual: in ${expected} it would make no sense.`;
}

function readScopes(value: unknown, guard: GuardText): Shown | null {
  if (typeof value !== "string") return null;
  const scopes = [...new Set(value.split(/[,\s]+/).filter((scope) => scope !== ""))];
  const hidden = scopes.map(guard).find((why) => why !== null);
  if (hidden !== undefined) return { value: { kind: "hidden", why: hidden }, oddity: null };
  if (scopes.length > maxScopes) {
    return { value: { kind: "hidden", why: `these are ${scopes.length} scopes` }, oddity: null };
  }
  return { value: { kind: "scopes", scopes }, oddity: null };
}

function showPlain(value: unknown, guard: GuardText): MemberValue {
  if (typeof value === "object" && value !== null) {
    return { kind: "hidden", why: Array.isArray(value) ? "it is a list" : "it is an object" };
  }
  const text = String(value);
  const why = guard(text);
  return why === null ? { kind: "text", text } : { kind: "hidden", why };
}
