import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readDownload } from "./read-download";

const clientId = randomBytes(16).toString("hex");
const [first, second] = [randomBytes(24).toString("base64url"), randomBytes(24).toString("base64url")];
const imsOrgId = `${randomBytes(12).toString("hex").toUpperCase()}@AdobeOrg`;
const account = `${randomBytes(12).toString("hex").toUpperCase()}@techacct.adobe.com`;

const download = {
  TYPE: "oauthservertoserver",
  ORG_ID: imsOrgId,
  CLIENT_SECRETS: [first, second],
  CLIENT_ID: clientId,
  SCOPES: ["openid", "AdobeID"],
  TECHNICAL_ACCOUNT_ID: account,
  TECHNICAL_ACCOUNT_EMAIL: account,
};

function read(text: string) {
  const result = readDownload(text);
  if (!result.ok) throw new Error(`refused: ${result.failure}`);
  return result.value;
}

function refusal(text: string): string {
  const result = readDownload(text);
  return result.ok ? "understood" : result.failure;
}

test("a console download fills every field it has, and proposes a name", () => {
  expect(read(JSON.stringify(download, null, 2))).toMatchObject({
    source: "console_download",
    fields: {
      name: `Credential ${clientId.slice(0, 8)}`,
      environment: "production",
      clientId,
      imsOrgId,
      technicalAccountId: account,
      technicalAccountEmail: account,
      scopes: "openid,AdobeID",
    },
    clientSecrets: [first, second],
  });
});

test("a download without TYPE, with one secret and a byte order mark, is understood", () => {
  const { TYPE: _, ...untyped } = download;
  const text = `\uFEFF${JSON.stringify({ ...untyped, CLIENT_SECRETS: [first] })}\n`;
  expect(read(text).clientSecrets).toEqual([first]);
});

test.each([
  ["IMS_", "IMS_SCOPES=openid,AdobeID"],
  ["OAUTHS2S_", "OAUTHS2S_CECREDENTIALS_METASCOPES=openid,AdobeID"],
  ["IMS_OAUTH_S2S_", 'IMS_OAUTH_S2S_SCOPES=["openid","AdobeID"]'],
])("env text spelled %s… is understood", (prefix, scopes) => {
  const text = `# from the project\n${prefix}CLIENT_ID=${clientId}\nexport ${prefix}CLIENT_SECRET="${first}"\r\n${prefix}ORG_ID='${imsOrgId}' # ours\n${scopes}\n`;
  expect(read(text)).toMatchObject({
    source: "env",
    fields: { clientId, imsOrgId, scopes: "openid,AdobeID" },
    clientSecrets: [first],
  });
});

test("two secrets in one env list are both found", () => {
  const list = JSON.stringify([first, second]);
  expect(
    read(`IMS_OAUTH_S2S_CLIENT_ID=${clientId}\nIMS_OAUTH_S2S_CLIENT_SECRETS=${list}`).clientSecrets,
  ).toEqual([first, second]);
});

test("the same credential in two spellings is one credential; two are refused", () => {
  const both = `IMS_CLIENT_ID=${clientId}\nIMS_OAUTH_S2S_CLIENT_ID=${clientId}\nIMS_OAUTH_S2S_CLIENT_SECRET=${first}`;
  expect(read(both).clientSecrets).toEqual([first]);
  expect(refusal(both.replace(clientId, randomBytes(16).toString("hex")))).toContain("several credentials");
});

test("a console address gives the numeric ids", () => {
  const address =
    "https://developer.adobe.com/console/projects/23294/4566206088344958295/credentials/436084/details";
  expect(read(address).fields.consoleAddress).toContain(
    "/projects/23294/4566206088344958295/credentials/436084/",
  );
});

test.each([
  ["nothing", "  \n", "Paste a download"],
  [
    "a project download",
    JSON.stringify({ project: { workspace: { details: { credentials: [] } } } }),
    "whole project",
  ],
  ["a JWT download", JSON.stringify({ CLIENT_SECRET: first, API_KEY: clientId }), "Service Account (JWT)"],
  ["another type", JSON.stringify({ ...download, TYPE: "apikey" }), "another kind"],
  ["cut JSON", JSON.stringify(download).slice(0, -20), "cut off"],
  ["a list", "[1,2]", "not a credential download"],
  ["wrong types", JSON.stringify({ ...download, CLIENT_ID: 7 }), "not a credential download"],
  ["5 MB of JSON", `{"CLIENT_ID":"${"a".repeat(5_000_000)}"}`, "larger than"],
  ["deep nesting", `${"[".repeat(50_000)}${"]".repeat(50_000)}`, "nested deeper"],
  ["too many members", JSON.stringify(Array.from({ length: 30_000 }, () => 1)), "nested deeper"],
  ["NUL", `IMS_CLIENT_ID=${clientId}\0`, "damaged"],
  ["a lone surrogate", `IMS_CLIENT_ID=\uD800`, "damaged"],
  ["what browsers send for it", `IMS_CLIENT_ID=\uFFFD`, "damaged"],
  ["a lone surrogate spelled in JSON", JSON.stringify({ ...download, ORG_ID: "\uD800" }), "damaged"],
  ["prose", "hello", "No client ID"],
  ["another web address", "https://experience.adobe.com/", "not the address"],
  [
    "a look-alike address",
    "https://developer.adobe.com.evil.example/console/projects/1/2/credentials/3/",
    "not the address",
  ],
])("%s is refused with a sentence that says what to do", (_, text, words) => {
  const sentence = refusal(text);
  expect(sentence).toContain(words);
  expect(sentence).not.toContain(first);
  expect(sentence).not.toContain(clientId);
});

test("__proto__ in a download changes nothing", () => {
  const text = JSON.stringify(download).replace("{", '{"__proto__":{"isAdmin":true},');
  expect(read(text).fields.clientId).toBe(clientId);
  expect(Object.hasOwn(Object.prototype, "isAdmin")).toBe(false);
});

test("no text whatever makes the reader throw", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.json(),
        fc.json().map((json) => json.slice(1)),
      ),
      (text) => {
        readDownload(text);
      },
    ),
  );
});
