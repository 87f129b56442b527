import { expect } from "@playwright/test";
import { z } from "zod";
import { type CallOptions, callAction, postForm, readForm } from "./call-action";
import { countRows } from "./count-rows";
import { credentialActs, readActForm } from "./credential-acts";
import { registerCredential, testToken } from "./credentials";
import { test } from "./fixtures";
import { newOrganization, readOrganizationId } from "./organization";
import { query } from "./query";
import { advanceTo } from "./rotation-page";

// Each person is made by a program of its own, which a busy machine takes its time for.
test.describe.configure({ timeout: 120_000 });

const withoutScripts = { javaScriptEnabled: false } as const;

/** Pages below a credential, and the button of each whose form names it. */
const credentialPages = [
  ...["", "/secrets", "/activity", "/edit"],
  ...["/consumers", "/rotation", "/rotation/record", "/scopes", "/profiles", "/token", "/probes", "/use"],
] as const;

test("somebody else's credential is not found on any of its pages, nor its events", async ({
  openAs,
  control,
  product,
}) => {
  const own = await openAs("owner");
  const credential = await registerCredential(own, control);
  const { id, name } = credential;
  await testToken(own);
  await advanceTo(own, credential, "Add secret");
  await own.goto(`/audit?credential=${id}`);
  const event = await own.getByRole("table").getByRole("link").first().getAttribute("href");
  const stranger = await openAs(await newOrganization(product).personOf("owner"));

  for (const path of [...credentialPages.map((page) => `/credentials/${id}${page}`), event ?? ""]) {
    const refused = await stranger.goto(path);
    expect(refused?.status()).toBe(404);
    await expect(stranger.getByRole("heading", { level: 1, name: "Not found" })).toBeVisible();
    expect(await stranger.content()).not.toContain(name);
    // The same as for what does not exist at all.
    const nowhere = await stranger.goto(path.replace(/[0-9a-f]{4}(?=$|\/)/, "beef"));
    expect(nowhere?.status()).toBe(404);

    const shown = await own.goto(path);
    expect(shown?.status()).toBe(200);
    await expect(own.getByRole("main")).toContainText(name);
  }

  for (const path of [`/credentials?q=${name}`, `/audit?credential=${id}`, `/audit?q=${name}`, "/"]) {
    await stranger.goto(path);
    await expect(stranger.getByRole("heading", { level: 1 })).toBeVisible();
    expect((await stranger.content()).replaceAll(path, "")).not.toContain(`>${name}<`);
  }
  await stranger.goto(`/audit?credential=${id}`);
  await expect(stranger.getByText("No event matches these filters.")).toBeVisible();
});

test("somebody else's job is not found, and nobody's without a session", async ({
  openAs,
  openPage,
  control,
  product,
}) => {
  const own = await openAs("owner");
  const credential = await registerCredential(own, control);
  await advanceTo(own, credential, "Promote");
  const [job] = await query(
    product,
    z.object({ id: z.uuid() }),
    `SELECT j.id FROM "Job" j JOIN "Rotation" r ON r.id = j."subjectId" WHERE r."credentialId" = $1`,
    [credential.id],
  );
  const path = `/api/jobs/${job?.id}`;
  const stranger = await openAs(await newOrganization(product).personOf("owner"));
  const shown = await own.request.get(path);
  expect(await shown.json()).toEqual({ id: job?.id, state: "succeeded", progress: 100 });
  expect(shown.headers()["cache-control"]).toContain("no-store");
  const refused = await stranger.request.get(path);
  const nowhere = await stranger.request.get(path.replace(/[0-9a-f]{4}$/, "beef"));
  expect([refused.status(), await refused.text()]).toEqual([404, await nowhere.text()]);
  expect((await own.request.get("/api/jobs/nothing")).status()).toBe(404);
  expect((await (await openPage()).request.get(path)).status()).toBe(401);
  expect((await own.request.post(path)).status()).toBe(405);
});

