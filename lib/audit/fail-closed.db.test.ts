import { describe, expect, test, vi } from "vitest";
import { readChain } from "@/lib/audit/verification/read-chain";
import { verifyChain } from "@/lib/audit/verification/verify-chain";
import { countActions } from "@/lib/auth/account.fixture";
import { openSandbox, type Stage } from "@/lib/rotation/rotation.fixture";
import { getAuditKey } from "./audit-key";
import { acts } from "./broken-act.fixture";
import { type Breakage, breakages, breakLog, databaseWords } from "./broken-log.fixture";
import { faultRounds } from "./spawn-hammer.fixture";

// `npm run test:faults` breaks it 120 times. With a secret that Adobe gives only once, a database that is away
// is waited for.
vi.setConfig({ testTimeout: 150_000 });

const again = { repeats: Math.floor(faultRounds / 10) };

const sandbox = openSandbox();

/** The first takes a right from everybody, so it has its turn before the others, which go at once. */
async function breakEach(scene: (breakage: Breakage) => Promise<Stage>): Promise<readonly Stage[]> {
  const [first, ...others] = breakages;
  return [await scene(first), ...(await Promise.all(others.map(scene)))];
}

async function countOf({ context }: Stage, action: string): Promise<number> {
  return (await countActions(context.viewer.organizationId))[action] ?? 0;
}

async function expectWholeLog({ context }: Stage): Promise<void> {
  const { organizationId } = context.viewer;
  const key = getAuditKey();
  const keys = new Map([[key.kid, key.publicKey]]);
  expect(await verifyChain(organizationId, readChain(organizationId), keys)).toMatchObject({
    kind: "intact",
  });
}

/** Does the work; neither what is printed meanwhile nor what is stored says a secret, or repeats the database. */
async function expectNoLeak(work: () => Promise<readonly Stage[]>): Promise<void> {
  const written: string[] = [];
  const keep = (chunk: string | Uint8Array): boolean => {
    written.push(String(chunk));
    return true;
  };
  const out = vi.spyOn(process.stdout, "write").mockImplementation(keep);
  const err = vi.spyOn(process.stderr, "write").mockImplementation(keep);
  const stages = await work().finally(() => {
    out.mockRestore();
    err.mockRestore();
  });
  const printed = written.join("");
  expect(printed.split('"audit.unavailable"').length).toBeGreaterThan(breakages.length);
  for (const stage of stages) {
    const values = (await stage.atAdobe()).map(({ value }) => value);
    expect(values).not.toEqual([]);
    const everything = printed + JSON.stringify(await stage.events());
    for (const canary of [databaseWords, ...values]) expect(everything.includes(canary)).toBe(false);
  }
}

describe.each(acts.map((act) => [act.name, act] as const))("%s, in five ways", (_name, act) => {
  test(
    "is not begun when its intent cannot be written, and is done once the log is mended",
    again,
    async () => {
      const scene = async (breakage: Breakage) => {
        const stage = await act.prepare(sandbox.stage);
        const calls = await stage.calls();
        const intents = await countOf(stage, act.intent);
        const mend = await breakLog(breakage, stage.context.viewer.organizationId);
        expect(await act.press(stage), breakage).toBe("The audit log cannot be written");
        expect(await stage.calls(), breakage).toEqual(calls);
        await mend();
        expect(await countOf(stage, act.intent), breakage).toBe(intents);
        expect(await act.press(stage), breakage).toBeNull();
        expect((await stage.calls()).length, breakage).toBeGreaterThan(calls.length);
        await expectWholeLog(stage);
        return stage;
      };
      await expectNoLeak(() => breakEach(scene));
    },
  );

  test(
    "shows no answer that cannot be recorded, and how things stand is found out afterwards",
    again,
    async () => {
      const scene = async (breakage: Breakage) => {
        const stage = await act.prepare(sandbox.stage);
        const { clientId, context, control } = stage;
        const outcomes = await countOf(stage, act.outcome);
        await control.setFaults(clientId, { kind: "holdUntilReleased", call: act.call, count: 1 });
        const pressed = act.press(stage);
        await control.waitForHeld(1, clientId);
        const mend = await breakLog(breakage, context.viewer.organizationId);
        await control.release(clientId);
        expect(await pressed, breakage).toBe("Adobe's answer could not be recorded");
        await mend();
        expect(await countOf(stage, act.outcome), breakage).toBe(outcomes);
        await act.reconcile(stage);
        await expectWholeLog(stage);
        return stage;
      };
      await expectNoLeak(() => breakEach(scene));
    },
  );
});
