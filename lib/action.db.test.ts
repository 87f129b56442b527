import { describe, expect, test } from "vitest";
import { instanceChainId } from "@/lib/audit/chain";
import { makeAccount, makeRequest, readEvents, refuseEvents } from "@/lib/auth/account.fixture";
import { type Permission, permissions, secretBearing } from "@/lib/auth/permissions";
import type { GateRequest } from "@/lib/auth/request";
import { getDb } from "@/lib/db/client";
import { type FormPolicy, type OncePolicy, passDownloadGate, passPublicGate, passViewerGate } from "./action";
import { type Call, denials, formOf, input, makeCall, openSession, policy, send } from "./action.fixture";
import { runLogged } from "./answer-action";
import { newIdempotencyKey } from "./idempotency-key";
import { newOrganizationId } from "./ids";
import { fail, succeed } from "./result";

test("whoever may, from our own page, in the organization of the session, gets through", async () => {
  const { account, request, form } = await makeCall();
  const { kind, contexts } = await send(policy("credential.edit"), { request, form });
  expect(kind).toBe("done");
  expect(contexts).toMatchObject([
    {
      viewer: { userId: account.userId, organizationId: account.organizationId, role: "owner" },
      requestId: request.requestId,
      origin: { actor: { type: "user", id: account.userId }, requestId: request.requestId },
    },
  ]);
  expect(await denials(account)).toEqual([]);
});

test("without a live session nothing runs, whatever else is right", async () => {
  const { account, form, sid } = await makeCall();
  await getDb().session.deleteMany({ where: { userId: account.userId } });
  for (const request of [makeRequest(), makeRequest({ sid })]) {
    const { kind, contexts } = await send(policy("credential.edit"), { request, form });
    expect(kind).toBe("unauthenticated");
    expect(contexts).toEqual([]);
  }
});

test("a request that one of our own pages did not send is refused and recorded", async () => {
  const { account, sid, form } = await makeCall();
  const foreign: readonly Partial<GateRequest>[] = [
    { originHeader: null },
    { originHeader: "null" },
    { originHeader: "https://attacker.example" },
    { originHeader: "http://localhost:3001" },
    { fetchSite: "cross-site" },
    { fetchSite: "same-site" },
  ];
  for (const changes of foreign) {
    const { kind, contexts } = await send(policy("credential.edit"), {
      request: makeRequest({ sid, ...changes }),
      form,
    });
    expect(kind).toBe("foreign_origin");
    expect(contexts).toEqual([]);
  }
  expect(await denials(account)).toEqual([
    { attempted: "test.credential.edit", reason: "foreign_origin", count: 1 },
  ]);
});

test("a foreign page without a session stands in the instance's chain", async () => {
  const form = formOf({ name: "Storefront" });
  const request = makeRequest({ originHeader: "https://attacker.example" });
  const { kind } = await send(policy("credential.archive"), { request, form });
  expect(kind).toBe("foreign_origin");
  expect(await readEvents("instance")).toContainEqual(
    expect.objectContaining({
      actor: "anonymous",
      detail: { attempted: "test.credential.archive", reason: "foreign_origin", count: 1 },
    }),
  );
});

test("a form of another organization, or of none, changes nothing", async () => {
  const { account, request } = await makeCall();
  const forms = [
    formOf({ name: "Storefront" }),
    formOf({ name: "Storefront", organizationId: newOrganizationId() }),
    formOf({ name: "Storefront", organizationId: account.organizationId }),
  ];
  forms[2]?.append("organizationId", account.organizationId);
  for (const form of forms) {
    const { kind, contexts } = await send(policy("credential.edit"), { request, form });
    expect(kind).toBe("other_organization");
    expect(contexts).toEqual([]);
  }
  expect(await denials(account)).toMatchObject([{ reason: "other_organization" }]);
});

test("a role that may not is refused and recorded once per quarter of an hour", async () => {
  const { account, request, form } = await makeCall("operator");
  for (let round = 0; round < 20; round += 1) {
    const { kind, contexts } = await send(policy("credential.register"), { request, form });
    expect(kind).toBe("forbidden");
    expect(contexts).toEqual([]);
  }
  expect(await denials(account)).toEqual([
    { attempted: "test.credential.register", reason: "role", count: 1 },
  ]);
  expect((await send(policy("token.test"), { request, form })).kind).toBe("done");
});

