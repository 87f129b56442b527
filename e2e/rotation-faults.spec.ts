import { expect } from "@playwright/test";
import type { CallKind } from "@/sandbox/call-kinds";
import { registerCredential } from "./credentials";
import { test as base } from "./fixtures";
import type { Product } from "./launch-product";
import { type CrowdAct, pressAtOnce, pressTogether, type Seat } from "./rotation-crowd";
import { expectWholeAuditLog, readState, readStory, waitUntilNobodyActs } from "./rotation-facts";
import { killAt, moments } from "./rotation-moments";
import { startWebServer, type WebServer } from "./rotation-server";
import { expectCurrentMints, openRotation, type Walk, walk } from "./rotation-walk";

// `npm run test:faults` runs this file twenty times.

const withoutScripts = { javaScriptEnabled: false } as const;
const day = 24 * 60 * 60_000;

interface Stage {
  /** A rotation that has not begun, on the first process. */
  readonly run: Walk;
  /** Two pages of an owner on the first process, and two of an admin on a second one. */
  readonly seats: readonly Seat[];
}

const test = base.extend<Stage, { readonly server: WebServer; readonly other: WebServer }>({
  server: [async ({ product }, use) => useWebServer(product, use), { scope: "worker" }],
  other: [async ({ product }, use) => useWebServer(product, use), { scope: "worker" }],
  /** A credential whose secret is a month old, unused for three days, and free of any rotation. */
  run: async ({ openAs, product, control, server }, use) => {
    const page = await openAs("owner", { baseURL: server.origin, ...withoutScripts });
    const createdAtMs = Date.now() - 30 * day;
    const credential = await registerCredential(page, control, {
      secrets: [{ createdAtMs, lastUsedAtMs: createdAtMs + 27 * day }],
    });
    await use({ page, product, control, credential });
  },
  seats: async ({ openAs, run, server, other }, use) => {
    const seats: Seat[] = [];
    for (const [who, { origin }] of [
      ["owner", server],
      ["owner", server],
      ["admin", other],
      ["admin", other],
    ] as const) {
      seats.push({ ...run, origin, page: await openAs(who, { baseURL: origin, ...withoutScripts }) });
    }
    await use(seats);
  },
});

async function useWebServer(product: Product, use: (server: WebServer) => Promise<void>): Promise<void> {
  const server = await startWebServer(product);
  await use(server);
  await server.stop();
}

test.describe.configure({ timeout: 240_000 });

for (const moment of moments) {
  test(`killed ${moment.name}, the product still has a working secret and its rotation ends`, async ({
    run,
    server,
  }) => {
    const { page, product, control, credential } = run;
    const { clientId } = credential.client;
    const [old] = await control.listSecrets(clientId);
    await walk(run, { until: moment.act });
    await killAt(moment, run, server);
    const orphan = (await control.listSecrets(clientId)).find(({ uuid }) => uuid !== old?.uuid);

    await waitUntilNobodyActs(product, credential.id);
    expect(await readState(product, credential.id)).toBe(moment.leaves);
    await openRotation(run);
    const [next = moment.act] = moment.way;
    const main = page.getByRole("main");
    const attention = main.getByText("ATTENTION", { exact: true });
    if (next === "Find out what happened") await expect(attention.first()).toBeVisible();
    else await expect(attention).toHaveCount(0);
    await expect(main.getByRole("button", { name: next, exact: true })).toBeEnabled();
    await expectCurrentMints(run);

    const isAdopted = moment.way.includes("Adopt by pasting");
    const pressed = await walk(run, {
      unwanted: isAdopted ? ["Delete unknown secret"] : ["Adopt by pasting"],
      ...(isAdopted && orphan !== undefined && { clientSecret: orphan.value }),
    });
    expect(pressed).toEqual(moment.way);
    await openRotation(run);
    await expect(main.getByText("Done", { exact: true }).first()).toBeVisible();
    await expectCurrentMints(run);

    const told = moment.way.includes("Delete unknown secret") ? [orphan?.uuid, old?.uuid] : [old?.uuid];
    expect(await listDeleted(run)).toEqual(told);
    const left = await control.listSecrets(clientId);
    expect(left).toHaveLength(1);
    expect(told).not.toContain(left[0]?.uuid);
    await expectWholeAuditLog(product);
  });
}

