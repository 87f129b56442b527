import { beforeAll, expect, test } from "vitest";
import { readEvents, refuseEvents } from "@/lib/auth/account.fixture";
import type { ActContext } from "@/lib/auth/act-context";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { systemClock } from "@/lib/clock";
import { archiveCredential } from "@/lib/credentials/archive-credential";
import { getDb } from "@/lib/db/client";
import { sessionIdSchema } from "@/lib/ids";
import {
  envOf,
  integrationOf,
  makeWritten,
  otherIntegration,
  type WrittenCredential,
  workspaceOf,
} from "@/lib/imports/formats/written.fixture";
import type { JobView } from "@/lib/jobs/job-view";
import { startRotation, startRotationInput } from "@/lib/rotation/start-rotation";
import { findImport } from "./find-import";
import { findImportReview } from "./find-import-review";
import { foldRows } from "./fold-form";
import { holdPaste } from "./held-pastes";
import type { ImportResult } from "./import-result";
import { readProposal, readProposalInput } from "./read-proposal";
import { cancelImport, startImport, startImportInput } from "./start-import";

beforeAll(() => {
  process.env.LEASE_SECONDS = "30";
});

const many = (count: number) => Array.from({ length: count }, () => makeWritten());
const workspaceText = (credentials: readonly WrittenCredential[], more: readonly unknown[] = []) =>
  JSON.stringify(
    workspaceOf(credentials[0] ?? makeWritten(), [...credentials.map((one) => integrationOf(one)), ...more]),
  );

/** Reads a file as the page does. */
async function readFile(context: ActContext, text: string): Promise<string> {
  const files = JSON.stringify([{ fileName: "workspace.json", text }]);
  const read = await readProposal(context, readProposalInput.parse({ files }));
  if (!read.ok || read.value.pasteId === null) throw new Error("It was not held.");
  return read.value.pasteId;
}

async function reviewOf(context: ActContext, pasteId: string) {
  const review = await findImportReview(context.viewer, pasteId);
  if (review === null) throw new Error("It is not held.");
  return review.rows;
}

/** What the browser sends: each ticked row with its name and environment. */
function rowsOf(picks: Readonly<Record<number, "new" | "replace">>, environment = "sandbox"): string {
  const form = new FormData();
  for (const [index, pick] of Object.entries(picks)) {
    form.set(`pick-${index}`, pick);
    form.set(`environment-${index}`, environment);
  }
  foldRows(form);
  return String(form.get("rows"));
}

/** Starts an import and gives the work that `after` would run. */
async function start(context: ActContext, pasteId: string, rows: string) {
  let work: (() => Promise<void>) | undefined;
  const runLater = (later: () => Promise<void>) => {
    work = later;
  };
  const input = startImportInput.parse({ pasteId, rows });
  const started = await startImport(context, input, { runLater, clock: systemClock });
  return { started, work };
}

interface Ended {
  readonly job: JobView;
  readonly result: ImportResult | null;
}

async function importAll(context: ActContext, pasteId: string, rows: string): Promise<Ended> {
  const { started, work } = await start(context, pasteId, rows);
  if (!started.ok) throw new Error(started.failure.kind);
  await work?.();
  const ended = await findImport(context.viewer.organizationId, started.value);
  if (ended === null) throw new Error("There is no job.");
  return ended;
}

const outcomesOf = ({ result }: Ended) => result?.rows.map(({ outcome, refusal }) => refusal ?? outcome);
const countCredentials = ({ viewer }: ActContext) =>
  getDb().credential.count({ where: { organizationId: viewer.organizationId } });
const countActions = async ({ viewer }: ActContext, action: string) =>
  (await readEvents(viewer.organizationId)).filter((event) => event.action === action).length;

/** As if the person had proved an hour ago who they are. */
function agedOf(context: ActContext): ActContext {
  const steppedUpAt = new Date(Date.now() - 60 * 60 * 1000);
  return { ...context, viewer: { ...context.viewer, steppedUpAt } };
}

