import type { EditJwtCredentialInput, RegisterJwtCredentialInput } from "@/lib/credentials/jwt/jwt-input";
import type { EditCredentialInput, RegisterCredentialInput } from "./credential-input";

/** Selects the columns that a form fills. */
export const selectFormColumns = {
  name: true,
  environment: true,
  clientId: true,
  imsOrgId: true,
  technicalAccountId: true,
  technicalAccountEmail: true,
  scopes: true,
  adobeOrganizationId: true,
  adobeProjectId: true,
  adobeCredentialId: true,
  notes: true,
} as const;

/** The columns that a form fills, the same for a new credential and an edited one. */
export function credentialColumns(input: RegisterCredentialInput | EditCredentialInput) {
  return { ...sharedColumns(input), scopes: [...input.scopes] };
}

/** The same for a JWT credential. */
export function jwtColumns(input: RegisterJwtCredentialInput | EditJwtCredentialInput) {
  return { ...sharedColumns(input), metascopes: [...input.metascopes] };
}

function sharedColumns(input: Omit<EditCredentialInput, "scopes" | "credentialId" | "version">) {
  const { name, environment, clientId, notes, consoleAddress } = input;
  const { imsOrgId, technicalAccountId, technicalAccountEmail } = input;
  return {
    name,
    sortName: name.toLowerCase(),
    environment,
    clientId,
    imsOrgId,
    technicalAccountId,
    technicalAccountEmail,
    adobeOrganizationId: consoleAddress?.adobeOrganizationId ?? null,
    adobeProjectId: consoleAddress?.adobeProjectId ?? null,
    adobeCredentialId: consoleAddress?.adobeCredentialId ?? null,
    notes,
  };
}