test("what wants a step-up waits for it, five minutes after signing in", async () => {
  const account = await makeAccount();
  const sid = await openSession(account, new Date(Date.now() - 6 * 60_000));
  const form = formOf({ organizationId: account.organizationId, name: "Storefront" });
  const { kind, contexts } = await send(policy("secret.replace"), { request: makeRequest({ sid }), form });
  expect(kind).toBe("step_up_required");
  expect(contexts).toEqual([]);
  const fresh = makeRequest({ sid: await openSession(account) });
  expect((await send(policy("secret.replace"), { request: fresh, form })).kind).toBe("done");
});

test("a role that may not is not even asked for a step-up", async () => {
  const account = await makeAccount({ role: "admin" });
  const sid = await openSession(account, new Date(Date.now() - 6 * 60_000));
  const form = formOf({ organizationId: account.organizationId, name: "Storefront" });
  expect((await send(policy("credential.delete"), { request: makeRequest({ sid }), form })).kind).toBe(
    "forbidden",
  );
});

describe("while a restore is not acknowledged", () => {
  const alarm = { receiptSeq: 9, keptSeq: 4, lastSeq: 5 };
  const kindsFor = async (call: Pick<Call, "request" | "form">, asked: readonly Permission[]) =>
    new Set(await Promise.all(asked.map(async (permission) => (await send(policy(permission), call)).kind)));
  const others = permissions.filter((permission) => !secretBearing.has(permission));

  test("nothing is done with a secret, and everything else is", async () => {
    const call = await makeCall();
    const other = await makeCall();
    await getDb().logAlarm.create({ data: { chainId: call.account.organizationId, ...alarm } });
    expect(await kindsFor(call, [...secretBearing])).toEqual(new Set(["restore_unacknowledged"]));
    expect(await kindsFor(call, others)).toEqual(new Set(["done"]));
    expect(await kindsFor(other, permissions)).toEqual(new Set(["done"]));
    await getDb().logAlarm.deleteMany();
    expect(await kindsFor(call, permissions)).toEqual(new Set(["done"]));
  });

  test("that of the instance's own log is everybody's", async () => {
    const call = await makeCall();
    await getDb().logAlarm.create({ data: { chainId: instanceChainId, ...alarm } });
    expect(await kindsFor(call, [...secretBearing])).toEqual(new Set(["restore_unacknowledged"]));
    await getDb().logAlarm.deleteMany();
  });

  test("whoever may not is refused as ever, and nobody is asked for a step-up in vain", async () => {
    const auditor = await makeCall("auditor");
    const owner = await makeCall();
    for (const { account } of [auditor, owner]) {
      await getDb().logAlarm.create({ data: { chainId: account.organizationId, ...alarm } });
    }
    expect(await kindsFor(auditor, [...secretBearing])).toEqual(new Set(["forbidden"]));
    const stale = makeRequest({ sid: await openSession(owner.account, new Date(Date.now() - 6 * 60_000)) });
    expect(await kindsFor({ ...owner, request: stale }, ["secret.replace"])).toEqual(
      new Set(["restore_unacknowledged"]),
    );
    await getDb().logAlarm.deleteMany();
  });
});

test("a budget holds per person, also for calls at once", async () => {
  const call = await makeCall();
  const using = policy("token.test", { budget: { limit: 3, windowSeconds: 60 } });
  const calls = await Promise.all(Array.from({ length: 10 }, () => send(using, call)));
  expect(calls.filter(({ kind }) => kind === "done")).toHaveLength(3);
  expect(calls.filter(({ kind }) => kind === "too_many_requests")).toHaveLength(7);
  expect((await send(using, await makeCall())).kind).toBe("done");
});

