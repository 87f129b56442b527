import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import type { Found } from "./found";
import { mergeFound } from "./merge-found";
import { readText } from "./read-text";
import {
  addressOf,
  aioContextOf,
  aioEnvOf,
  aioFileOf,
  curlOf,
  detailsOf,
  downloadOf,
  envOf,
  integrationOf,
  makeWritten,
  otherIntegration,
  type WrittenCredential,
  workspaceOf,
} from "./written.fixture";

function read(...texts: readonly string[]): readonly Found[] {
  return mergeFound(
    texts.flatMap((text) => {
      const result = readText(text);
      if (!result.ok) throw new Error(`refused: ${result.failure}`);
      return result.value;
    }),
  );
}

const one = makeWritten({
  clientSecrets: [makeWritten().clientSecrets[0] ?? "", makeWritten().clientSecrets[0] ?? ""],
});
const single = makeWritten();
const json = (value: unknown) => JSON.stringify(value, null, 2);
const [secret = ""] = single.clientSecrets;

const core = ({ clientId, clientSecrets, scopes }: WrittenCredential) => ({
  clientId,
  clientSecrets,
  scopes: scopes.join(","),
});
const account = ({ imsOrgId, technicalAccountId, technicalAccountEmail }: WrittenCredential) => ({
  imsOrgId,
  technicalAccountId,
  technicalAccountEmail,
});
const place = ({ adobeOrganizationId, adobeProjectId, adobeCredentialId }: WrittenCredential) => ({
  consoleAddress: { adobeOrganizationId, adobeProjectId, adobeCredentialId },
});
const numbersOf = (value: unknown) => JSON.parse(json(value).replace(/"id": "(\d{1,15})"/g, '"id": $1'));

test.each<[string, string, Partial<Found>]>([
  ["a download", json(downloadOf(one)), { source: "console_download", ...core(one), ...account(one) }],
  [
    "a download without TYPE",
    json({ ...downloadOf(one), TYPE: undefined }),
    { ...core(one), ...account(one) },
  ],
  [
    "a workspace",
    json(workspaceOf(one, [integrationOf(one)])),
    { source: "workspace", name: one.name, ...core(one), ...account(one), ...place(one) },
  ],
  [
    "a workspace with numbers for ids",
    json(numbersOf(workspaceOf(single, [integrationOf(single)]))),
    { ...core(single), ...place(single) },
  ],
  [
    "a credential that is being migrated",
    json(
      workspaceOf(one, [
        {
          ...integrationOf(one, "oauth_server_to_server_migrate"),
          jwt: { client_id: one.clientId, client_secret: "other", meta_scopes: ["ent_user_sdk"] },
        },
      ]),
    ),
    { otherKind: null, ...core(one), ...place(one) },
  ],
  [
    "a project with several workspaces",
    json({
      project: {
        ...workspaceOf(one, []).project,
        workspace: undefined,
        workspaces: [workspaceOf(one, [integrationOf(one)]).project.workspace],
      },
    }),
    { ...core(one), ...place(one) },
  ],
  [
    "an aio configuration",
    json({ ims: { contexts: { $cli: { client_id: "aio-cli-console-auth" }, shop: aioContextOf(one) } } }),
    { source: "aio", name: "shop", ...core(one), ...account(one) },
  ],
  [
    "an aio configuration as the command line prints it",
    `{\n  ims: {\n    contexts: {\n      shop: {\n        client_id: ${one.clientId}\n        client_secrets: [\n          "${one.clientSecrets.join('"\n          "')}"\n        ]\n        scopes: ${one.scopes.join(",")}\n        env: prod\n      }\n    }\n  }\n}`,
    { source: "aio", name: "shop", ...core(one) },
  ],
  [
    "AIO_ims_contexts_… in .env",
    aioEnvOf(one),
    { source: "aio", name: one.name.replaceAll(" ", "_"), ...core(one), ...account(one) },
  ],
  ["a cURL request", curlOf(single), { source: "curl", environment: "production", ...core(single) }],
  [
    "cURL in one line with the parameters in the query",
    `$ curl -s "https://ims-na1-stg1.adobelogin.com/ims/token/v2?grant_type=client_credentials&client_id=${single.clientId}&client_secret=${secret}&scope=openid%2CAdobeID" -X POST`,
    { environment: "stage", clientId: single.clientId, clientSecrets: [secret], scopes: "openid,AdobeID" },
  ],
  [
    "cURL with the client in the header",
    `curl --request POST -u ${single.clientId}:${secret} --url=http://127.0.0.1:4000/ims/token/v3 -F grant_type=client_credentials -F 'scope=openid;type=text/plain'`,
    { environment: "sandbox", clientId: single.clientId, clientSecrets: [secret], scopes: "openid" },
  ],
  [
    "cURL as cmd continues it",
    `curl.exe -d client_id=${single.clientId} ^\r\n -d "client_secret=${secret}" ^\r\n -dscope=openid https://ims-na1.adobelogin.com/ims/token/v3`,
    { clientId: single.clientId, clientSecrets: [secret], scopes: "openid" },
  ],
  [
    "cURL that takes the secret from elsewhere",
    `curl https://ims-na1.adobelogin.com/ims/token/v3 -d client_id=${single.clientId} -d "client_secret=$IMS_CLIENT_SECRET" --data-urlencode scope@scopes.txt`,
    { clientId: single.clientId, clientSecrets: [], scopes: "" },
  ],
  ["details of a token provider", detailsOf(single), { source: "details", ...core(single) }],
  [
    "details as JSON",
    json({ clientId: single.clientId, clientSecret: secret, orgId: single.imsOrgId, scopes: single.scopes }),
    { ...core(single), imsOrgId: single.imsOrgId },
  ],
  [
    "details with a secret from the environment",
    `const details = {\n  clientId: '${single.clientId}',\n  clientSecret: process.env.SECRET ?? "none",\n  scopes: ["openid"],\n};`,
    { clientId: single.clientId, clientSecrets: [], scopes: "openid" },
  ],
  ["an address", addressOf(one), { source: "console_address", clientId: "", ...place(one) }],
])("%s is understood", (_, text, expected) => {
  const found = read(text);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject(expected);
});

