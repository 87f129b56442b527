import { expect, test } from "vitest";
import { checkTenant, joinTenant, splitTenant } from "./check-tenant";
import { hostileBases } from "./hostile-bases.fixture";

const good = { server: "na1-sandbox", tenant: "AbCYab34cdEfGHiJ27123" };

test.each(["na1", "eu1", "na1-sandbox", "ap12", "apj1-stage"])(
  "the server %s is taken as it is",
  (server) => {
    const checked = checkTenant({ ...good, server });
    expect(checked).toEqual({ ok: true, value: { server, tenantId: good.tenant } });
    expect(checked.ok && splitTenant(joinTenant(checked.value))).toEqual(checked.ok && checked.value);
  },
);

test("there are at least forty hostile bases", () => {
  expect(new Set(hostileBases).size).toBeGreaterThanOrEqual(40);
});

test.each(hostileBases)("%j is no server, and as a tenant no more than one plain word", (hostile) => {
  expect(checkTenant({ ...good, server: hostile })).toMatchObject({
    failure: { server: expect.stringContaining(".api.commerce.adobe.com") },
  });
  const checked = checkTenant({ ...good, tenant: hostile });
  if (checked.ok) expect(hostile).toMatch(/^[a-z0-9]+$/);
  else expect(checked.failure).toEqual({ tenant: expect.stringContaining("tenant ID") });
  expect(splitTenant(`${hostile}/${good.tenant}`)).toBeNull();
});