test("wrong input is told field by field and reaches no command", async () => {
  const { account, request } = await makeCall();
  const form = formOf({ organizationId: account.organizationId, name: "" });
  const { result, contexts } = await send(policy("credential.edit"), { request, form });
  expect(result).toEqual({
    ok: false,
    failure: { kind: "invalid_input", fields: { name: "Enter a name." } },
  });
  expect(contexts).toEqual([]);
});

test("a form is folded for whoever may, before its fields are read, and for nobody else", async () => {
  let folded = 0;
  const fold = async (form: FormData) => {
    folded += 1;
    form.set("name", [...form.keys()].filter((key) => key.startsWith("part-")).join(" and "));
  };
  const folding = policy("credential.edit", { fold });
  for (const [role, kind, count] of [
    ["owner", "done", 1],
    ["auditor", "forbidden", 1],
  ] as const) {
    const { account, request } = await makeCall(role);
    const form = formOf({ organizationId: account.organizationId, "part-1": "x", "part-2": "y" });
    expect((await send(folding, { request, form })).kind).toBe(kind);
    expect(folded).toBe(count);
    if (kind === "done") expect(form.get("name")).toBe("part-1 and part-2");
  }
  const { form } = await makeCall();
  expect((await send(folding, { request: makeRequest(), form })).kind).toBe("unauthenticated");
  expect(folded).toBe(1);
});

test("the earlier gate answers first: nothing about the input is told to whoever may not", async () => {
  const { account, request } = await makeCall("auditor");
  const form = formOf({ organizationId: account.organizationId, name: "" });
  expect((await send(policy("credential.edit"), { request, form })).kind).toBe("forbidden");
});

test("asking for what is not there is answered as such and recorded", async () => {
  const { account, request, form } = await makeCall();
  const command = async () => fail({ kind: "not_found" });
  expect((await send(policy("credential.edit"), { request, form, command })).kind).toBe("not_found");
  expect(await denials(account)).toMatchObject([{ reason: "not_found" }]);
});

test("what is thrown becomes a failure that names the request and nothing else", async () => {
  const { request, form } = await makeCall();
  const command = () => Promise.reject(new Error("canary"));
  const { result } = await send(policy("credential.edit"), { request, form, command });
  expect(result).toEqual({ ok: false, failure: { kind: "unexpected", requestId: request.requestId } });
});

test("when the log cannot be written the refusal says so, and nothing runs", async () => {
  const { account, request, form } = await makeCall("auditor");
  await refuseEvents(account.organizationId);
  const { kind, contexts } = await send(policy("credential.edit"), { request, form });
  expect(kind).toBe("audit_unavailable");
  expect(contexts).toEqual([]);
});

const oncePolicy: OncePolicy<typeof input> = {
  name: "test.once",
  permission: "rotation.act",
  input,
  once: true,
};

test("a form that is sent twenty times at once acts once, and is answered twenty times", async () => {
  const call = await makeCall();
  call.form.set("idempotencyKey", newIdempotencyKey());
  const sent = await Promise.all(Array.from({ length: 20 }, () => send(oncePolicy, call)));
  expect(sent.filter(({ kind }) => kind === "done")).toHaveLength(20);
  expect(sent.flatMap(({ contexts }) => contexts)).toHaveLength(1);
  expect((await send(oncePolicy, call)).contexts).toEqual([]);
});

test("pressing again on the page as it is drawn after a success is a new act", async () => {
  const { request, form } = await makeCall();
  for (let drawn = 0; drawn < 3; drawn += 1) {
    form.set("idempotencyKey", newIdempotencyKey());
    expect((await send(oncePolicy, { request, form })).contexts).toHaveLength(1);
    expect(await send(oncePolicy, { request, form })).toMatchObject({ kind: "done", contexts: [] });
  }
});

test("a form whose act failed may be sent again as it is", async () => {
  const { request, form } = await makeCall();
  form.set("idempotencyKey", newIdempotencyKey());
  const command = async () => fail({ kind: "conflict", message: "Not now." });
  expect((await send(oncePolicy, { request, form, command })).kind).toBe("conflict");
  expect((await send(oncePolicy, { request, form })).contexts).toHaveLength(1);
});

