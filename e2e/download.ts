import type { RegisteredCredential } from "./credentials";

type KnownClient = RegisteredCredential["client"];

/** What the Developer Console gives for one OAuth Server-to-Server credential, as text. */
export function writeDownload(client: KnownClient, change: Readonly<Record<string, unknown>> = {}): string {
  const download = {
    TYPE: "OAuthServerToServer",
    CLIENT_ID: client.clientId,
    CLIENT_SECRETS: [client.clientSecret],
    TECHNICAL_ACCOUNT_ID: client.technicalAccountId,
    TECHNICAL_ACCOUNT_EMAIL: client.technicalAccountEmail,
    ORG_ID: client.imsOrgId,
    SCOPES: client.boundScopes,
    ...change,
  };
  return JSON.stringify(download, null, 2);
}

/** The spellings of one credential in `.env` files that Adobe's own guides and tools write. */
export const envSpellings: readonly {
  readonly prefix: string;
  readonly write: (client: KnownClient) => string;
}[] = [
  {
    prefix: "IMS_",
    write: (client) =>
      [
        "# Commerce",
        `IMS_CLIENT_ID=${client.clientId}`,
        `IMS_CLIENT_SECRET=${client.clientSecret}`,
        `IMS_ORG_ID=${client.imsOrgId}`,
        `IMS_SCOPES="${client.boundScopes.join(", ")}"`,
      ].join("\n"),
  },
  {
    prefix: "OAUTHS2S_",
    write: (client) =>
      [
        `OAUTHS2S_CLIENT_ID=${client.clientId}`,
        `OAUTHS2S_CLIENT_SECRET='${client.clientSecret}'`,
        `OAUTHS2S_CECREDENTIALS_METASCOPES=${client.boundScopes.join(",")}`,
      ].join("\r\n"),
  },
  {
    prefix: "IMS_OAUTH_S2S_",
    write: (client) =>
      [
        `export IMS_OAUTH_S2S_CLIENT_ID=${client.clientId}`,
        `export IMS_OAUTH_S2S_CLIENT_SECRET=["${client.clientSecret}"]`,
        `IMS_OAUTH_S2S_ORG_ID=${client.imsOrgId}`,
        `IMS_OAUTH_S2S_SCOPES=${JSON.stringify(client.boundScopes)}`,
      ].join("\n"),
  },
];