test("what was picked is registered with its usual events, and what was not is left out", async () => {
  const context = await makeActContext();
  const [one, two, three] = [makeWritten(), makeWritten(), makeWritten()];
  const pasteId = await readFile(context, workspaceText([one, two, three], [otherIntegration("apikey")]));
  expect(await reviewOf(context, pasteId)).toMatchObject([
    { standing: "new", name: one.name, environment: "production", scopeCount: 3, hasNumericIds: true },
    { standing: "new" },
    { standing: "new" },
    { standing: "not_supported" },
  ]);
  const ended = await importAll(context, pasteId, rowsOf({ 0: "new", 2: "new", 3: "new", 77: "new" }));
  expect(ended.job).toMatchObject({ state: "succeeded", progress: 100 });
  expect(outcomesOf(ended)).toEqual(["registered", "registered"]);
  const { organizationId } = context.viewer;
  const stored = await getDb().credential.findMany({
    where: { organizationId },
    orderBy: { createdAt: "asc" },
  });
  expect(stored.map(({ clientId }) => clientId).toSorted()).toEqual(
    [one.clientId, three.clientId].toSorted(),
  );
  expect(stored[0]).toMatchObject({
    environment: "sandbox",
    imsOrgId: one.imsOrgId,
    adobeOrganizationId: one.adobeOrganizationId,
  });
  const events = await readEvents(organizationId);
  expect(events.map(({ action }) => action).toSorted()).toEqual([
    "credential.registered",
    "credential.registered",
    "import.finished",
    "import.started",
    "secret.stored",
    "secret.stored",
  ]);
  expect(events[0]).toMatchObject({ action: "import.started", detail: { count: 2 } });
  expect(events.at(-1)).toMatchObject({
    action: "import.finished",
    outcome: "succeeded",
    detail: { registered: 2, replaced: 0, failed: 0 },
  });
});

test("the same file again finds everything here and changes nothing", async () => {
  const context = await makeActContext();
  const text = workspaceText(many(3));
  const rows = rowsOf({ 0: "new", 1: "new", 2: "new" });
  await importAll(context, await readFile(context, text), rows);
  const again = await readFile(context, text);
  expect(await reviewOf(context, again)).toMatchObject(
    Array.from({ length: 3 }, () => ({ standing: "same", environment: "sandbox" })),
  );
  expect(outcomesOf(await importAll(context, again, rows))).toEqual([
    "already_here",
    "already_here",
    "already_here",
  ]);
  expect(await countCredentials(context)).toBe(3);
  expect(await countActions(context, "secret.stored")).toBe(3);
});

test("another secret is replaced only where that was ticked, and only after a step-up", async () => {
  const context = await makeActContext();
  const [one, two] = [makeWritten(), makeWritten()];
  await importAll(
    context,
    await readFile(context, workspaceText([one, two])),
    rowsOf({ 0: "new", 1: "new" }),
  );
  const newer = [one, two].map((each) => ({ ...each, clientSecrets: makeWritten().clientSecrets }));
  const pasteId = await readFile(context, workspaceText(newer));
  expect(await reviewOf(context, pasteId)).toMatchObject([{ standing: "differs" }, { standing: "differs" }]);
  const aged = agedOf(context);
  const unproven = await start(aged, pasteId, rowsOf({ 0: "replace" }));
  expect(unproven).toMatchObject({
    started: { ok: false, failure: { kind: "step_up_required" } },
    work: undefined,
  });
  // Ticked as new, which it is not: nothing that is stored is lost.
  expect(outcomesOf(await importAll(aged, pasteId, rowsOf({ 1: "new" })))).toEqual(["secret_differs"]);
  expect(await countActions(context, "secret.stored")).toBe(2);
  // Ticked as here, which it is not in that environment: nothing is registered unasked.
  const elsewhere = rowsOf({ 0: "replace" }, "production");
  expect(outcomesOf(await importAll(context, pasteId, elsewhere))).toEqual(["not_accepted"]);
  expect(outcomesOf(await importAll(context, pasteId, rowsOf({ 0: "replace" })))).toEqual(["replaced"]);
  expect(await reviewOf(context, pasteId)).toMatchObject([{ standing: "same" }, { standing: "differs" }]);
});

