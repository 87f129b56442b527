import type { ConsoleAddress } from "@/lib/credentials/console-address";
import type { Environment } from "@/lib/environment";
import { isVisible } from "@/lib/is-visible";

/** What a text was. */
const foundSources = [
  "console_download",
  "workspace",
  "aio",
  "env",
  "curl",
  "details",
  "console_address",
] as const;
export type FoundSource = (typeof foundSources)[number];

/** Kinds of credentials that exist and are not taken in. */
const otherKinds = ["jwt", "api_key", "oauth_user", "other_grant", "unknown_kind", "unreadable"] as const;
export type OtherKind = (typeof otherKinds)[number];

/**
 * One credential as a reader understood it. Empty strings where the text said nothing. It holds secrets in the
 * clear, so it goes no further than the function that read it (see `ImportEntry`) or the browser it was pasted in.
 */
export interface Found {
  readonly source: FoundSource;
  /** One sentence: what it was. It quotes nothing. */
  readonly summary: string;
  /** What the text calls it; the client ID's beginning where it does not say. */
  readonly name: string;
  readonly environment: Environment;
  /** Empty where only its place in the Developer Console was found. */
  readonly clientId: string;
  readonly clientSecrets: readonly string[];
  readonly imsOrgId: string;
  readonly technicalAccountId: string;
  readonly technicalAccountEmail: string;
  /** Separated by commas. */
  readonly scopes: string;
  readonly consoleAddress: ConsoleAddress | null;
  /** Set where it is nothing that is kept here. It then holds no secret. */
  readonly otherKind: OtherKind | null;
}

/** A name to begin with; a person will find a better one. */
function proposeName(clientId: string): string {
  return `Credential ${clientId.slice(0, 8)}`;
}

/** A credential of which a reader knows these fields. */
export function foundOf(source: FoundSource, summary: string, fields: Partial<Found>): Found {
  const { clientId = "", name = "" } = fields;
  const kept: Found = {
    environment: "production",
    clientSecrets: [],
    imsOrgId: "",
    technicalAccountId: "",
    technicalAccountEmail: "",
    scopes: "",
    consoleAddress: null,
    otherKind: null,
    ...fields,
    source,
    summary,
    clientId,
    name: tidyName(name) || (clientId === "" ? "" : proposeName(clientId)),
  };
  return kept.otherKind === null ? kept : { ...kept, clientSecrets: [] };
}

/** The same text as a name that can be registered. */
function tidyName(text: string): string {
  const plain = text
    .slice(0, 1000)
    .replace(/[\p{Cc}\p{Bidi_Control}\uFFFD]/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  return isVisible(plain) ? Array.from(plain).slice(0, 100).join("").trim() : "";
}