test("every act on somebody else's credential is not found, and its owner still gets through", async ({
  openAs,
  control,
  product,
  organization,
}) => {
  const own = await openAs("owner", withoutScripts);
  const credential = await registerCredential(own, control);
  const elsewhere = newOrganization(product);
  const stranger = await openAs(await elsewhere.personOf("owner"), withoutScripts);
  await registerCredential(stranger, control);
  const theirs = await readOrganizationId(product, elsewhere);

  for (const act of credentialActs) {
    const form = await readActForm(own, credential, act);
    const before = await countRows(product, organization);
    const calls = await countCalls();

    const asStranger: CallOptions = { fields: { organizationId: theirs } };
    expect((await callAction(stranger.request, product.baseUrl, form, asStranger)).kind).toBe("not_found");
    const posted = await postForm(stranger.request, product.baseUrl, form, asStranger);
    expect(posted.status()).toBe(404);
    expect((await callAction(stranger.request, product.baseUrl, form)).kind).toBe("other_organization");
    expect(await countRows(product, organization)).toEqual(before);
    expect(await countCalls()).toBe(calls);

    const answer = await callAction(own.request, product.baseUrl, form);
    expect(answer.kind).toBeUndefined();
    expect(answer.status).toBeLessThan(400);
    expect(await countRows(product, organization)).not.toEqual(before);
  }

  async function countCalls(): Promise<number> {
    return (await control.requests(credential.client.clientId)).requests.length;
  }
});

test("a form of another organization is refused, whatever it asks for", async ({
  openAs,
  product,
  organization,
}) => {
  const own = await openAs("owner", withoutScripts);
  const elsewhere = newOrganization(product);
  const stranger = await openAs(await elsewhere.personOf("owner"), withoutScripts);
  const theirs = await readOrganizationId(product, elsewhere);
  const before = await countRows(product, organization);

  await own.goto("/credentials/new");
  for (const name of ["Register credential", "Read it"]) {
    const form = await readForm(own, own.getByRole("button", { name, exact: true }));
    const answer = await callAction(own.request, product.baseUrl, form, {
      fields: { organizationId: theirs },
    });
    expect(answer.kind).toBe("other_organization");
    expect((await callAction(stranger.request, product.baseUrl, form)).kind).toBe("other_organization");
    const missing = await callAction(own.request, product.baseUrl, form, { fields: { organizationId: "" } });
    expect(missing.kind).toBe("other_organization");
  }
  await stranger.goto("/credentials");
  const tryIt = await readForm(
    stranger,
    stranger.getByRole("button", { name: "Try it with a sandbox credential" }),
  );
  expect((await callAction(own.request, product.baseUrl, tryIt)).kind).toBe("other_organization");
  expect(await countRows(product, organization)).toEqual(before);
});

test("an act that no page of ours sent is refused", async ({
  openAs,
  control,
  product,
  organization,
  request,
}) => {
  const page = await openAs("owner", withoutScripts);
  const credential = await registerCredential(page, control);
  for (const act of credentialActs) {
    if (act === "Restore") continue;
    const form = await readActForm(page, credential, act);
    const before = await countRows(product, organization);

    const withoutOrigin = { isWithoutOrigin: true };
    expect((await callAction(page.request, product.baseUrl, form, withoutOrigin)).kind).toBe(
      "foreign_origin",
    );
    const plain = await postForm(page.request, product.baseUrl, form, withoutOrigin);
    expect(plain.headers().location).toBeUndefined();
    expect(await plain.text()).toContain("The request came from another site");

    for (const headers of [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { origin: "null" },
      { origin: "https://example.com", "sec-fetch-site": "cross-site" },
      { origin: product.baseUrl.replace("localhost", "127.0.0.1") },
      { origin: `${product.baseUrl}.example.com` },
      { origin: "https://example.com", "x-forwarded-host": "example.com" },
    ]) {
      const answer = await callAction(page.request, product.baseUrl, form, { headers });
      expect(answer.redirect).toBeUndefined();
      expect(answer.kind === "foreign_origin" || answer.status >= 400).toBe(true);
    }
    // Nobody is signed in here.
    expect((await callAction(request, product.baseUrl, form)).kind).toBe("unauthenticated");
    const forged = { cookie: `latchkey-session=${"e".repeat(200)}` };
    expect((await callAction(request, product.baseUrl, form, { headers: forged })).kind).toBe(
      "unauthenticated",
    );
    expect(await countRows(product, organization)).toEqual(before);
  }
});

test("an id that was never one, twice a field, and a file are refused in words", async ({
  openAs,
  control,
  product,
  organization,
}) => {
  const page = await openAs("owner", withoutScripts);
  const credential = await registerCredential(page, control);
  const form = await readActForm(page, credential, "Test token");
  const before = await countRows(product, organization);
  for (const credentialId of ["", "nothing", `${credential.id} `, `{"not":"${credential.id}"}`, "\u0000"]) {
    const { kind } = await callAction(page.request, product.baseUrl, form, { fields: { credentialId } });
    expect(["invalid_input", "not_found"]).toContain(kind);
  }
  expect(await countRows(product, organization)).toEqual(before);
});
