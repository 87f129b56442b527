import { expect, test } from "vitest";
import { tidyScopes } from "./tidy-scopes";

test.each([
  ["openid,AdobeID", ["openid", "AdobeID"]],
  ["openid, AdobeID ,\n read_organizations", ["openid", "AdobeID", "read_organizations"]],
  ["openid openid\topenid", ["openid"]],
  [",,openid,", ["openid"]],
  ["adobeio.abdata.read read_pc.dma_aem_ams", ["adobeio.abdata.read", "read_pc.dma_aem_ams"]],
])("a pasted list %j is tidied, in the order given", (text, scopes) => {
  expect(tidyScopes(text)).toEqual({ ok: true, value: scopes });
});

test.each(["", "  ,\n", "open\u0000id", "open\u001bid", "openid,\u0007", "scöpe", 'op"en', "a".repeat(201)])(
  "a list that cannot be meant (%j) is refused with a sentence",
  (text) => {
    const result = tidyScopes(text);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.failure).toMatch(/\.$/);
  },
);

test("more scopes than any credential has are refused", () => {
  const many = Array.from({ length: 101 }, (_, index) => `scope_${index}`).join(",");
  expect(tidyScopes(many).ok).toBe(false);
});
