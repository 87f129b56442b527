import { expect, test } from "vitest";
import { readChain } from "@/lib/audit/verification/read-chain";
import { connectAs } from "@/lib/db/test-connection.fixture";
import { inTransaction } from "@/lib/db/transaction";
import { newOrganizationId } from "@/lib/ids";
import { makeDraft, makeOrigin } from "./chain.fixture";
import { recordEvent } from "./record-event";
import { aMoment, expectKept, faultRounds, spawnHammer } from "./spawn-hammer.fixture";

// `npm run test:faults` kills twenty times four writers.

test(
  "whatever was acknowledged to a killed process is there, without a gap, and no lock stays",
  async () => {
    const superuser = await connectAs("superuser");
    const countLocks = async () => {
      const { rows } = await superuser.query(
        `SELECT 1 FROM pg_locks WHERE locktype = 'advisory'
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
      return rows.length;
    };
    const chains = [newOrganizationId(), newOrganizationId()];
    let acknowledged = 0;
    for (let round = 0; round < faultRounds; round += 1) {
      const hammers = Array.from({ length: 4 }, () => spawnHammer(process.env.DATABASE_URL ?? "", chains));
      await Promise.all(
        hammers.map(async (hammer) => {
          await hammer.reaches(aMoment());
          hammer.child.kill("SIGKILL");
          await hammer.ended;
          expect(hammer.child.signalCode).toBe("SIGKILL");
        }),
      );
      for (const chain of chains) {
        // Whoever comes next gets the chain.
        await inTransaction((tx) => recordEvent(tx, chain, makeOrigin(), makeDraft()));
        await expectKept(chain, readChain(chain), hammers);
      }
      // The server notices only after a while that somebody who waits for a lock has gone.
      await expect.poll(countLocks, { timeout: 20_000 }).toBe(0);
      acknowledged += hammers.reduce((sum, hammer) => sum + hammer.acknowledged.length, 0);
    }
    expect(acknowledged).toBeGreaterThan(faultRounds * 4);
  },
  60_000 + faultRounds * 60_000,
);