test("a form that must act once runs nothing without its key, and asks for the step-up before it counts", async () => {
  const { account, request, form } = await makeCall();
  for (const key of [null, "", "1", `${crypto.randomUUID()}x`]) {
    if (key !== null) form.set("idempotencyKey", key);
    const { result, contexts } = await send(oncePolicy, { request, form });
    expect(result).toMatchObject({ ok: false, failure: { kind: "invalid_input", fields: {} } });
    expect(contexts).toEqual([]);
  }
  const using = { ...oncePolicy, permission: "rotation.change_secrets" } as const;
  const stale = makeRequest({ sid: await openSession(account, new Date(Date.now() - 6 * 60_000)) });
  form.set("idempotencyKey", newIdempotencyKey());
  expect((await send(using, { request: stale, form })).kind).toBe("step_up_required");
  expect((await send(using, { request, form })).contexts).toHaveLength(1);
});

const formPolicy: FormPolicy<typeof input> = { name: "test.open", input };

test("an act without a session still has to come from our own page", async () => {
  const run = (request: GateRequest) =>
    runLogged("test.open", request, (asked) =>
      passPublicGate(formPolicy, asked, formOf({ name: "x" }), async () => succeed(null)),
    );
  expect(await run(makeRequest())).toEqual({ ok: true, value: null });
  expect(await run(makeRequest({ originHeader: null }))).toMatchObject({
    failure: { kind: "foreign_origin" },
  });
});

test("an act on one's own session needs one, and no organization", async () => {
  const { sid } = await makeCall();
  const run = (request: GateRequest) =>
    runLogged("test.own", request, (asked) =>
      passViewerGate(formPolicy, asked, formOf({ name: "x" }), async (session) =>
        succeed(session.sid === sid),
      ),
    );
  expect(await run(makeRequest({ sid }))).toEqual({ ok: true, value: true });
  expect(await run(makeRequest())).toMatchObject({ failure: { kind: "unauthenticated" } });
});

describe("a file is made", () => {
  const download = { name: "test.download", permission: "audit.export" } as const;
  const ask = (request: GateRequest) =>
    runLogged(download.name, request, (asked) =>
      passDownloadGate(download, asked, async ({ viewer }) => succeed(viewer.organizationId)),
    );
  /** What a browser sends with a link: no `Origin`. */
  const link = { originHeader: null, fetchSite: "same-origin" };

  test.each(["owner", "admin", "auditor"] as const)("for an %s who follows a link of ours", async (role) => {
    const account = await makeAccount({ role });
    const request = makeRequest({ ...link, sid: await openSession(account) });
    expect(await ask(request)).toEqual(succeed(account.organizationId));
    expect(await ask({ ...request, fetchSite: "none" })).toMatchObject({ ok: true });
    expect(await ask({ ...request, fetchSite: null })).toMatchObject({ ok: true });
  });

  test("not for a role that may not, which stands in the log", async () => {
    const account = await makeAccount({ role: "operator" });
    const request = makeRequest({ ...link, sid: await openSession(account) });
    expect(await ask(request)).toEqual(fail({ kind: "forbidden" }));
    expect((await readEvents(account.organizationId)).at(-1)).toMatchObject({
      action: "access.denied",
      detail: { attempted: "test.download", reason: "role", count: 1 },
    });
  });

  test("not where another site leads, which stands in the log", async () => {
    const account = await makeAccount();
    const sid = await openSession(account);
    for (const fetchSite of ["cross-site", "same-site"]) {
      expect(await ask(makeRequest({ ...link, sid, fetchSite }))).toEqual(fail({ kind: "foreign_origin" }));
    }
    expect((await readEvents(account.organizationId)).at(-1)).toMatchObject({
      action: "access.denied",
      detail: { attempted: "test.download", reason: "foreign_origin" },
    });
  });

  test("not without a live session", async () => {
    const account = await makeAccount();
    const old = await openSession(account, new Date(Date.now() - 31 * 60_000));
    for (const sid of [null, old]) {
      expect(await ask(makeRequest({ ...link, sid }))).toEqual(fail({ kind: "unauthenticated" }));
    }
  });
});
