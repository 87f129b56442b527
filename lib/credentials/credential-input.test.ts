import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { readConsoleAddress, writeConsoleAddress } from "./console-address";
import { registerCredentialInput } from "./credential-input";
import { warnOfOddIdentifier } from "./warn-of-odd-identifier";

const secret = randomBytes(24).toString("base64url");
const form = {
  name: " Storefront sync ",
  environment: "production",
  clientId: randomBytes(16).toString("hex"),
  clientSecret: secret,
  imsOrgId: "",
  technicalAccountId: "",
  technicalAccountEmail: "",
  scopes: "openid, AdobeID",
  consoleAddress: "",
  notes: "two\nlines",
};

test("a filled form becomes tidy values and a secret that does not print", () => {
  const parsed = registerCredentialInput.parse(form);
  expect(parsed).toMatchObject({ name: "Storefront sync", scopes: ["openid", "AdobeID"], imsOrgId: null });
  expect(JSON.stringify(parsed)).not.toContain(secret);
  expect(parsed.clientSecret.secret.reveal()).toBe(secret);
  expect(parsed.clientSecret.wasTrimmed).toBe(false);
});

test.each([`"${secret}"`, `'${secret}'`, `${secret}\n`, ` ${secret} `, ` "${secret}"\r\n`])(
  "what copying put around a secret goes, and it is said",
  (pasted) => {
    const { clientSecret } = registerCredentialInput.parse({ ...form, clientSecret: pasted });
    expect(clientSecret.secret.reveal()).toBe(secret);
    expect(clientSecret.wasTrimmed).toBe(true);
  },
);

test.each([
  ["name", ""],
  ["name", "x".repeat(201)],
  ["name", "\u200B\u2060"],
  ["name", "bell\u0007"],
  ["name", "\uD800"],
  ["name", "\uFFFD"],
  ["name", "Store\u202etnorf"],
  ["environment", "moon"],
  ["clientId", ""],
  ["clientId", "with space"],
  ["clientSecret", ""],
  ["clientSecret", "two words"],
  ["clientSecret", "x".repeat(1001)],
  ["clientSecret", "null\0byte"],
  ["imsOrgId", "x".repeat(201)],
  ["scopes", ""],
  ["scopes", "open\u0000id"],
  ["consoleAddress", "https://example.com/"],
  ["consoleAddress", "javascript:alert(1)"],
  ["notes", "x".repeat(10_001)],
  ["notes", "\u0000"],
  ["notes", "one\u0007two"],
])("%s refuses what it cannot hold with one sentence, without repeating the value", (field, value) => {
  const result = registerCredentialInput.safeParse({ ...form, [field]: value });
  const issues = result.error?.issues ?? [];
  expect(new Set(issues.map((issue) => issue.path[0]))).toEqual(new Set([field]));
  expect(issues[0]?.message).toMatch(/\.$/);
  if (value.length > 2) expect(issues[0]?.message).not.toContain(value);
});

test("a field that the form does not have is refused", () => {
  expect(registerCredentialInput.safeParse({ ...form, organizationId: "x" }).success).toBe(false);
});

test("a console address survives reading and writing", () => {
  const ids = { adobeOrganizationId: "23294", adobeProjectId: "45662060883449", adobeCredentialId: "436084" };
  expect(readConsoleAddress(writeConsoleAddress(ids))).toEqual(ids);
});

test("odd-looking identifiers are warned about; usual and empty ones are not", () => {
  expect(warnOfOddIdentifier("clientId", form.clientId)).toBeNull();
  expect(warnOfOddIdentifier("clientId", "")).toBeNull();
  expect(warnOfOddIdentifier("clientId", "my-client")).toContain("32 characters");
  expect(warnOfOddIdentifier("imsOrgId", "acme")).toContain("@AdobeOrg");
});
