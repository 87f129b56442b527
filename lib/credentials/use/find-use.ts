import { findAdobeHost } from "@/lib/adobe/adobe-host";
import type { CredentialDetail } from "@/lib/credentials/credential-detail";
import type { Snippet } from "./snippet";
import { writeSnippets } from "./write-snippets";

/** Ready texts for a credential; none where its environment has no host. */
export function findUse({ clientId, scopes, imsOrgId, environment }: CredentialDetail): readonly Snippet[] {
  const host = findAdobeHost(environment);
  if (host === undefined) return [];
  return writeSnippets({ clientId, scopes, imsOrgId, tokenEndpoint: `${host.imsOrigin}/ims/token/v3` });
}
