import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readDownload } from "@/lib/imports/read-download";
import { secretPlaceholder } from "./snippet";
import { writeEnvSnippets } from "./write-env";
import { writeSnippets } from "./write-snippets";

const credential = {
  clientId: randomBytes(16).toString("hex"),
  scopes: ["openid", "AdobeID", "commerce.accs"],
  imsOrgId: `${randomBytes(12).toString("hex").toUpperCase()}@AdobeOrg`,
  tokenEndpoint: "https://ims-na1.adobelogin.com/ims/token/v3",
};

const visible = fc
  .string({
    minLength: 8,
    maxLength: 60,
    unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  })
  // No quotes are left for one that holds all three, and Adobe's secrets hold none.
  .filter((text) => !/['"`]/.test(text) && !text.startsWith("["));

test("every spelling of .env is read back as the same credential, whatever the secret holds", () => {
  fc.assert(
    fc.property(visible, (clientSecret) => {
      for (const { text } of writeEnvSnippets({ ...credential, clientSecret })) {
        const read = readDownload(text);
        if (!read.ok) throw new Error(read.failure);
        expect(read.value.clientSecrets).toEqual([clientSecret]);
        expect(read.value.fields).toMatchObject({
          clientId: credential.clientId,
          imsOrgId: credential.imsOrgId,
        });
      }
    }),
  );
});

test("only .env lines have a place for the secret, and code reads it from the environment", () => {
  for (const { id, text, holdsSecret } of writeSnippets(credential)) {
    expect(holdsSecret, id).toBe(id.startsWith("env"));
    expect(text.includes(secretPlaceholder), id).toBe(holdsSecret);
  }
});

test("a shell takes the cURL request for one command with the fields it was given", () => {
  const odd = { ...credential, clientId: `it's$(touch x)\`y\`` };
  const curl = writeSnippets(odd).find(({ id }) => id === "curl")?.text ?? "";
  const shown = execFileSync("sh", ["-c", curl.replace(/^curl/, "printf '%s\\n'")], {
    encoding: "utf8",
    env: { ...process.env, IMS_CLIENT_SECRET: "from the environment" },
  });
  expect(shown).toContain(`client_id=${odd.clientId}\n`);
  expect(shown).toContain("client_secret=from the environment\n");
  expect(shown).toContain("scope=openid,AdobeID,commerce.accs\n");
});
