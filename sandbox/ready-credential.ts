import { z } from "zod";
import type { ReadyClient } from "./clients";

/** The credential offered to newcomers, in the words of a credential form. Holds a plain secret. */
export const readyCredentialSchema = z.strictObject({
  name: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  imsOrgId: z.string(),
  technicalAccountId: z.string(),
  technicalAccountEmail: z.string(),
  scopes: z.array(z.string()),
  /** Where Adobe would show the credential: it carries the ids that the Console API is called with. */
  consoleAddress: z.string(),
});
export type ReadyCredential = z.infer<typeof readyCredentialSchema>;

export function toReadyCredential(client: ReadyClient): ReadyCredential {
  const { adobeOrganizationId, adobeProjectId, adobeCredentialId } = client;
  return {
    name: "Sandbox credential",
    clientId: client.clientId,
    clientSecret: client.secrets[0].value,
    imsOrgId: client.imsOrgId,
    technicalAccountId: client.technicalAccountId,
    technicalAccountEmail: client.technicalAccountEmail,
    scopes: client.boundScopes,
    consoleAddress: `https://developer.adobe.com/console/projects/${adobeOrganizationId}/${adobeProjectId}/credentials/${adobeCredentialId}/details/oauthservertoserver`,
  };
}
