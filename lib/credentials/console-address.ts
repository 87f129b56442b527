/** The ids that a Developer Console address carries. All are numeric strings. */
export interface ConsoleAddress {
  readonly adobeOrganizationId: string;
  readonly adobeProjectId: string;
  readonly adobeCredentialId: string;
}

const path = /^\/console\/projects\/(\d{1,20})\/(\d{1,25})\/credentials\/(\d{1,20})(?:\/.*)?$/;

/**
 * Reads `https://developer.adobe.com/console/projects/{org}/{project}/credentials/{credential}/…`,
 * which is where Adobe shows the numeric ids that its rotation calls need.
 */
export function readConsoleAddress(text: string): ConsoleAddress | null {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  if (url?.protocol !== "https:" || url.host !== "developer.adobe.com") return null;
  const [, adobeOrganizationId, adobeProjectId, adobeCredentialId] = path.exec(url.pathname) ?? [];
  if (adobeOrganizationId === undefined || adobeProjectId === undefined || adobeCredentialId === undefined) {
    return null;
  }
  return { adobeOrganizationId, adobeProjectId, adobeCredentialId };
}

/** The address of a credential's page in the Developer Console. */
export function writeConsoleAddress(address: ConsoleAddress): string {
  const { adobeOrganizationId, adobeProjectId, adobeCredentialId } = address;
  return `https://developer.adobe.com/console/projects/${adobeOrganizationId}/${adobeProjectId}/credentials/${adobeCredentialId}/details/oauthservertoserver`;
}
