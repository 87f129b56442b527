import { randomBytes, randomInt } from "node:crypto";

/** For tests: a credential as the Developer Console would show it, with values made for this run. */
export interface WrittenCredential {
  readonly clientId: string;
  readonly clientSecrets: readonly string[];
  readonly imsOrgId: string;
  readonly technicalAccountId: string;
  readonly technicalAccountEmail: string;
  readonly scopes: readonly string[];
  readonly adobeOrganizationId: string;
  readonly adobeProjectId: string;
  readonly adobeCredentialId: string;
  readonly name: string;
}

const hex = (bytes: number) => randomBytes(bytes).toString("hex");

/** For tests: another credential each time. */
export function makeWritten(changes: Partial<WrittenCredential> = {}): WrittenCredential {
  const account = `${hex(12).toUpperCase()}@techacct.adobe.com`;
  return {
    clientId: hex(16),
    clientSecrets: [`p8e-${randomBytes(24).toString("base64url")}`],
    imsOrgId: `${hex(12).toUpperCase()}@AdobeOrg`,
    technicalAccountId: account,
    technicalAccountEmail: account,
    scopes: ["openid", "AdobeID", "additional_info.roles"],
    adobeOrganizationId: String(randomInt(10_000, 99_999)),
    adobeProjectId: `45662060${randomInt(10_000_000, 99_999_999)}`,
    adobeCredentialId: String(randomInt(100_000, 999_999)),
    name: `Storefront ${hex(3)}`,
    ...changes,
  };
}

/** The JSON of one credential's own download. */
export function downloadOf(credential: WrittenCredential) {
  return {
    TYPE: "oauthservertoserver",
    ORG_ID: credential.imsOrgId,
    CLIENT_SECRETS: credential.clientSecrets,
    CLIENT_ID: credential.clientId,
    SCOPES: credential.scopes,
    TECHNICAL_ACCOUNT_ID: credential.technicalAccountId,
    TECHNICAL_ACCOUNT_EMAIL: credential.technicalAccountEmail,
  };
}

/** One entry of a workspace download. */
export function integrationOf(credential: WrittenCredential, type = "oauth_server_to_server") {
  return {
    id: credential.adobeCredentialId,
    name: credential.name,
    integration_type: type,
    oauth_server_to_server: {
      client_id: credential.clientId,
      client_secrets: credential.clientSecrets,
      technical_account_email: credential.technicalAccountEmail,
      technical_account_id: credential.technicalAccountId,
      scopes: credential.scopes,
    },
  };
}

/** One entry of a kind that is not taken in. */
export function otherIntegration(type: string) {
  return {
    id: String(randomInt(1000, 9999)),
    name: `Other ${hex(3)}`,
    integration_type: type,
    [type]: { client_id: hex(16) },
  };
}

/** The JSON of a workspace download; place and organization are those of the first credential. */
export function workspaceOf(place: WrittenCredential, credentials: readonly unknown[]) {
  return {
    project: {
      id: place.adobeProjectId,
      name: "project",
      title: "Project",
      org: { id: place.adobeOrganizationId, name: "Acme", ims_org_id: place.imsOrgId },
      workspace: {
        id: "1",
        name: "Production",
        action_url: "https://example.adobeioruntime.net",
        details: { credentials, services: [{ code: "AdobeIOManagementAPISDK", name: "I/O Management API" }] },
      },
    },
  };
}

/** The `.aio` file that the aio command line makes of a workspace download: no secret is left in it. */
export function aioFileOf(place: WrittenCredential, credentials: readonly WrittenCredential[]) {
  return workspaceOf(
    place,
    credentials.map(({ adobeCredentialId, name }) => ({
      id: adobeCredentialId,
      name: name.replaceAll(" ", "_"),
      integration_type: "oauth_server_to_server",
    })),
  );
}

/** One context of an aio configuration. */
export function aioContextOf(credential: WrittenCredential) {
  return {
    client_id: credential.clientId,
    client_secrets: credential.clientSecrets,
    technical_account_id: credential.technicalAccountId,
    technical_account_email: credential.technicalAccountEmail,
    ims_org_id: credential.imsOrgId,
    scopes: credential.scopes,
  };
}

/** `.env` lines in one spelling. */
export function envOf(credential: WrittenCredential, prefix: string, suffix = ""): string {
  return [
    `${prefix}CLIENT_ID${suffix}=${credential.clientId}`,
    `${prefix}CLIENT_SECRETS${suffix}=${JSON.stringify(credential.clientSecrets)}`,
    `${prefix}ORG_ID${suffix}="${credential.imsOrgId}"`,
    `export ${prefix}SCOPES${suffix}='${credential.scopes.join(",")}' # all of them`,
  ].join("\n");
}

/** What `aio app use` writes into `.env` for a context: an underscore inside a name is doubled. */
export function aioEnvOf(credential: WrittenCredential): string {
  const context = credential.name.replaceAll(" ", "_").replaceAll("_", "__");
  return Object.entries(aioContextOf(credential))
    .map(([name, value]) => {
      const key = `AIO_ims_contexts_${context}_${name.replaceAll("_", "__")}`;
      return `${key}=${Array.isArray(value) ? JSON.stringify(value) : String(value)}`;
    })
    .join("\n");
}

/** A token request of curl. */
export function curlOf(credential: WrittenCredential): string {
  const [secret = ""] = credential.clientSecrets;
  return [
    "curl -X POST 'https://ims-na1.adobelogin.com/ims/token/v3' \\",
    "  -H 'Content-Type: application/x-www-form-urlencoded' \\",
    `  -d 'grant_type=client_credentials&client_id=${credential.clientId}' \\`,
    `  --data-urlencode "client_secret=${secret}" \\`,
    `  --data "scope=${encodeURIComponent(credential.scopes.join(", "))}"`,
  ].join("\n");
}

/** Code of Adobe's SDK with the details of a credential. */
export function detailsOf(credential: WrittenCredential): string {
  const [secret = ""] = credential.clientSecrets;
  return `import { ServerToServerTokenProvider } from "@adobe/firefly-services-common-apis";
// the credential of the shop
const provider = new ServerToServerTokenProvider(
  { clientId: "${credential.clientId}", clientSecret: '${secret}',
    scopes: \`${credential.scopes.join(",")}\` /* as granted */, },
  { autoRefresh: true },
);`;
}

/** The address of its page in the Developer Console. */
export function addressOf(credential: WrittenCredential): string {
  const { adobeOrganizationId, adobeProjectId, adobeCredentialId } = credential;
  return `https://developer.adobe.com/console/projects/${adobeOrganizationId}/${adobeProjectId}/credentials/${adobeCredentialId}/details/oauthservertoserver`;
}