const together: readonly CrowdAct[] = [
  { act: "Start rotation", call: "token" },
  { act: "Add secret", call: "addSecret" },
  { act: "Verify new secret", call: "token", isJob: true },
  { act: "Promote" },
  { act: "Check last use", call: "listSecrets" },
  { act: "Delete old secret", call: "deleteSecret" },
];

test("two processes pressing every button at once do each act once", async ({ run, seats }) => {
  const { product, control, credential } = run;
  const { clientId } = credential.client;
  const [old] = await control.listSecrets(clientId);
  for (const one of together) {
    const answers = await pressTogether(seats, one);
    // The one that acted, and the one that carried the same key.
    expect(answers.filter(({ kind }) => kind === undefined).length, one.act).toBeGreaterThanOrEqual(2);
    expect(answers.filter(({ kind }) => kind !== undefined && kind !== "conflict")).toEqual([]);
    await waitUntilNobodyActs(product, credential.id);
    const steps = await Promise.all(seats.map(readCurrentStep));
    expect(new Set(steps).size, one.act).toBe(1);
  }
  expect(await readStory(product, credential.id)).toEqual([
    "rotation.started requested",
    "rotation.bound succeeded",
    "secret.add_requested requested",
    "secret.added succeeded",
    "secret.verify_requested requested",
    "secret.verified succeeded",
    "secret.promoted succeeded",
    "secret.use_check_requested requested",
    "secret.use_checked succeeded",
    "secret.delete_requested requested",
    "secret.deleted succeeded",
    "rotation.finished succeeded",
  ]);
  expect(await listCalls(run, "addSecret")).toHaveLength(1);
  expect(await listCalls(run, "deleteSecret")).toHaveLength(1);
  const left = await control.listSecrets(clientId);
  expect(left.map(({ uuid }) => uuid)).toEqual([expect.not.stringMatching(old?.uuid ?? "")]);
  await expectCurrentMints(run);
  await expectWholeAuditLog(product);
});

test("two processes pressing buttons that contradict each other leave a secret that works", async ({
  run,
  seats,
}) => {
  const { product, control, credential } = run;
  const [first, second, third, fourth] = seats;
  if (!first || !second || !third || !fourth) throw new Error("Four seats are needed.");
  const { clientId } = credential.client;
  await walk(run, { until: "Verify new secret" });
  await pressAtOnce([
    [first, "Verify new secret"],
    [third, "Cancel rotation"],
    [second, "Verify new secret"],
    [fourth, "Cancel rotation"],
  ]);
  await waitUntilNobodyActs(product, credential.id);
  const isCancelled = (await readState(product, credential.id)) === "cancelled";
  expect(await control.listSecrets(clientId)).toHaveLength(isCancelled ? 1 : 2);
  await expectCurrentMints(run);

  await walk(run, { until: "Check last use" });
  await pressAtOnce([
    [first, "Delete now anyway"],
    [third, "Cancel rotation"],
    [second, "Check last use"],
    [fourth, "Check last use"],
  ]);
  await waitUntilNobodyActs(product, credential.id);
  const state = await readState(product, credential.id);
  expect(await control.listSecrets(clientId)).toHaveLength(state === "done" ? 1 : 2);
  await expectCurrentMints(run);
  if (state === "promoted") await walk(run);
  await expectCurrentMints(run);
  await expectWholeAuditLog(product);
});

/** The place of the current step among the six; -1 when the rotation is over. */
async function readCurrentStep(seat: Seat): Promise<number> {
  await openRotation(seat);
  const steps = seat.page.getByRole("list", { name: "Steps", exact: true }).getByRole("listitem");
  await expect(steps).toHaveCount(6);
  return steps.evaluateAll((items) => items.findIndex((item) => item.ariaCurrent === "step"));
}

async function listCalls({ control, credential }: Walk, wanted: CallKind) {
  const { requests } = await control.requests(credential.client.clientId);
  return requests.filter(({ kind }) => kind === wanted);
}

/** Adobe's ids of the secrets whose deletion was asked for, in the order of the first time. */
async function listDeleted(run: Walk): Promise<readonly (string | null)[]> {
  return [...new Set((await listCalls(run, "deleteSecret")).map(({ secretId }) => secretId))];
}