test.each(["IMS_", "OAUTHS2S_", "IMS_OAUTH_S2S_", "AIO_COMMERCE_AUTH_IMS_", "STORE_IMS_", "MY_SHOP_", ""])(
  ".env text spelled %s… is understood",
  (prefix) => {
    expect(read(`# the shop\r\n${envOf(one, prefix)}`)).toMatchObject([
      { ...core(one), imsOrgId: one.imsOrgId, environment: "production", otherKind: null },
    ]);
  },
);

test("one .env file names several credentials by prefix and by number, and what they share stands there once", () => {
  const [first, second, third] = [makeWritten(), makeWritten(), makeWritten()];
  const text = [
    `IMS_CLIENT_ID_1=${first.clientId}\nIMS_CLIENT_SECRET_1=${first.clientSecrets[0]}`,
    `IMS_CLIENT_ID_2=${second.clientId}\nIMS_CLIENT_SECRET_2=${second.clientSecrets[0]}`,
    `IMS_ORG_ID=${first.imsOrgId}\nIMS_SCOPES=openid,AdobeID`,
    envOf(third, "STORE_IMS_"),
    "STORE_IMS_ENVIRONMENT=stage",
    "GOOGLE_CLIENT_ID=other.apps.example\nGOOGLE_CLIENT_SECRET=other",
  ].join("\n");
  const shared = { imsOrgId: first.imsOrgId, scopes: "openid,AdobeID", environment: "production" };
  expect(read(text)).toMatchObject([
    { clientId: first.clientId, clientSecrets: first.clientSecrets, ...shared },
    { clientId: second.clientId, clientSecrets: second.clientSecrets, ...shared },
    { ...core(third), environment: "stage" },
  ]);
});

test("of a workspace every credential is named: those that are taken in, and the kind of those that are not", () => {
  const second = makeWritten();
  const text = json(
    workspaceOf(one, [
      integrationOf(one),
      ...["service", "apikey", "oauthweb", "oauthsinglepageapp", "something_new"].map(otherIntegration),
      integrationOf(second),
      "not an entry",
    ]),
  );
  const found = read(text);
  expect(found.map(({ otherKind }) => otherKind)).toEqual([
    null,
    "jwt",
    "api_key",
    "oauth_user",
    "oauth_user",
    "unknown_kind",
    null,
    "unreadable",
  ]);
  expect(found.map(({ name }) => name)).toContain(second.name);
});

test("several downloads in one list are several credentials", () => {
  const second = makeWritten();
  expect(
    read(json([downloadOf(one), downloadOf(second), workspaceOf(single, [integrationOf(single)])])),
  ).toHaveLength(3);
});

