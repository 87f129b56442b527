/**
 * An app that does nothing but write events, for tests that kill it: eight writers, each event in a
 * transaction of its own. What the database has acknowledged is printed as `organization seq hash`. It ends
 * with the database.
 */

import { isDatabaseDown } from "@/lib/db/database-error";
import { inTransaction } from "@/lib/db/transaction";
import { organizationIdSchema } from "@/lib/ids";
import { describeThrown, writeLog } from "@/lib/log";
import { makeDraft, makeOrigin } from "./chain.fixture";
import { recordEvent } from "./record-event";

const writers = 8;
const maxRefusals = 200;
const chains = process.argv.slice(2).map((id) => organizationIdSchema.parse(id));
let refusals = 0;

async function write(first: number): Promise<void> {
  for (let turn = first; refusals < maxRefusals; turn += 1) {
    const chain = chains[turn % chains.length];
    if (chain === undefined) throw new Error("Name the organizations to write for.");
    try {
      const place = await inTransaction((tx) => recordEvent(tx, chain, makeOrigin(), makeDraft()));
      // Standard output is a pipe, which Node writes to at once: whoever is killed has said what it said.
      process.stdout.write(`${chain} ${place.seq} ${Buffer.from(place.hash).toString("hex")}\n`);
    } catch (thrown) {
      // On a slow machine some wait too long for their turn.
      refusals += 1;
      writeLog("hammer.refused", describeThrown(thrown));
      if (isDatabaseDown(thrown)) return;
    }
  }
}

await Promise.all(Array.from({ length: writers }, (_, index) => write(index)));
process.exit(3);
