import { expect, type Page } from "@playwright/test";
import type { ControlClient, FaultInput } from "@/sandbox/control-client";
import { registerCredential } from "./credentials";
import { findViolations, themes } from "./find-violations";
import { test } from "./fixtures";

const boundScopes = ["openid", "AdobeID", "user_management_sdk", "commerce.accs", "DCAPI"];

async function openProbes(page: Page, control: ControlClient) {
  const credential = await registerCredential(page, control, { boundScopes });
  await page.goto(`/credentials/${credential.id}/probes`);
  return credential;
}

async function run(page: Page, label: string) {
  const probe = page.getByRole("article", { name: label, exact: true });
  await probe.getByRole("button", { name: `Run probe ${label}`, exact: true }).click();
  return probe;
}

const refusal = (
  name: Extract<FaultInput, { kind: "refuseProduct" }>["refusal"],
  count?: number,
): FaultInput => ({
  kind: "refuseProduct",
  call: "callProduct",
  refusal: name,
  ...(count !== undefined && { count }),
});

test("a probe shows that a product lets the credential in, or why it does not and where to go next", async ({
  openAs,
  control,
}) => {
  const page = await openAs("operator");
  const owner = await openAs("owner");
  const { id, client } = await openProbes(owner, control);
  await page.goto(`/credentials/${id}/probes`);
  const probe = await run(page, "User Management");
  await expect(probe).toContainText("User Management lets the credential in");
  await expect(probe).toContainText("usermanagement.adobe.io");
  await expect(page.getByText(/do not fit the scopes of this credential/)).toBeVisible();

  await control.setFaults(client.clientId, refusal("notSubscribed"));
  await run(page, "User Management");
  await expect(probe.getByText("No access")).toBeVisible();
  await expect(probe.getByRole("list", { name: "Causes" })).toBeVisible();
  await control.setFaults(client.clientId, refusal("profileMissing"));
  await run(page, "PDF Services");
  const pdf = page.getByRole("article", { name: "PDF Services", exact: true });
  await expect(pdf).toContainText("product profile");
  await expect(pdf.getByRole("button", { name: "Copy summary" })).toBeVisible();
  for (const theme of themes) expect(await findViolations(page, theme)).toEqual([]);
});

test("a token that had gone stale is replaced once, and the probe says so", async ({ openAs, control }) => {
  const page = await openAs("owner");
  const { client } = await openProbes(page, control);
  const probe = await run(page, "User Management");
  await expect(probe).toContainText("lets the credential in");
  await control.setFaults(client.clientId, refusal("umapiToken", 1));
  await run(page, "User Management");
  await expect(probe).toContainText("the kept one had gone stale");
  await control.setFaults(client.clientId, refusal("umapiToken"));
  await run(page, "User Management");
  await expect(probe).toContainText("it is the access that is missing");
  const { requests } = await control.requests(client.clientId);
  expect(requests.filter(({ kind }) => kind === "token")).toHaveLength(3);
});

test("a tenant is typed without scripts, refused when it leads elsewhere, and remembered", async ({
  openAs,
  control,
}) => {
  const { id, client } = await openProbes(await openAs("owner"), control);
  const page = await openAs("admin", { javaScriptEnabled: false });
  await page.goto(`/credentials/${id}/probes`);
  const probe = page.getByRole("article", { name: "Commerce products", exact: true });
  await probe.getByLabel("Server", { exact: true }).fill("na1@evil.example");
  await probe.getByLabel("Tenant ID", { exact: true }).fill("AbCYab34cdEfGHiJ27123");
  await run(page, "Commerce products");
  await expect(probe).toContainText("Enter only what stands before .api.commerce.adobe.com");
  expect((await control.requests(client.clientId)).requests).toEqual([]);
  await probe.getByLabel("Server", { exact: true }).fill("na1-sandbox");
  await run(page, "Commerce products");
  await expect(probe).toContainText("Adobe Commerce lets the credential in");
  const stores = page.getByRole("article", { name: "Commerce store configuration", exact: true });
  await expect(stores.getByLabel("Server", { exact: true })).toHaveValue("na1-sandbox");
  const auditor = await openAs("auditor");
  await auditor.goto(`/credentials/${id}/probes`);
  await expect(auditor.getByText("Adobe Commerce lets the credential in")).toBeVisible();
  await expect(auditor.getByRole("button", { name: /^Run probe/ })).toHaveCount(0);
});