test.each<[string, unknown]>([
  ["download", { CLIENT_SECRET: secret, API_KEY: single.clientId, PUBLIC_KEYS_WITH_EXPIRY: {} }],
  ["details", { clientId: single.clientId, clientSecret: secret, privateKey: "x", metaScopes: ["y"] }],
  ["service account of AEM", { ok: true, integration: { technicalAccount: { clientId: single.clientId } } }],
  [
    "aio context",
    { ims: { contexts: { jwt: { ...aioContextOf(single), private_key: "x", meta_scopes: ["y"] } } } },
  ],
])("a JWT credential's %s is named as one, and its secret is not kept", (_, value) => {
  const found = read(json(value));
  expect(found).toMatchObject([{ otherKind: "jwt", clientSecrets: [] }]);
});

test("values that only say where the real one goes count as missing", () => {
  for (const nothing of [
    "<client secret>",
    "$SECRET",
    `$${"{IMS_CLIENT_SECRET}"}`,
    "your-client-secret",
    "{{secret}}",
    "xxxxxxxx",
    "...",
  ]) {
    const text = `IMS_CLIENT_ID=${single.clientId}\nIMS_CLIENT_SECRET=${nothing}\nIMS_SCOPES=openid`;
    expect(read(text), nothing).toMatchObject([{ clientId: single.clientId, clientSecrets: [] }]);
  }
});

test("the same credential in several texts is one, with what each of them says", () => {
  const env = `IMS_CLIENT_ID=${one.clientId}\nIMS_CLIENT_SECRET=${one.clientSecrets[1]}`;
  const found = read(env, json(workspaceOf(one, [integrationOf(one)])));
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ name: one.name, ...account(one), ...place(one) });
  expect(found[0]?.clientSecrets.toSorted()).toEqual([...one.clientSecrets].toSorted());
});

test("an .aio file gives the credentials of its .env their places, by name", () => {
  const second = makeWritten();
  const found = read(`${aioEnvOf(one)}\n${aioEnvOf(second)}`, json(aioFileOf(one, [second, one])));
  expect(found).toMatchObject([
    { ...core(one), ...place(one) },
    { ...core(second), consoleAddress: { adobeCredentialId: second.adobeCredentialId } },
  ]);
  expect(found).toHaveLength(2);
});

test("an address completes the only credential; beside two it stands alone", () => {
  const second = makeWritten();
  expect(read(curlOf(single), addressOf(single))).toMatchObject([{ ...core(single), ...place(single) }]);
  expect(read(curlOf(single), curlOf(second), addressOf(single))).toMatchObject([
    { clientId: single.clientId, consoleAddress: null },
    { clientId: second.clientId, consoleAddress: null },
    { clientId: "", ...place(single) },
  ]);
});

test.each<[string, string, string]>([
  ["an open quote", `curl -d 'client_id=${single.clientId}`, "a quote stays open"],
  ["cURL of something else", "curl https://example.com/", "names no client ID"],
  ["an empty workspace", json(workspaceOf(one, [])), "download of a whole project"],
  ["an address among others", `${addressOf(one)}\nhttps://example.com/`, "not the address"],
])("%s is refused in words", (_, text, words) => {
  const result = readText(text);
  expect(result.ok ? "understood" : result.failure).toContain(words);
});

test.each<[string, string]>([
  ["spaces before a comment", `A=b${" ".repeat(1_000_000)}c`],
  ["quotes", `A=${'" '.repeat(500_000)}`],
  ["client IDs", "CLIENT_ID".repeat(400_000)],
  ["keys of details", "{clientId: ".repeat(300_000)],
  ["open brackets", `${"{".repeat(50_000)} clientId: "x"`],
  ["cURL", `curl ${"'a' ".repeat(500_000)}`],
  ["variables", Array.from({ length: 60_000 }, (_, n) => `IMS_${n}_CLIENT_ID=x${n}`).join("\n")],
  ["nothing but spaces inside JSON", `{ contexts: ${" ".repeat(3_000_000)}`],
])("megabytes of %s are read or refused without a long wait", (_, text) => {
  readText(text.slice(0, 5_000_000));
});

test("a program's text is never run", () => {
  const canary = `latchkey${randomBytes(4).toString("hex")}`;
  readText(
    `{ clientId: (globalThis.${canary} = "x"), clientSecret: \`\${globalThis.${canary} = 1}\`, scopes: "openid" }`,
  );
  expect(canary in globalThis).toBe(false);
});
