import { writeConsoleAddress } from "./console-address";
import type { CredentialDetail } from "./credential-detail";

/** What the fields of a credential's form begin with, keyed by form name. Never a secret. */
export type CredentialDefaults = Readonly<Partial<Record<string, string>>>;

/** What the form of a stored credential begins with. */
export function credentialDefaults(credential: CredentialDetail): CredentialDefaults {
  return {
    name: credential.name,
    environment: credential.environment,
    clientId: credential.clientId,
    imsOrgId: credential.imsOrgId ?? "",
    technicalAccountId: credential.technicalAccountId ?? "",
    technicalAccountEmail: credential.technicalAccountEmail ?? "",
    scopes: credential.scopes.join(","),
    metascopes: credential.metascopes.join(","),
    consoleAddress: credential.console === null ? "" : writeConsoleAddress(credential.console),
    notes: credential.notes,
  };
}
