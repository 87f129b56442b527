import { expect, test } from "vitest";
import { buildProductUrl } from "@/lib/adobe/product-hosts";
import { aimProbe, findMissingNeed, findMissingScopes, getProbe, probeKeys } from "./probe-catalogue";

const facts = {
  tenant: { server: "na1-sandbox", tenantId: "AbCYab34cdEfGHiJ27123" },
  imsOrgId: "0123456789ABCDEF01234567@AdobeOrg",
  adobeOrganizationId: "23294",
  adobeCredentialId: "436084",
};

test.each(probeKeys)("%s is aimed at a product's own https address", (key) => {
  const { host, path } = aimProbe(key, facts);
  expect(buildProductUrl(host, path)).toEqual({ ok: true, value: `https://${host}${path}` });
  expect(getProbe(key).source.href).toMatch(/^https:\/\//);
});

test.each([
  ["user-management", { imsOrgId: null }, "organization"],
  ["user-management", { imsOrgId: "../../x@AdobeOrg" }, "organization"],
  ["aem-content-requests", { imsOrgId: "AdobeOrg" }, "organization"],
  ["io-management", { adobeCredentialId: null }, "console"],
  ["io-management", { adobeOrganizationId: "1/../2" }, "console"],
  ["firefly", { imsOrgId: null }, null],
  ["commerce-products", {}, null],
] as const)("%s with %j lacks %s", (key, change, missing) => {
  expect(findMissingNeed(getProbe(key), { ...facts, ...change })).toBe(missing);
});

test("a credential fits by its scopes, and a JWT credential by its metascopes", () => {
  const probe = getProbe("user-management");
  expect(findMissingScopes(probe, { scopes: ["openid", "user_management_sdk"], metascopes: [] })).toEqual([]);
  expect(findMissingScopes(probe, { scopes: ["openid"], metascopes: ["ent_user_sdk"] })).toEqual([
    "user_management_sdk",
  ]);
  expect(findMissingScopes(probe, { scopes: [], metascopes: ["ent_user_sdk"] })).toEqual([]);
  expect(findMissingScopes(probe, { scopes: [], metascopes: ["ent_other_sdk"] })).toEqual(["ent_user_sdk"]);
});
