import { describe, expect, test } from "vitest";
import { consoleScopes } from "@/lib/adobe/console-scopes";
import { newCredentialId } from "@/lib/ids";
import { judgeReadiness, type ReadinessFacts } from "./judge-readiness";

const credentialId = newCredentialId();
const ready: ReadinessFacts = {
  credentialId,
  environment: "production",
  kind: "oauth",
  isArchived: false,
  hasSecret: true,
  hasConsoleIds: true,
  requestedScopes: consoleScopes,
  grantedScopes: consoleScopes,
  slotsTaken: 1,
  lastRotationFailure: null,
};

function find(change: Partial<ReadinessFacts>, id: string) {
  const { isReady, items } = judgeReadiness({ ...ready, ...change });
  const item = items.find((one) => one.id === id);
  expect(isReady).toBe(items.every(({ light }) => light !== "bad"));
  return item;
}

test("a credential that has everything is ready, and nothing is left to do", () => {
  const { isReady, items } = judgeReadiness(ready);
  expect(isReady).toBe(true);
  expect(items.map(({ light, fix }) => [light, fix])).toEqual(items.map(() => ["good", null]));
});

describe("what is missing is bad, and says what to do", () => {
  test.each<[string, Partial<ReadinessFacts>, RegExp]>([
    ["environment", { environment: "stage" }, /manual mode/],
    ["environment", { lastRotationFailure: "console_not_offered" }, /manual mode/],
    ["secret", { hasSecret: false }, /Replace secret/],
    ["secret", { isArchived: true }, /Restore/],
    ["ids", { hasConsoleIds: false }, /Developer Console address/],
    ["ids", { lastRotationFailure: "console_not_found" }, /Developer Console address/],
    ["api", { lastRotationFailure: "api_not_enabled" }, /I\/O Management API/],
    ["api", { lastRotationFailure: "console_scopes_missing" }, /I\/O Management API/],
    ["api", { lastRotationFailure: "console_not_permitted" }, /product profiles/],
    ["api", { grantedScopes: ["openid"] }, /I\/O Management API/],
    ["migration", { kind: "migrating" }, /cancel it there/],
    ["migration", { lastRotationFailure: "migration_in_progress" }, /cancel it there/],
    ["migration", { kind: "jwt" }, /Migrate it/],
  ])("%s of %j", (id, change, fix) => {
    const item = find(change, id);
    expect(item?.light).toBe("bad");
    expect(item?.fix?.words).toMatch(fix);
  });
});

describe("what is not known is never called good", () => {
  test.each<[string, Partial<ReadinessFacts>]>([
    ["slot", { slotsTaken: null }],
    ["api", { grantedScopes: null }],
    ["api", { requestedScopes: ["openid"], grantedScopes: ["openid"] }],
  ])("%s of %j", (id, change) => {
    expect(find(change, id)).toMatchObject({
      light: "attend",
      words: "Not known until Latchkey asks; Start rotation asks.",
    });
  });
});

test("taken slots keep nobody from starting, since the choice is made there", () => {
  expect(find({ slotsTaken: 2 }, "slot")?.light).toBe("attend");
  expect(find({ slotsTaken: null, lastRotationFailure: "secret_limit_reached" }, "slot")?.light).toBe(
    "attend",
  );
  expect(judgeReadiness({ ...ready, slotsTaken: 2 }).isReady).toBe(true);
});

test("missing numeric ids lead to the page where they are pasted", () => {
  expect(find({ hasConsoleIds: false }, "ids")?.fix?.href).toBe(`/credentials/${credentialId}/edit`);
});

test("a scope that was asked for and not granted is named", () => {
  expect(find({ grantedScopes: ["adobeio_api"] }, "api")?.words).toBe(
    "Asked for and not granted: read_client_secret, manage_client_secrets.",
  );
});
