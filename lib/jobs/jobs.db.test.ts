import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { startSession } from "@/lib/auth/sessions";
import type { Viewer } from "@/lib/auth/viewer";
import { getDb } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import { newJobId, newRotationId } from "@/lib/ids";
import { answerJobRequest } from "./answer-job-request";
import { cancelJobs } from "./cancel-job";
import { findJob, findJobResult, findLatestJob } from "./find-job";
import { type RunningJob, runJob } from "./run-job";
import { startJob } from "./start-job";

beforeAll(() => {
  process.env.LEASE_SECONDS = "1";
});

async function makeJob() {
  const { viewer, origin } = await makeActContext();
  const { organizationId } = viewer;
  const subject = { organizationId, kind: "secret.verify", subjectId: newRotationId() };
  const start = () => inTransaction((tx) => startJob(tx, { ...subject, requestedById: viewer.userId }));
  const signIn = async (signedInAt: Date) => {
    const session = { userId: viewer.userId, userName: viewer.name, organizationId, origin };
    return (await inTransaction((tx) => startSession(tx, session, signedInAt))).sid;
  };
  return { viewer, subject, start, signIn, job: await start() };
}

const stateOf = async ({ organizationId }: Viewer, jobId: string) => await findJob(organizationId, jobId);

/** Until whoever runs it is asked to stop. */
const untilAsked = ({ signal }: RunningJob) =>
  new Promise<{ readonly state: "cancelled" }>((resolve) => {
    const stop = () => resolve({ state: "cancelled" });
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
  });

/** As if nothing had beaten for as long as a lease lasts. */
async function endLease(jobId: string): Promise<void> {
  await getDb().job.updateMany({ where: { id: jobId }, data: { leaseUntil: new Date(0) } });
}

test("a job runs, reports how far it is, and succeeds", async () => {
  const { viewer, job } = await makeJob();
  expect(await stateOf(viewer, job.id)).toEqual({ id: job.id, state: "running", progress: 0 });
  await runJob(job, async ({ report }) => {
    report(40.4);
    report(20);
    await expect.poll(() => stateOf(viewer, job.id)).toMatchObject({ state: "running", progress: 40 });
    return { state: "succeeded" };
  });
  expect(await stateOf(viewer, job.id)).toEqual({ id: job.id, state: "succeeded", progress: 100 });
});

test("a job that fails keeps why, and one that throws ends as failed", async () => {
  const { viewer, subject, job, start } = await makeJob();
  await runJob(job, async () => ({ state: "failed", failureCode: "client_secret_refused" }));
  expect(await findLatestJob(subject)).toMatchObject({
    id: job.id,
    state: "failed",
    failureCode: "client_secret_refused",
  });
  const second = await start();
  await runJob(second, () => Promise.reject(new Error("canary")));
  expect(await findLatestJob(subject)).toEqual({
    id: second.id,
    state: "failed",
    progress: 0,
    failureCode: null,
  });
  expect(await stateOf(viewer, job.id)).toMatchObject({ state: "failed" });
});

test("what a job came to is kept, and read in the shape of its kind by its organization alone", async () => {
  const { viewer, subject, job } = await makeJob();
  const of = { ...subject, jobId: job.id };
  const schema = z.strictObject({ taken: z.number() });
  expect(await findJobResult(viewer.organizationId, of, schema)).toMatchObject({ result: null });
  await runJob(job, async () => ({ state: "cancelled", result: { taken: 2 } }));
  expect(await findJobResult(viewer.organizationId, of, schema)).toEqual({
    job: { id: job.id, state: "cancelled", progress: 0 },
    result: { taken: 2 },
  });
  const other = z.strictObject({ left: z.number() });
  expect(await findJobResult(viewer.organizationId, of, other)).toMatchObject({ result: null });
  const stranger = await makeJob();
  expect(await findJobResult(stranger.viewer.organizationId, of, schema)).toBeNull();
  expect(await findJobResult(viewer.organizationId, { ...of, kind: "log.verify" }, schema)).toBeNull();
});

test("whoever asks a job to stop is heard while it runs, and before it has begun", async () => {
  const { viewer, subject, job, start } = await makeJob();
  const running = runJob(job, untilAsked);
  expect(await cancelJobs(subject)).toBe(1);
  await running;
  expect(await stateOf(viewer, job.id)).toMatchObject({ state: "cancelled" });
  const second = await start();
  await cancelJobs(subject);
  await runJob(second, untilAsked);
  expect(await stateOf(viewer, second.id)).toMatchObject({ state: "cancelled" });
  expect(await cancelJobs(subject)).toBe(0);
});

test("a job keeps its lease for longer than one lease lasts", async () => {
  const { viewer, job } = await makeJob();
  const leaseUntil = async () =>
    (await getDb().job.findUniqueOrThrow({ where: { id: job.id }, select: { leaseUntil: true } })).leaseUntil;
  const first = await leaseUntil();
  await runJob(job, async () => {
    await expect
      .poll(async () => (await leaseUntil()) > new Date(first.getTime() + 1_000), { timeout: 10_000 })
      .toBe(true);
    expect(await stateOf(viewer, job.id)).toMatchObject({ state: "running" });
    return { state: "succeeded" };
  });
});

test("a job whose process died reads as abandoned, and one that was only slow stops", async () => {
  const { viewer, subject, job } = await makeJob();
  await endLease(job.id);
  expect(await stateOf(viewer, job.id)).toMatchObject({ state: "abandoned" });
  expect(await findLatestJob(subject)).toMatchObject({ state: "abandoned" });
  await runJob(job, untilAsked);
  expect(await stateOf(viewer, job.id)).toMatchObject({ state: "cancelled" });
});

test("a job is shown to the session's organization and to nobody else", async () => {
  const { viewer, job, signIn } = await makeJob();
  const stranger = await makeJob();
  const now = new Date();
  const own = await answerJobRequest({ sid: await signIn(now), jobId: job.id, now });
  expect(own.status).toBe(200);
  expect(own.headers.get("cache-control")).toBe("private, no-store");
  expect(await own.json()).toEqual(await stateOf(viewer, job.id));
  const theirs = await stranger.signIn(now);
  for (const jobId of [job.id, newJobId(), "1", `${job.id}'`]) {
    const answer = await answerJobRequest({ sid: theirs, jobId, now });
    expect([answer.status, await answer.json()]).toEqual([404, null]);
  }
});

test("without a live session nothing is told of any job", async () => {
  const { job, signIn } = await makeJob();
  const now = new Date();
  const idle = await signIn(new Date(now.getTime() - 31 * 60_000));
  for (const sid of [null, idle]) {
    const answer = await answerJobRequest({ sid, jobId: job.id, now });
    expect([answer.status, await answer.json()]).toEqual([401, null]);
  }
});

test("asking how a job stands is no sign of life: half an hour of it still ends the session", async () => {
  const { viewer, job, signIn } = await makeJob();
  const now = new Date();
  const signedInAt = new Date(now.getTime() - 29 * 60_000);
  const sid = await signIn(signedInAt);
  expect((await answerJobRequest({ sid, jobId: job.id, now })).status).toBe(200);
  const { lastSeenAt } = await getDb().session.findFirstOrThrow({
    where: { userId: viewer.userId },
    select: { lastSeenAt: true },
  });
  expect(lastSeenAt).toEqual(signedInAt);
  const later = new Date(now.getTime() + 2 * 60_000);
  expect((await answerJobRequest({ sid, jobId: job.id, now: later })).status).toBe(401);
});