test("a running rotation keeps its secret, and an archived credential its rest", async () => {
  const context = await makeActContext();
  const [one, two] = [makeWritten(), makeWritten()];
  const first = await importAll(
    context,
    await readFile(context, workspaceText([one, two])),
    rowsOf({ 0: "new", 1: "new" }),
  );
  const [rotating = "", archived = ""] =
    first.result?.rows.map(({ credentialId }) => credentialId ?? "") ?? [];
  await archiveCredential(context, { credentialId: archived });
  const newer = [one, two].map((each) => ({ ...each, clientSecrets: makeWritten().clientSecrets }));
  const pasteId = await readFile(context, workspaceText(newer));
  const rotation = startRotationInput.parse({ credentialId: rotating, mode: "manual" });
  expect((await startRotation(context, rotation)).ok).toBe(true);
  expect(await reviewOf(context, pasteId)).toMatchObject([
    { standing: "rotating" },
    { standing: "archived" },
  ]);
  const ended = await importAll(context, pasteId, rowsOf({ 0: "replace", 1: "replace" }));
  expect(outcomesOf(ended)).toEqual(["rotation_under_way", "archived"]);
});

test("what another organization has is not here", async () => {
  const [ours, theirs] = [await makeActContext(), await makeActContext()];
  const text = workspaceText(many(2));
  const rows = rowsOf({ 0: "new", 1: "new" });
  const pasteId = await readFile(theirs, text);
  const { job } = await importAll(theirs, pasteId, rows);
  const own = await readFile(ours, text);
  expect(await reviewOf(ours, own)).toMatchObject([{ standing: "new" }, { standing: "new" }]);
  expect(outcomesOf(await importAll(ours, own, rows))).toEqual(["registered", "registered"]);
  expect(await findImport(ours.viewer.organizationId, { pasteId, jobId: job.id })).toBeNull();
  expect(await findImportReview(ours.viewer, pasteId)).toBeNull();
});

test("a paste is held for the session that read it, for ten minutes and no longer", async () => {
  const context = await makeActContext();
  const pasteId = await readFile(context, workspaceText(many(1)));
  const sessionId = sessionIdSchema.parse("0".repeat(64));
  const elsewhere = { ...context, viewer: { ...context.viewer, sessionId } };
  expect(await findImportReview(elsewhere.viewer, pasteId)).toBeNull();
  const { started } = await start(elsewhere, pasteId, rowsOf({ 0: "new" }));
  expect(started).toMatchObject({ ok: false, failure: { kind: "conflict", href: "/credentials/new" } });
  const later = { now: () => new Date(Date.now() + 10 * 60 * 1000) };
  const input = startImportInput.parse({ pasteId, rows: rowsOf({ 0: "new" }) });
  const late = await startImport(context, input, { runLater: () => {}, clock: later });
  expect(late).toMatchObject({ ok: false, failure: { kind: "conflict" } });
  expect(await reviewOf(context, pasteId)).toHaveLength(1);
});

test("of one session the newest five pastes are held", async () => {
  const { viewer } = await makeActContext();
  const ids = Array.from({ length: 6 }, () => holdPaste(viewer, { entries: [], unread: [] }));
  const held = await Promise.all(ids.map((id) => findImportReview(viewer, id)));
  expect(held.map((review) => review !== null)).toEqual([false, true, true, true, true, true]);
});

test("nothing of a secret is in what the page is given, nor in what the job keeps", async () => {
  const context = await makeActContext();
  const credentials = many(3);
  const pasteId = await readFile(context, workspaceText(credentials));
  const { job } = await importAll(context, pasteId, rowsOf({ 0: "new", 1: "new", 2: "new" }));
  const stored = await getDb().job.findUniqueOrThrow({ where: { id: job.id }, select: { result: true } });
  const seen = JSON.stringify([await findImportReview(context.viewer, pasteId), stored]);
  for (const secret of credentials.flatMap(({ clientSecrets }) => clientSecrets))
    expect(seen).not.toContain(secret);
  expect((await reviewOf(context, pasteId))[0]?.fingerprints).toEqual([
    expect.stringMatching(/^[0-9a-f]{8}$/),
  ]);
});

