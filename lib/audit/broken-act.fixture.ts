import { expect } from "vitest";
import { runLogged } from "@/lib/answer-action";
import { makeRequest } from "@/lib/auth/account.fixture";
import { judgeHealth } from "@/lib/credentials/credential-health";
import { getDb } from "@/lib/db/client";
import { describeFailure } from "@/lib/diagnosis/describe-failure";
import type { Failure } from "@/lib/failure";
import type { Result } from "@/lib/result";
import { addSecretAtAdobe } from "@/lib/rotation/add-secret";
import { checkLastUse } from "@/lib/rotation/check-last-use";
import { deleteOldSecret } from "@/lib/rotation/delete-old-secret";
import { deleteUnknownSecret } from "@/lib/rotation/delete-unknown-secret";
import { findOut } from "@/lib/rotation/find-out";
import { findRotation } from "@/lib/rotation/queries/find-rotation";
import type { Stage, StageOptions } from "@/lib/rotation/rotation.fixture";
import { goToCreated, goToPromoted, must, quietSecret } from "@/lib/rotation/rotation-steps.fixture";
import { startRotation, startRotationInput } from "@/lib/rotation/start-rotation";
import { startVerification } from "@/lib/rotation/verify-secret";
import { testToken } from "@/lib/tokens/test-token";
import type { CallKind } from "@/sandbox/call-kinds";

type MakeStage = (options?: StageOptions) => Promise<Stage>;

/** For tests: one act that asks Adobe, between an intent and an outcome. */
export interface Act {
  readonly name: string;
  /** The events around it. */
  readonly intent: string;
  readonly outcome: string;
  /** The call that it is about. */
  readonly call: CallKind;
  readonly prepare: (make: MakeStage) => Promise<Stage>;
  /**
   * Does it as a page would, and calls `whenOver` when the server is through with it; gives the title of the
   * words that are shown, null where all went well.
   */
  readonly press: (stage: Stage, whenOver?: () => Promise<void>) => Promise<string | null>;
  /** What is shown when the whole database went, before Adobe was asked and after. */
  readonly toldWhenGone: { readonly before: string; readonly after: string };
  /** How things stand after an outcome that could not be recorded, and the way on from there. */
  readonly reconcile: (stage: Stage) => Promise<void>;
}

/** The title of what a person is told. */
async function titleOf(
  command: () => Promise<Result<unknown, Failure>>,
  whenOver?: () => Promise<void>,
): Promise<string | null> {
  const result = await runLogged("test.act", makeRequest(), command);
  await whenOver?.();
  return result.ok ? null : describeFailure(result.failure).title;
}

async function healthOf({ context, credentialId }: Stage): Promise<string> {
  const { organizationId } = context.viewer;
  const { lastTestOutcome } = await getDb().credential.findFirstOrThrow({
    where: { organizationId, id: credentialId },
    select: { lastTestOutcome: true },
  });
  return judgeHealth({ outcome: lastTestOutcome, failureCode: null }).label;
}

async function expectAttention(stage: Stage, state: string): Promise<void> {
  const { organizationId } = stage.context.viewer;
  expect(await findRotation(organizationId, stage)).toMatchObject({ state, standing: "attention" });
}

const answered = {
  before: "The audit log cannot be written",
  after: "Adobe's answer could not be recorded",
} as const;

const tokenTest: Act = {
  name: "a token test",
  intent: "token.test_requested",
  outcome: "token.tested",
  call: "token",
  toldWhenGone: answered,
  prepare: (make) => make(),
  press: (stage, whenOver) => titleOf(() => testToken(stage.context, stage), whenOver),
  reconcile: async (stage) => {
    expect(await healthOf(stage)).toBe("Test unanswered");
    expect(await tokenTest.press(stage)).toBeNull();
    expect(await healthOf(stage)).toBe("Works");
  },
};

const addition: Act = {
  name: "adding a secret",
  intent: "secret.add_requested",
  outcome: "secret.added",
  call: "addSecret",
  toldWhenGone: answered,
  prepare: async (make) => {
    const stage = await make();
    await must(startRotation(stage.context, startRotationInput.parse({ credentialId: stage.credentialId })));
    return stage;
  },
  press: ({ context, credentialId }, whenOver) =>
    titleOf(() => addSecretAtAdobe(context, { credentialId }), whenOver),
  reconcile: async (stage) => {
    const { context, credentialId, name } = stage;
    await expectAttention(stage, "creating");
    await must(findOut(context, { credentialId }));
    const [, added] = await stage.atAdobe();
    const adobeSecretId = added?.uuid.replaceAll("-", "") ?? "";
    expect(await stage.rotation()).toMatchObject({
      finding: { kind: "one_new", adobeSecretIds: [adobeSecretId] },
    });
    await must(deleteUnknownSecret(context, { credentialId, adobeSecretId, confirmation: name }));
    expect(await addition.press(stage)).toBeNull();
    expect((await stage.rotation()).state).toBe("created");
    expect(await stage.stored()).toHaveLength(2);
  },
};

const deletion: Act = {
  name: "deleting the old secret",
  intent: "secret.delete_requested",
  outcome: "secret.deleted",
  call: "deleteSecret",
  toldWhenGone: answered,
  prepare: async (make) => {
    const stage = await make({ client: { secrets: [quietSecret()] } });
    await goToPromoted(stage);
    await must(checkLastUse(stage.context, stage));
    return stage;
  },
  press: ({ context, credentialId, name }, whenOver) =>
    titleOf(() => deleteOldSecret(context, { credentialId, confirmation: name }), whenOver),
  reconcile: async (stage) => {
    const { context, credentialId } = stage;
    await expectAttention(stage, "deleting");
    await must(findOut(context, { credentialId }));
    expect((await stage.rotation()).state).toBe("done");
    expect((await stage.stored()).map(({ state }) => state)).toEqual(["deleted", "current"]);
  },
};

const verification: Act = {
  name: "verifying a new secret",
  intent: "secret.verify_requested",
  outcome: "secret.verified",
  call: "token",
  // Nobody could say how the job ended.
  toldWhenGone: { before: "abandoned", after: "abandoned" },
  prepare: async (make) => {
    const stage = await make();
    await goToCreated(stage);
    return stage;
  },
  press: async ({ context, credentialId }, whenOver) => {
    const jobs: Promise<void>[] = [];
    const runLater = (work: () => Promise<void>) => void jobs.push(work());
    const limits = { limitMs: 5_000, firstBackoffMs: 50 };
    const refused = await titleOf(() => startVerification(context, { credentialId }, { runLater, limits }));
    await Promise.all(jobs);
    await whenOver?.();
    const look = async () =>
      (await findRotation(context.viewer.organizationId, { credentialId }))?.verification;
    await expect.poll(async () => (await look())?.state, { timeout: 10_000 }).not.toBe("running");
    const followed = await look();
    if (refused !== null || followed?.state === "succeeded") return refused;
    return followed?.words?.title ?? followed?.state ?? null;
  },
  reconcile: async (stage) => {
    const { organizationId } = stage.context.viewer;
    expect(await findRotation(organizationId, stage)).toMatchObject({
      state: "created",
      standing: "waiting",
      verification: { state: expect.stringMatching(/^(failed|abandoned)$/) },
    });
    expect(await verification.press(stage)).toBeNull();
    expect((await stage.rotation()).state).toBe("verified");
  },
};

export const acts: readonly Act[] = [tokenTest, addition, deletion, verification];
