import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished } from "vitest";
import type { AuditRow } from "@/lib/audit/chain";
import { verifyChain } from "@/lib/audit/verification/verify-chain";
import type { OrganizationId } from "@/lib/ids";
import { getAuditKey } from "./audit-key";

/** How often tests that kill something do it: once, and twenty times under `npm run test:faults`. */
export const faultRounds = Number(process.env.FAULT_ROUNDS ?? 1);

/** For tests: a process that writes events until it is killed or its database goes. */
export interface Hammer {
  /** Everything that was acknowledged, as `organization seq hash`; complete once the process has ended. */
  readonly acknowledged: readonly string[];
  /** Resolves when so many events are acknowledged; rejects when the process ends before. */
  readonly reaches: (count: number) => Promise<void>;
  readonly ended: Promise<unknown>;
  readonly child: ChildProcess;
}

/** A number of events after which to strike. */
export const aMoment = () => randomInt(1, 150);

export function spawnHammer(databaseUrl: string, chains: readonly OrganizationId[]): Hammer {
  const script = join(import.meta.dirname, "hammer.fixture.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, ...chains], {
    env: { ...process.env, DATABASE_URL: databaseUrl, RECEIPTS_FILE: "" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const acknowledged: string[] = [];
  let lastSaid = "nothing";
  const waiting: { readonly count: number; readonly done: () => void }[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => {
    // Also the app's own log lines, and the last one where it was cut off.
    if (!/^\S{36} \d+ [0-9a-f]{64}$/.test(line)) {
      lastSaid = line;
      return;
    }
    acknowledged.push(line);
    for (const { count, done } of waiting) if (acknowledged.length >= count) done();
  });
  const ended = Promise.all([once(child, "exit"), once(lines, "close")]);
  return {
    acknowledged,
    ended,
    child,
    reaches: async (count) => {
      const reached = new Promise<void>((done) => waiting.push({ count, done }));
      const died = ended.then(() => {
        if (acknowledged.length < count) throw new Error(`The writers ended too early: ${lastSaid}.`);
      });
      await Promise.race([reached, died]);
    },
  };
}

/** The chain verifies, and each acknowledged event has its place in it. */
export async function expectKept(
  chain: OrganizationId,
  pages: AsyncIterable<readonly AuditRow[]>,
  hammers: readonly Hammer[],
): Promise<void> {
  const stored = new Set<string>();
  async function* listen() {
    for await (const rows of pages) {
      for (const { seq, hash } of rows) stored.add(`${chain} ${seq} ${Buffer.from(hash).toString("hex")}`);
      yield rows;
    }
  }
  const { kid, publicKey } = getAuditKey();
  const verdict = await verifyChain(chain, listen(), new Map([[kid, publicKey]]));
  expect(verdict).toMatchObject({ kind: "intact", tip: { seq: BigInt(stored.size) } });
  const acknowledged = hammers.flatMap((hammer) =>
    hammer.acknowledged.filter((line) => line.startsWith(chain)),
  );
  expect(acknowledged.filter((line) => !stored.has(line))).toEqual([]);
}