test("what is not whole is named with what is missing, and cannot be picked", async () => {
  const context = await makeActContext();
  const [bare, scopeless] = [makeWritten({ clientSecrets: [] }), makeWritten({ scopes: [] })];
  const pasteId = await readFile(context, `${envOf(bare, "IMS_", "_1")}\n${envOf(scopeless, "IMS_", "_2")}`);
  expect(await reviewOf(context, pasteId)).toMatchObject([
    { standing: "incomplete", sentence: "It has no client secret." },
    { standing: "incomplete", sentence: "It has no scopes." },
  ]);
  const { started } = await start(context, pasteId, rowsOf({ 0: "new", 1: "new" }));
  expect(started).toMatchObject({ ok: false, failure: { kind: "invalid_input" } });
});

test.each([
  [
    "2,001 files",
    Array.from({ length: 2001 }, () => workspaceText([makeWritten()])),
    /^These are more than 1000 files/,
  ],
  [
    "a workspace of 6,000",
    [workspaceText(Array.from({ length: 6000 }, () => makeWritten()))],
    /^These are more than 2000/,
  ],
])("too many at once is said to be that: %s", async (_what, texts, sentence) => {
  const context = await makeActContext();
  const files = JSON.stringify(texts.map((text, index) => ({ fileName: `${index}`, text })));
  const read = await readProposal(context, readProposalInput.parse({ files }));
  if (read.ok || read.failure.kind !== "invalid_input") throw new Error("It was read.");
  expect(read.failure.fields.download).toMatch(sentence);
});

test("an import that is asked to stop keeps what it has, and the rest can be taken in later", async () => {
  const context = await makeActContext();
  const pasteId = await readFile(context, workspaceText(many(4)));
  const rows = rowsOf({ 0: "new", 1: "new", 2: "new", 3: "new" });
  const { started, work } = await start(context, pasteId, rows);
  const pressedTwice = await start(context, pasteId, rows);
  expect([pressedTwice.started, pressedTwice.work]).toEqual([started, undefined]);
  await cancelImport(context, { pasteId });
  await work?.();
  if (!started.ok) throw new Error("It was not started.");
  const ended = await findImport(context.viewer.organizationId, started.value);
  expect(ended?.job.state).toBe("cancelled");
  expect(ended?.result?.rows.map(({ refusal }) => refusal)).toEqual(
    Array.from({ length: 4 }, () => "not_reached"),
  );
  expect(outcomesOf(await importAll(context, pasteId, rows))).toEqual(
    Array.from({ length: 4 }, () => "registered"),
  );
});

test("a credential whose events cannot be written is not there at all, and the import ends", async () => {
  const context = await makeActContext();
  const pasteId = await readFile(context, workspaceText(many(5)));
  const { started, work } = await start(
    context,
    pasteId,
    rowsOf({ 0: "new", 1: "new", 2: "new", 3: "new", 4: "new" }),
  );
  await refuseEvents(context.viewer.organizationId);
  await work?.();
  if (!started.ok) throw new Error("It was not started.");
  expect((await findImport(context.viewer.organizationId, started.value))?.job.state).toBe("failed");
  expect(await countCredentials(context)).toBe(0);
});

test("500 credentials of one workspace are taken in at once", async () => {
  const context = await makeActContext();
  const pasteId = await readFile(context, workspaceText(many(500)));
  const picks = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [index, "new" as const]));
  const ended = await importAll(context, pasteId, rowsOf(picks));
  expect(ended.job.state).toBe("succeeded");
  expect(new Set(outcomesOf(ended))).toEqual(new Set(["registered"]));
  expect(await countCredentials(context)).toBe(500);
  expect(await countActions(context, "credential.registered")).toBe(500);
});
