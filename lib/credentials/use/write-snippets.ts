import { type Snippet, secretPlaceholder } from "./snippet";
import { writeEnvSnippets } from "./write-env";

interface UsedCredential {
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly imsOrgId: string | null;
  /** Where tokens are asked for, such as `https://ims-na1.adobelogin.com/ims/token/v3`. */
  readonly tokenEndpoint: string;
}

/**
 * Texts that make a credential work elsewhere. Code reads the secret from the environment, so that it is in
 * no repository and no list of processes; only the `.env` lines have a place for it.
 */
export function writeSnippets(credential: UsedCredential): readonly Snippet[] {
  return [
    ...writeEnvSnippets({ ...credential, clientSecret: secretPlaceholder }),
    ...[writeCurl, writeOpenIdClient, writeAdobeSdk, writePython, writeAppBuilder, writeCall].map(
      (write) => ({
        ...write(credential),
        holdsSecret: false,
      }),
    ),
  ];
}

type CodeSnippet = Omit<Snippet, "holdsSecret">;

function writeCurl({ clientId, scopes, tokenEndpoint }: UsedCredential): CodeSnippet {
  return {
    id: "curl",
    title: "cURL",
    note: "Set IMS_CLIENT_SECRET first: typed into the command it would stand in the history of the shell.",
    text: [
      `curl --fail-with-body -X POST ${inShell(tokenEndpoint)} \\`,
      `  --data-urlencode ${inShell(`client_id=${clientId}`)} \\`,
      `  --data-urlencode "client_secret=$IMS_CLIENT_SECRET" \\`,
      "  --data-urlencode 'grant_type=client_credentials' \\",
      `  --data-urlencode ${inShell(`scope=${scopes.join(",")}`)}`,
    ].join("\n"),
  };
}

function writeOpenIdClient({ clientId, scopes, tokenEndpoint }: UsedCredential): CodeSnippet {
  return {
    id: "openid-client",
    title: "Node with openid-client",
    note: "npm install openid-client, version 6. Keep the token until shortly before it expires.",
    text: `import * as client from "openid-client";

const config = new client.Configuration(
  { issuer: ${inCode(new URL(tokenEndpoint).origin)}, token_endpoint: ${inCode(tokenEndpoint)} },
  ${inCode(clientId)},
  undefined,
  client.ClientSecretPost(process.env.IMS_CLIENT_SECRET),
);
const { access_token, expires_in } = await client.clientCredentialsGrant(config, {
  scope: ${inCode(scopes.join(","))},
});`,
  };
}

function writeAdobeSdk({ clientId, scopes }: UsedCredential): CodeSnippet {
  return {
    id: "firefly-services",
    title: "Node with Adobe's SDK",
    note: "npm install @adobe/firefly-services-common-apis. It asks Adobe's production environment.",
    text: `import { ServerToServerTokenProvider } from "@adobe/firefly-services-common-apis";

const provider = new ServerToServerTokenProvider(
  {
    clientId: ${inCode(clientId)},
    clientSecret: process.env.IMS_CLIENT_SECRET,
    scopes: ${inCode(scopes.join(","))},
  },
  { autoRefresh: true },
);
const accessToken = await provider.getToken();`,
  };
}

function writePython({ clientId, scopes, tokenEndpoint }: UsedCredential): CodeSnippet {
  return {
    id: "python",
    title: "Python",
    note: "pip install requests.",
    text: `import os
import requests

answer = requests.post(
    ${inCode(tokenEndpoint)},
    data={
        "grant_type": "client_credentials",
        "client_id": ${inCode(clientId)},
        "client_secret": os.environ["IMS_CLIENT_SECRET"],
        "scope": ${inCode(scopes.join(","))},
    },
    allow_redirects=False,
    timeout=15,
)
answer.raise_for_status()
access_token = answer.json()["access_token"]`,
  };
}

function writeAppBuilder(): CodeSnippet {
  return {
    id: "app-builder",
    title: "App Builder: ext.config.yaml",
    note: "With the .env of App Builder beside it. The secret is baked in when the app is deployed: after a rotation, deploy again.",
    text: `runtimeManifest:
  packages:
    main:
      actions:
        my-action:
          function: actions/my-action/index.js
          runtime: nodejs:22
          annotations:
            include-ims-credentials: true`,
  };
}

function writeCall({ clientId, imsOrgId }: UsedCredential): CodeSnippet {
  const org = imsOrgId ?? "<organization ID>@AdobeOrg";
  return {
    id: "call",
    title: "A call to Commerce or Experience Manager",
    note: "With the token in ACCESS_TOKEN, and your own host and path in place of these. Commerce names its base as https://<server>.api.commerce.adobe.com/<tenant>.",
    text: [
      "curl --fail-with-body 'https://<server>.api.commerce.adobe.com/<tenant>/V1/store/storeConfigs' \\",
      '  -H "Authorization: Bearer $ACCESS_TOKEN" \\',
      `  -H ${inShell(`x-api-key: ${clientId}`)} \\`,
      `  -H ${inShell(`x-gw-ims-org-id: ${org}`)}`,
    ].join("\n"),
  };
}

function inShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A literal that JavaScript and Python read alike. */
function inCode(text: string): string {
  return JSON.stringify(text);
}
