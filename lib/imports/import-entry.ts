import type { z } from "zod";
import { refuseClientSecret, tidyClientSecret } from "@/lib/credentials/client-secret-text";
import type { ConsoleAddress } from "@/lib/credentials/console-address";
import { writeConsoleAddress } from "@/lib/credentials/console-address";
import { registerCredentialInput } from "@/lib/credentials/credential-input";
import type { Environment } from "@/lib/environment";
import { fieldErrors } from "@/lib/field-errors";
import type { Found, FoundSource } from "@/lib/imports/formats/found";
import { tidyScopes } from "@/lib/scopes/tidy-scopes";
import { Secret } from "@/lib/secret";
import { explainOtherKind } from "./other-kinds";

/** Why an entry cannot be taken in, whatever is here already. */
type Obstacle =
  | { readonly kind: "not_supported"; readonly sentence: string; readonly isJwt: boolean }
  | { readonly kind: "incomplete"; readonly sentence: string };

/** One credential of an import while it is held in memory. */
export interface ImportEntry {
  readonly source: FoundSource;
  readonly name: string;
  readonly environment: Environment;
  readonly clientId: string;
  readonly clientSecrets: readonly Secret[];
  readonly imsOrgId: string;
  readonly technicalAccountId: string;
  readonly technicalAccountEmail: string;
  readonly scopes: string;
  readonly scopeCount: number;
  readonly consoleAddress: ConsoleAddress | null;
  /** Null where it can be taken in. */
  readonly obstacle: Obstacle | null;
}

/** Puts the secrets of what was found where they do not show, and says whether all is there that is needed. */
export function makeImportEntry(found: Found): ImportEntry {
  const { otherKind, clientSecrets: characters, summary: _, ...rest } = found;
  const usable = characters
    .map((text) => tidyClientSecret(text).text)
    .filter((text) => refuseClientSecret(text) === null);
  const clientSecrets = usable.map((text) => new Secret(text));
  const scopes = tidyScopes(found.scopes);
  const entry = { ...rest, clientSecrets, scopeCount: scopes.ok ? scopes.value.length : 0 };
  if (otherKind !== null) {
    const obstacle = {
      kind: "not_supported",
      sentence: explainOtherKind(otherKind),
      isJwt: otherKind === "jwt",
    } as const;
    return { ...entry, clientSecrets: [], obstacle };
  }
  const sentence = sayMissing(entry, characters.length > 0);
  return { ...entry, obstacle: sentence === null ? null : { kind: "incomplete", sentence } };
}

type Draft = Omit<ImportEntry, "obstacle">;

function sayMissing(entry: Draft, hadSecret: boolean): string | null {
  if (entry.clientId === "") {
    return "It has a place in the Developer Console and no client ID. Import it together with its credential.";
  }
  const missing = [
    ...(entry.clientSecrets.length === 0 ? [hadSecret ? "usable client secret" : "client secret"] : []),
    ...(entry.scopes === "" ? ["scopes"] : []),
  ];
  if (missing.length > 0) return `It has no ${missing.join(" and no ")}.`;
  const parsed = parseEntry(entry, {});
  return parsed.ok ? null : parsed.sentence;
}

/** What a person may have changed in the review. */
interface Choice {
  readonly name?: string;
  readonly environment?: Environment;
}

type Parsed =
  | { readonly ok: true; readonly input: z.output<typeof registerCredentialInput> }
  | { readonly ok: false; readonly sentence: string };

/** The entry as the form at `/credentials/new` would have sent it. Of several secrets the first counts. */
export function parseEntry(entry: Draft, choice: Choice): Parsed {
  const {
    consoleAddress,
    clientSecrets,
    clientId,
    imsOrgId,
    technicalAccountId,
    technicalAccountEmail,
    scopes,
  } = entry;
  const parsed = registerCredentialInput.safeParse({
    name: choice.name === undefined || choice.name.trim() === "" ? entry.name : choice.name,
    environment: choice.environment ?? entry.environment,
    clientId,
    imsOrgId,
    technicalAccountId,
    technicalAccountEmail,
    scopes,
    consoleAddress: consoleAddress === null ? "" : writeConsoleAddress(consoleAddress),
    notes: "",
    clientSecret: clientSecrets[0]?.reveal() ?? "",
  });
  if (parsed.success) return { ok: true, input: parsed.data };
  const [sentence = "It could not be accepted."] = Object.values(fieldErrors(parsed.error));
  return { ok: false, sentence };
}
